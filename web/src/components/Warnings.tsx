// What an answer warns of.

import type { Answer } from "../api";
import { useText } from "../texts";

/** Give the warnings of an answer in the page's language; as the command has them where the service gave no others. */
export function warningsOf(answer: Pick<Answer, "meta" | "warnings">): readonly string[] {
  return answer.warnings ?? answer.meta.warnings;
}

export function Warnings({ answer }: { answer: Answer }) {
  const t = useText();
  const warnings = warningsOf(answer);
  if (!warnings.length) return null;
  return (
    <aside class="warnings" aria-label={t("warnings.title")}>
      <h3>{t("warnings.title")}</h3>
      <ul>
        {warnings.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </aside>
  );
}
