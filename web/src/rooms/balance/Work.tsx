// A question that takes a while: how far it is, a button that stops it, and one that begins it again.

import { useState } from "preact/hooks";
import { type Answered, type How, keyOf, useAnswer } from "../../answers";
import type { Arguments } from "../../api";
import { Busy } from "../../components/Busy";
import { Failure } from "../../components/Failure";
import { retry } from "../../notices";
import { language, useText } from "../../texts";

export interface Working extends Answered {
  /** Whether it was stopped before there was an answer. */
  stopped: boolean;
  begin: () => void;
}

/** Put a question as a job. */
export function useWork(question: string, args: Arguments | null, how: How = {}): Working {
  const answered = useAnswer(question, args, { job: true, said: true, ...how });
  const key = args ? `${keyOf(question, args)} ${language.use()}` : "";
  const [at, stopAt] = useState("");
  const stop = () => {
    answered.stop();
    stopAt(key);
  };
  const begin = () => {
    stopAt("");
    retry();
  };
  const unanswered = answered.answer === null || answered.stale;
  return { ...answered, stop, begin, stopped: at === key && key !== "" && !answered.busy && unanswered };
}

/** What stands above an answer while it is on its way, or where there is none. */
export function Waiting({ work }: { work: Working }) {
  const t = useText();
  const { failure, busy, progress, stop, stale, stopped, begin } = work;
  return (
    <>
      <Failure fault={failure} />
      <Busy busy={busy} progress={progress} stop={stop} stale={stale} />
      {stopped && (
        <p role="status" class="balance-stopped">
          {t("busy.stopped")}{" "}
          <button type="button" onClick={begin}>
            {t("balance.begin")}
          </button>
        </p>
      )}
    </>
  );
}

/** What an answer says in words: the first sentence leads. */
export function Sentences({ work }: { work: Pick<Answered, "answer" | "stale"> }) {
  const { answer, stale } = work;
  if (!answer?.sentences.length) return null;
  return (
    <section data-stale={stale || undefined}>
      {answer.sentences.map((one, place) => (
        <p key={one.text} class={place ? "further" : "sentence"}>
          {one.text}
        </p>
      ))}
    </section>
  );
}
