// A table whose cells are tinted by their value: a map of heat that reads aloud as what it is.

import { useState } from "preact/hooks";
import { useNumbers } from "../numbers";
import { compared } from "../sorting";
import { useText } from "../texts";

interface Line {
  code: string;
  name: string;
}

interface Props {
  caption: string;
  corner: string;
  rows: readonly Line[];
  columns: readonly Line[];
  value: (row: string, column: string) => number | null;
  unit: string;
  most?: number;
}

/** Tint by the root of a value, so that the middle of many small ones can be told apart. */
export function tint(value: number | null, largest: number): number {
  if (value === null || largest <= 0) return 0;
  return Math.round(100 * Math.sqrt(Math.min(1, Math.abs(value) / largest)));
}

export function HeatMap({ caption, corner, rows, columns, value, unit, most = 15 }: Props) {
  const t = useText();
  const n = useNumbers();
  const [by, sort] = useState("");
  const [whole, unfold] = useState(false);
  const all = rows.flatMap((row) => columns.map((column) => value(row.code, column.code)));
  const largest = Math.max(0, ...all.filter((one) => one !== null).map(Math.abs));
  const peak = (row: Line) => (by ? value(row.code, by) : Math.max(...columns.map((one) => value(row.code, one.code) ?? -Infinity)));
  const sorted = [...rows].sort((a, b) => compared(peak(a), peak(b), "descending"));
  const shown = whole ? sorted : sorted.slice(0, most);
  return (
    <div class="table heat">
      <div class={whole ? "scroll tall" : "scroll"} tabIndex={0} role="region" aria-label={caption}>
        <table>
          <caption>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{corner}</th>
              {columns.map((one) => (
                <th key={one.code} scope="col" class="number" aria-sort={by === one.code ? "descending" : undefined}>
                  <button type="button" title={t("table.sort", { column: one.name })} onClick={() => sort(by === one.code ? "" : one.code)}>
                    {one.name}
                    <span aria-hidden="true" class="arrow">
                      {by === one.code ? "▼" : ""}
                    </span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.code}>
                <th scope="row" title={row.code}>
                  {row.name}
                </th>
                {columns.map((column) => {
                  const held = value(row.code, column.code);
                  return (
                    <td key={column.code} class="number" style={{ "--tint": `${tint(held, largest)}%` }}>
                      {held === null ? <i class="missing">{t("table.missing")}</i> : n.of(held, unit)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > most && (
        <p class="more">
          <span>{t("table.rows", { shown: shown.length, count: rows.length })}</span>
          <button type="button" class="quiet" aria-expanded={whole} onClick={() => unfold(!whole)}>
            {whole ? t("table.fewer") : t("table.all", { count: rows.length })}
          </button>
        </p>
      )}
    </div>
  );
}
