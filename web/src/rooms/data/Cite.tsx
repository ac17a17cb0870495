// The citation of everything that has been on screen in this session.

import { asBibtex, asText, cited, yearsOf } from "../../cited";
import { tell } from "../../notices";
import { useText } from "../../texts";

function save(name: string, type: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    tell("notice.copied");
  } catch {
    tell("notice.not_copied");
  }
}

export function Cite() {
  const t = useText();
  const list = cited.use();
  if (!list.length) return <p class="hint">{t("data.cite.none")}</p>;
  return (
    <div class="cite">
      <div class="row">
        <button type="button" onClick={() => void copy(asText(list))}>
          {t("data.cite.copy")}
        </button>
        <button type="button" class="quiet" onClick={() => save("sources.txt", "text/plain", asText(list))}>
          {t("data.cite.text")}
        </button>
        <button type="button" class="quiet" onClick={() => save("sources.bib", "application/x-bibtex", asBibtex(list))}>
          BibTeX
        </button>
      </div>
      <ul>
        {list.map((one) => (
          <li key={[one.source, one.edition, yearsOf(one.year)].join()}>
            <strong>{one.title ?? one.source}</strong>
            {yearsOf(one.year) && `, ${yearsOf(one.year)}`}
            {one.edition && ` (${one.edition})`}
            {one.citation && <p>{one.citation}</p>}
            {one.licence && (
              <p class="hint">
                {t("sources.licence")}: {one.licence}
              </p>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
