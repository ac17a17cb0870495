// An answer that follows its question: the last one stays on screen while the next is on its way.

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Answer, type Arguments, ask, type Fault, Refused } from "./api";
import { report as cite } from "./cited";
import { work } from "./jobs";
import { again, lost, tell } from "./notices";
import { language } from "./texts";

export interface Progress {
  label: string;
  /** From nought to one; null where it is not known. */
  fraction: number | null;
  place?: number;
}

export interface Answered {
  answer: Answer | null;
  failure: Fault | null;
  busy: boolean;
  progress: Progress | null;
  /** Whether the answer shown is one to an earlier question. */
  stale: boolean;
  stop: () => void;
}

export interface How {
  /** Ask by a job, which tells its progress and can be stopped by the server. */
  job?: boolean;
  /** Milliseconds to wait for another change before asking. */
  wait?: number;
  /** Say aloud that the answer has arrived. */
  said?: boolean;
}

const KEPT = 40;
const answers = new Map<string, Answer>();

function remember(key: string, answer: Answer): void {
  answers.delete(key);
  answers.set(key, answer);
  const oldest = answers.keys().next();
  if (answers.size > KEPT && !oldest.done) answers.delete(oldest.value);
}

/** Forget every answer, as where the data in the store has changed. */
export function forget(): void {
  answers.clear();
}

export const keyOf = (question: string, args: Arguments) => `${question}?${new URLSearchParams(Object.entries(args).sort())}`;

/** Put a question, and put it again whenever it changes; `args` null asks nothing. */
export function useAnswer(question: string, args: Arguments | null, how: How = {}): Answered {
  const word = language.use();
  const times = again.use();
  const whole = args && { ...args, language: word };
  const key = whole ? keyOf(question, whole) : "";
  const [shown, show] = useState<{ key: string; answer: Answer | null; failure: Fault | null }>({ key: "", answer: null, failure: null });
  const [busy, turn] = useState(false);
  const [progress, report] = useState<Progress | null>(null);
  const control = useRef<AbortController | null>(null);
  const stop = useCallback(() => control.current?.abort("stopped"), []);

  useEffect(() => {
    if (!whole) return;
    const known = answers.get(key);
    if (known) {
      remember(key, known);
      show({ key, answer: known, failure: null });
      turn(false);
      return;
    }
    const mine = new AbortController();
    control.current = mine;
    turn(true);
    report(null);
    const arrived = (answer: Answer) => {
      remember(key, answer);
      cite(answer);
      show({ key, answer, failure: null });
      if (how.said) tell("notice.answer", true);
    };
    const put = async () => {
      if (how.wait) await new Promise((go) => setTimeout(go, how.wait));
      if (mine.signal.aborted) return;
      const partly = (answer: Answer) => show({ key: `${key} in part`, answer, failure: null });
      arrived(how.job ? await work(question, whole, mine.signal, { report, partly }) : await ask(question, whole, mine.signal));
      lost.set(false);
    };
    const failed = (error: unknown) => {
      if (mine.signal.aborted) return;
      const fault = error instanceof Refused ? error.fault : { what: String(error), where: "", remedy: "", code: 1 };
      if (error instanceof Refused && error.status === 0) lost.set(true);
      show((now) => ({ ...now, failure: fault }));
    };
    void put()
      .catch(failed)
      .finally(() => {
        if (control.current === mine) turn(false);
      });
    return () => mine.abort("superseded");
  }, [key, times, how.job]);

  const stale = shown.answer !== null && shown.key !== key;
  return { answer: shown.answer, failure: shown.failure, busy, progress, stale, stop };
}
