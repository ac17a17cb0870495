// The case as the text of its file: checked as it is typed, with the line and the key of what is wrong.

import { useId } from "preact/hooks";
import { Failure } from "../../components/Failure";
import { useText } from "../../texts";
import { lineOf } from "./case";
import type { Spoken } from "./spoken";

interface Props {
  text: string;
  spoken: Spoken;
  onText: (text: string) => void;
  onRest: () => void;
}

export function Text({ text, spoken, onText, onRest }: Props) {
  const t = useText();
  const id = useId();
  const { fault } = spoken;
  const line = lineOf(fault?.where ?? "");
  const said = line === null ? undefined : text.split("\n")[line - 1];
  return (
    <div class="brief-text">
      <label for={id}>{t("brief.text.label")}</label>
      <textarea
        id={id}
        rows={Math.min(30, Math.max(8, text.split("\n").length + 1))}
        spellcheck={false}
        value={text}
        aria-invalid={fault !== null}
        aria-describedby={`${id}-fault`}
        onInput={(event) => onText(event.currentTarget.value || " ")}
        onChange={onRest}
      />
      <div id={`${id}-fault`}>
        <Failure fault={fault} />
        {said !== undefined && (
          <pre class="faulty">
            <b>{line}</b> <mark>{said || " "}</mark>
          </pre>
        )}
      </div>
      <p class="hint">{t("brief.text.hint")}</p>
    </div>
  );
}
