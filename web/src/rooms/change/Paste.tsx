// The scenario as text: it can be typed or pasted, is checked as it changes, and is never lost.

import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Failure } from "../../components/Failure";
import { again } from "../../notices";
import { store } from "../../store";
import { useText } from "../../texts";
import { check, type Spoken } from "./spoken";

/** A text that was typed and that something else has taken the place of; kept while the page is open. */
const aside = store("");
/** A text that isn't understood yet. */
const unfinished = store<{ text: string; over: string } | null>(null);

const WAIT = 350;

interface Props {
  /** The scenario of the link. */
  text: string;
  spoken: Spoken;
  onText: (text: string, moving?: boolean) => void;
  onRest: () => void;
  /** Tells whether what is typed has a fault, so that the outcome is not of it. */
  onWrong: (wrong: boolean) => void;
}

export function Paste({ text, spoken, onText, onRest, onWrong }: Props) {
  const t = useText();
  const id = useId();
  const [draft, write] = useState<string | null>(() => (unfinished.get()?.over === text ? (unfinished.get()?.text ?? null) : null));
  const [fault, fail] = useState<Spoken["fault"]>(null);
  const set = useRef(text); // the text of the link that came from here
  const put = aside.use();
  const times = again.use();
  const written = spoken.reply?.toml && !fault ? spoken.reply.toml : text;
  const shown = draft ?? written;

  useEffect(() => {
    if (draft === null) return;
    unfinished.set({ text: draft, over: text });
    const timer = setTimeout(async () => {
      if (!draft.trim()) return;
      const found = await check("typed", draft);
      if (!found) return;
      fail(found.fault);
      if (found.fault) return;
      set.current = draft;
      unfinished.set(null);
      if (draft !== text) onText(draft, true);
    }, WAIT);
    return () => clearTimeout(timer);
  }, [draft, times]);

  useEffect(() => {
    if (draft === null || text === set.current) {
      set.current = text;
      return;
    }
    // the builder, the gallery or the browser's history has put another scenario here
    if (fault || draft !== set.current) aside.set(draft);
    set.current = text;
    unfinished.set(null);
    write(null);
    fail(null);
  }, [text]);

  const amiss = draft !== null && (fault !== null || !draft.trim());
  useEffect(() => onWrong(amiss), [amiss]);

  const wrong = fault ?? (draft === null ? spoken.fault : null);
  const line = Number(/line (\d+)/.exec(wrong?.where ?? "")?.[1] ?? Number.NaN);
  return (
    <div class="paste">
      <label for={id}>{t("change.text")}</label>
      <textarea
        id={id}
        rows={Math.min(24, Math.max(5, shown.split("\n").length + 1))}
        spellcheck={false}
        value={shown}
        aria-invalid={wrong !== null}
        aria-describedby={`${id}-fault`}
        onInput={(event) => write(event.currentTarget.value)}
        onChange={onRest}
      />
      <div id={`${id}-fault`}>
        {wrong && <Failure fault={wrong} />}
        {Number.isFinite(line) && <Line text={shown} line={line} />}
      </div>
      {put && (
        <p class="hint">
          {t("change.aside")}{" "}
          <button
            type="button"
            class="quiet"
            onClick={() => {
              write(put);
              aside.set("");
            }}
          >
            {t("change.aside.back")}
          </button>
        </p>
      )}
      <p class="hint">{t("change.text.hint")}</p>
    </div>
  );
}

/** The line that a fault is in, with its number. */
function Line({ text, line }: { text: string; line: number }) {
  const said = text.split("\n")[line - 1];
  if (said === undefined) return null;
  return (
    <pre class="faulty">
      <b>{line}</b> <mark>{said || " "}</mark>
    </pre>
  );
}
