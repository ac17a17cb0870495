// How sure the numbers are, and from what: how well the model was solved, its elasticities, its baseline and its sources.

import type { Answer } from "../../api";
import { Sources } from "../../components/Sources";
import { Warnings } from "../../components/Warnings";
import { useNumbers } from "../../numbers";
import { type Key, useText } from "../../texts";

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

/** What a diagnostic is called; those without a name of ours are shown under their own. */
const NAMED = new Set([
  "residual",
  "iterations",
  "method",
  "closure",
  "parts",
  "alone",
  "times",
  "lacking",
  "draws",
  "without_solution",
  "interval",
  "spread_fit",
  "spread_by_frequency",
]);

/** Write a very small number so that its size can be read. */
export function small(value: number, plain: (value: number, digits?: number) => string): string {
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(1).replace("e-", " × 10^−") : plain(value, 6);
}

export function Certainty({ answer }: { answer: Answer | null }) {
  const t = useText();
  const n = useNumbers();
  if (!answer) return null;
  const { diagnostics, baseline } = answer.meta;
  const firstOrder = diagnostics.method === "first order";
  const correction = diagnostics.baseline_correction;
  const of = diagnostics.baseline_correction_of;
  const said = baseline.map((one, place) => ({ ...one, notes: answer.notes?.[place] ?? one.notes }));
  const elasticities = said.filter((one) => one.source.startsWith("elasticities"));
  const told = Object.entries(diagnostics).filter(([name, value]) => !name.startsWith("baseline_correction") && value !== null && value !== "");
  const shown = (value: unknown) => (isNumber(value) ? small(value, n.plain) : Array.isArray(value) ? value.join(", ") : String(value));
  return (
    <details class="certainty">
      <summary>{t("change.sure")}</summary>
      {firstOrder && <p>{t("change.sure.first")}</p>}
      <h4>{t("change.sure.solved")}</h4>
      <dl class="facts">
        {told.map(([name, value]) => (
          <div key={name}>
            <dt>{NAMED.has(name) ? t(`change.sure.${name}` as Key) : name}</dt>
            <dd>{shown(value)}</dd>
          </div>
        ))}
      </dl>
      <h4>{t("change.sure.correction")}</h4>
      <p>
        {!isNumber(correction)
          ? t("change.sure.correction.unknown")
          : correction === 0
            ? t("change.sure.correction.none")
            : t("change.sure.correction.some", { value: small(correction, n.plain), of: String(of || "–") })}
      </p>
      <h4>{t("change.sure.elasticities")}</h4>
      {elasticities.length === 0 && <p>{t("change.sure.elasticities.none")}</p>}
      {elasticities.map((one) => (
        <div key={one.source}>
          <p>
            <strong>{one.edition ?? one.source}</strong>
          </p>
          {one.citation && <p>{one.citation}</p>}
          {one.notes?.length ? (
            <details>
              <summary>{t("change.sure.elasticities.notes", { count: one.notes.length })}</summary>
              <ul>
                {one.notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            </details>
          ) : null}
        </div>
      ))}
      <Warnings answer={answer} />
      <Sources answer={answer} />
    </details>
  );
}
