// The negotiation as text: all that a file can say, typed or pasted, checked as it changes, and given as a file.

import { useEffect, useId, useRef } from "preact/hooks";
import type { Fault } from "../../api";
import { Failure } from "../../components/Failure";
import { useText } from "../../texts";
import { aside, lineOfFault } from "./state";

interface Props {
  text: string;
  /** The name of the file. */
  name: string;
  fault: Fault | null;
  /** A place to go to; a new object goes there anew. */
  going: { place: number } | null;
  onText: (text: string, moving?: boolean) => void;
}

export function Text({ text, name, fault, going, onText }: Props) {
  const t = useText();
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const put = aside.use();
  const line = lineOfFault(fault);

  useEffect(() => {
    const area = box.current;
    if (!going || !area) return;
    const end = text.indexOf("\n", going.place);
    area.focus();
    area.setSelectionRange(going.place, end < 0 ? text.length : end);
    const before = text.slice(0, going.place).split("\n").length - 1;
    area.scrollTop = Math.max(0, (before - 2) * (area.scrollHeight / text.split("\n").length));
  }, [going]);

  return (
    <div class="text">
      <label for={id}>{t("talks.text")}</label>
      <textarea
        id={id}
        ref={box}
        rows={24}
        spellcheck={false}
        value={text}
        aria-invalid={fault !== null}
        aria-describedby={`${id}-fault`}
        onInput={(event) => onText(event.currentTarget.value, true)}
      />
      <div id={`${id}-fault`}>
        {fault && <Failure fault={fault} />}
        {Number.isFinite(line) && <Line text={text} line={line} />}
      </div>
      <div class="row">
        <Save text={text} name={name} />
        <span class="hint">{t("talks.text.hint")}</span>
      </div>
      {put && (
        <p class="hint">
          {t("talks.aside")}{" "}
          <button
            type="button"
            class="quiet"
            onClick={() => {
              aside.set("");
              onText(put);
            }}
          >
            {t("talks.aside.back")}
          </button>
        </p>
      )}
    </div>
  );
}

/** A button that hands the text over as a file. */
function Save({ text, name }: { text: string; name: string }) {
  const t = useText();
  const save = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/toml" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
  return (
    <button type="button" onClick={save}>
      {t("talks.save", { name })}
    </button>
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
