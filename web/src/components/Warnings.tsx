// What an answer warns of.

import { useText } from "../texts";

export function Warnings({ warnings }: { warnings: readonly string[] }) {
  const t = useText();
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
