// Where an answer's numbers come from: data with edition, licence and citation, and what each variable is.

import type { Answer, Baseline } from "../api";
import { session } from "../labels";
import { useText } from "../texts";
import { Formula } from "./Formula";

const years = (year: Baseline["year"]) => (Array.isArray(year) ? `${year[0]}–${year.at(-1)}` : year);

export function Sources({ answer }: { answer: Answer | null }) {
  const t = useText();
  const places = session.use()?.boundaries;
  if (!answer) return null;
  const baseline = answer.meta.baseline.map((one, place) => ({ ...one, notes: answer.notes?.[place] ?? one.notes }));
  const variables = Object.entries(answer.variables).filter(([, one]) => one.formula || one.citation);
  return (
    <details class="sources">
      <summary>{t("sources.title")}</summary>
      <h3>{t("sources.data")}</h3>
      <ul>
        {baseline.map((one) => (
          <li key={one.source}>
            <strong>{one.title ?? one.source}</strong>
            {years(one.year) && `, ${years(one.year)}`}
            {one.edition && ` (${t("sources.edition", { edition: one.edition })})`}
            {one.citation && <p>{one.citation}</p>}
            {one.licence && (
              <p>
                {t("sources.licence")}: {one.licence}
              </p>
            )}
            {one.notes?.length ? (
              <details>
                <summary>{t("sources.notes")}</summary>
                <ul>
                  {one.notes.map((note) => (
                    <li key={note}>{note}</li>
                  ))}
                </ul>
              </details>
            ) : null}
          </li>
        ))}
      </ul>
      {variables.length > 0 && <h3>{t("sources.measures")}</h3>}
      <dl>
        {variables.map(([name, one]) => (
          <div key={name}>
            <dt>
              {one.label || name}
              {one.estimated && <em> ({t("sources.estimated")})</em>}
            </dt>
            <dd>
              {one.mathml && <Formula mathml={one.mathml} />}
              {one.citation && <p>{one.citation}</p>}
            </dd>
          </div>
        ))}
      </dl>
      {places && (
        <p>
          {t("sources.places")}: {places}
        </p>
      )}
    </details>
  );
}
