// Countries in order of what a change does to them, with the interval where there is one.

import { useMemo, useState } from "preact/hooks";
import type { Item } from "../../api";
import { useNames } from "../../labels";
import { useNumbers } from "../../numbers";
import { useText } from "../../texts";

interface Props {
  label: string;
  items: readonly Item[];
  /** Those that the scenario names stand out, and are shown whatever their size. */
  parties: readonly string[];
  chosen?: string;
  onPick?: (country: string) => void;
  /** The ends of the scale, where several are to be compared. */
  ends?: readonly [number, number];
}

const WIDTH = 200;
const HEIGHT = 14;
/** As many of the most harmed, and of the most helped, before "show all". */
const ENDS = 12;

interface Row {
  code: string;
  value: number;
  low: number;
  high: number;
  item: Item;
}

/** Give the rows from the largest gain to the largest loss. */
export function ranked(items: readonly Item[]): Row[] {
  return items
    .flatMap((item) => {
      if (typeof item.value !== "number" || !item.country) return [];
      return [{ code: item.country, value: item.value, low: item.low ?? item.value, high: item.high ?? item.value, item }];
    })
    .sort((a, b) => b.value - a.value);
}

/** Leave out the middle, where the countries are that a change hardly touches, but not those that are named. */
export function ends(rows: readonly Row[], named: readonly string[], most = ENDS): Row[] {
  if (rows.length <= 2 * most) return [...rows];
  return rows.filter((row, place) => place < most || place >= rows.length - most || named.includes(row.code));
}

export function Bars({ label, items, parties, chosen, onPick, ends: fixed = [0, 0] }: Props) {
  const t = useText();
  const n = useNumbers();
  const names = useNames();
  const [whole, unfold] = useState(false);
  const rows = useMemo(() => ranked(items), [items]);
  const least = Math.min(0, fixed[0], ...rows.map((row) => row.low));
  const most = Math.max(0, fixed[1], ...rows.map((row) => row.high));
  const span = most - least || 1;
  const x = (value: number) => ((value - least) / span) * WIDTH;
  const named = chosen ? [...parties, chosen] : parties;
  const shown = whole ? rows : ends(rows, named);
  return (
    <div class="bars">
      <div class="scroll" tabIndex={0} role="region" aria-label={label}>
        <table>
          <caption>{label}</caption>
          <thead class="unseen">
            <tr>
              <th scope="col">{t("col.country")}</th>
              <th scope="col">{label}</th>
              <th scope="col">{t("col.value")}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ code, value, low, high, item }) => (
              <tr key={code} class={[parties.includes(code) && "party", code === chosen && "chosen"].filter(Boolean).join(" ") || undefined}>
                <th scope="row">
                  {onPick ? (
                    <button type="button" class="plain" aria-pressed={code === chosen} onClick={() => onPick(code)}>
                      {names.country(code)}
                    </button>
                  ) : (
                    names.country(code)
                  )}
                </th>
                <td class="bar">
                  <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
                    <line class="zero" x1={x(0)} x2={x(0)} y1="0" y2={HEIGHT} />
                    <rect class={value < 0 ? "loss" : "gain"} x={Math.min(x(0), x(value))} width={Math.abs(x(value) - x(0))} y="3" height={HEIGHT - 6} />
                    {low !== high && <line class="span" x1={x(low)} x2={x(high)} y1={HEIGHT / 2} y2={HEIGHT / 2} />}
                  </svg>
                </td>
                <td class="number">
                  {n.of(value, item.unit)}
                  {low !== high && <span class="bounds"> {t("table.bounds", { low: n.of(low, item.unit), high: n.of(high, item.unit) })}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > shown.length || whole ? (
        <p class="more">
          <span>{t("table.rows", { shown: shown.length, count: rows.length })}</span>
          <button type="button" class="quiet" aria-expanded={whole} onClick={() => unfold(!whole)}>
            {whole ? t("table.fewer") : t("table.all", { count: rows.length })}
          </button>
        </p>
      ) : null}
    </div>
  );
}
