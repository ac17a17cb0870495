// Records brought into the shape of a table.

import type { Item } from "../../api";

export const numeric = (value: Item["value"] | undefined): number | null => (typeof value === "number" ? value : null);

export interface Row<Key extends string = string> {
  key: Key;
  /** Records by indicator. */
  of: Record<string, Item>;
}

/** Give a row for each value of some dimension, with its records by indicator. */
export function rowsBy(records: readonly Item[], dimension: "partner" | "country" | "sector", keep: (one: Item) => boolean): Row[] {
  const rows = new Map<string, Row>();
  for (const one of records) {
    const key = one[dimension];
    if (key === undefined || !one.indicator || !keep(one)) continue;
    const row = rows.get(key) ?? { key, of: {} };
    row.of[one.indicator] = one;
    rows.set(key, row);
  }
  return [...rows.values()];
}

/** Give a row for each product and supplier; what is told of a product alone is told in each of its rows. */
export function productRows(records: readonly Item[]): Row[] {
  const rows = new Map<string, Row>();
  const alone: Item[] = [];
  for (const one of records) {
    if (!one.product || !one.indicator) continue;
    if (!one.partner) {
      alone.push(one);
      continue;
    }
    const key = `${one.product} ${one.partner}`;
    const row = rows.get(key) ?? { key, of: {} };
    row.of[one.indicator] = one;
    rows.set(key, row);
  }
  for (const one of alone)
    for (const row of rows.values()) if (row.key.startsWith(`${one.product} `) && one.indicator) row.of[one.indicator] ??= one;
  return [...rows.values()];
}

/** Give the values of one indicator by sector and partner. */
export function crossed(records: readonly Item[], country: string, indicator: string): Map<string, Map<string, number | null>> {
  const cells = new Map<string, Map<string, number | null>>();
  for (const one of records) {
    if (one.country !== country || one.indicator !== indicator || !one.sector) continue;
    const row = cells.get(one.sector) ?? new Map<string, number | null>();
    row.set(one.partner ?? "", numeric(one.value));
    cells.set(one.sector, row);
  }
  return cells;
}

/** Give the partners with the largest sums over sectors, the chosen ones first. */
export function foremost(cells: Map<string, Map<string, number | null>>, chosen: readonly string[], most: number): string[] {
  const sums = new Map<string, number>();
  for (const row of cells.values()) for (const [code, value] of row) sums.set(code, (sums.get(code) ?? 0) + Math.abs(value ?? 0));
  const ranked = [...sums].sort((a, b) => b[1] - a[1]).map(([code]) => code);
  const first = chosen.filter((one) => sums.has(one));
  return [...first, ...ranked.filter((one) => !first.includes(one))].slice(0, Math.max(most, first.length));
}

/** How much of what a judgement needs is known: of the criteria that were asked, those that have an answer. */
export function evidence(row: Row): { known: number; asked: number } {
  const criteria = Object.entries(row.of).filter(([name]) => name.startsWith("meets_"));
  return { known: criteria.filter(([, one]) => numeric(one.value) !== null).length, asked: criteria.length };
}
