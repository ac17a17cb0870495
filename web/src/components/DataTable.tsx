// Records as a table: sorted by any column, numbers by the language, what is missing said in words.

import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import { type Numbers, useNumbers } from "../numbers";
import { compared, type Direction } from "../sorting";
import { type Text, useText } from "../texts";

export interface Column<Row> {
  key: string;
  head: string;
  value: (row: Row) => number | string | null | undefined;
  /** The unit that the number is written in; a text has none. */
  unit?: string | ((row: Row) => string);
  bounds?: (row: Row) => readonly [number | null | undefined, number | null | undefined] | null;
  /** Draws the cell in place of its value. */
  cell?: (row: Row) => ComponentChildren;
  /** Says what the column is, on its head. */
  title?: string;
}

interface Props<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf?: (row: Row, place: number) => string;
  sort?: { key: string; direction: Direction };
  /** Rows shown before "show all". */
  most?: number;
  onPick?: (row: Row) => void;
  isChosen?: (row: Row) => boolean;
  /** Whether the caption is for those who hear the page only. */
  captionHidden?: boolean;
}

function content<Row>(column: Column<Row>, row: Row, t: Text, n: Numbers): ComponentChildren {
  if (column.cell) return column.cell(row);
  const value = column.value(row);
  const unit = typeof column.unit === "function" ? column.unit(row) : (column.unit ?? "");
  const [low, high] = column.bounds?.(row) ?? [null, null];
  const spanned = low != null && high != null && low !== high;
  if (spanned && value == null) return <span class="bounds">{t("table.bounds", { low: n.of(low, unit), high: n.of(high, unit) })}</span>;
  return (
    <>
      {value == null || value === "" ? <i class="missing">{t("table.missing")}</i> : typeof value === "number" ? n.of(value, unit) : value}
      {spanned && <span class="bounds"> {t("table.bounds", { low: n.of(low, unit), high: n.of(high, unit) })}</span>}
    </>
  );
}

export function DataTable<Row>(props: Props<Row>) {
  const { caption, columns, rows, keyOf, most = 20, onPick, isChosen, captionHidden } = props;
  const t = useText();
  const n = useNumbers();
  const [order, turn] = useState(props.sort ?? null);
  const [whole, unfold] = useState(false);
  const column = columns.find((one) => one.key === order?.key);
  const sorted = useMemo(
    () => (column && order ? [...rows].sort((a, b) => compared(column.value(a), column.value(b), order.direction)) : [...rows]),
    [rows, column?.key, order?.direction],
  );
  const shown = whole ? sorted : sorted.slice(0, most);
  const numeric = new Set(columns.filter((one) => rows.some((row) => typeof one.value(row) === "number")).map((one) => one.key));
  const flip = (key: string) =>
    turn((now) =>
      now?.key === key
        ? { key, direction: now.direction === "descending" ? "ascending" : "descending" }
        : { key, direction: numeric.has(key) ? "descending" : "ascending" },
    );
  return (
    <div class="table">
      <div class={whole ? "scroll tall" : "scroll"} tabIndex={0} role="region" aria-label={caption}>
        <table>
          <caption class={captionHidden ? "unseen" : undefined}>{caption}</caption>
          <thead>
            <tr>
              {columns.map((one) => (
                <th key={one.key} scope="col" class={numeric.has(one.key) ? "number" : undefined} aria-sort={order?.key === one.key ? order.direction : undefined}>
                  <button type="button" title={one.title ?? t("table.sort", { column: one.head })} onClick={() => flip(one.key)}>
                    {one.head}
                    <span aria-hidden="true" class="arrow">
                      {order?.key === one.key ? (order.direction === "descending" ? "▼" : "▲") : ""}
                    </span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, place) => (
              <tr key={keyOf?.(row, place) ?? place} class={isChosen?.(row) ? "chosen" : undefined}>
                {columns.map((one, at) => {
                  const inside = content(one, row, t, n);
                  const style = numeric.has(one.key) ? "number" : undefined;
                  if (at) return <td key={one.key} class={style}>{inside}</td>;
                  return (
                    <th key={one.key} scope="row" class={style}>
                      {onPick ? (
                        <button type="button" class="plain" aria-pressed={isChosen?.(row)} onClick={() => onPick(row)}>
                          {inside}
                        </button>
                      ) : (
                        inside
                      )}
                    </th>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!rows.length && <p class="hint">{t("table.empty")}</p>}
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
