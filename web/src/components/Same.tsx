// The same answer elsewhere: in Python, as a command, as a link; and each can be copied.

import type { Answer } from "../api";
import { tell } from "../notices";
import { type Key, language, useText } from "../texts";
import { shared } from "../link";

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    tell("notice.copied");
  } catch {
    tell("notice.not_copied");
  }
}

interface Props {
  answer: Pick<Answer, "same"> | null;
}

export function Same({ answer }: Props) {
  const t = useText();
  const word = language.use();
  const rows: [Key, string][] = [["same.link", shared(word)]];
  if (answer) rows.unshift(["same.python", answer.same.python], ["same.command", answer.same.command]);
  return (
    <details class="same">
      <summary>{t("same.title")}</summary>
      <dl>
        {rows.map(([key, text]) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>
              <pre tabIndex={0}>
                <code>{text}</code>
              </pre>
              <button type="button" class="quiet" aria-label={t("same.copy.of", { what: t(key) })} onClick={() => void copy(text)}>
                {t("same.copy")}
              </button>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
