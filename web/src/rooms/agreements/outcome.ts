// The records of an agreement's answer by part and by year of its phases.

import type { Item } from "../../api";

export const TARIFFS = "tariffs only";
export const WHOLE = "whole agreement";

export interface Slice {
  part: string;
  /** Of the phases; 0 where it is not phased in. */
  year: number;
}

const SLICE = /^(.*?)(?:, year (\d+))?$/;

/** Read which part and year a record is of. */
export function slice(scenario: string): Slice {
  const [, part = "", year = ""] = SLICE.exec(scenario) ?? [];
  return { part, year: Number(year || 0) };
}

/** Give the parts of an answer, the whole last. */
export function parts(records: readonly Item[]): string[] {
  return [...new Set(records.map((one) => slice(one.scenario ?? "").part))].filter(Boolean);
}

/** Give the years of the phases, in order; none where it is not phased in. */
export function years(records: readonly Item[]): number[] {
  return [...new Set(records.map((one) => slice(one.scenario ?? "").year))].filter(Boolean).sort((a, b) => a - b);
}

export interface Row {
  country: string;
  of: Record<string, Item>;
  /** Of the tariffs alone, where the whole is shown. */
  tariffs: Record<string, Item>;
}

/** Give a row for each country of a part in a year, with the tariffs alone beside it. */
export function rows(records: readonly Item[], part: string, year: number): Row[] {
  const made = new Map<string, Row>();
  for (const one of records) {
    if (!one.country || one.sector || !one.variable) continue;
    const at = slice(one.scenario ?? "");
    if (at.year !== year || (at.part !== part && at.part !== TARIFFS)) continue;
    const row = made.get(one.country) ?? { country: one.country, of: {}, tariffs: {} };
    if (at.part === part) row.of[one.variable] = one;
    if (at.part === TARIFFS) row.tariffs[one.variable] = one;
    made.set(one.country, row);
  }
  return [...made.values()];
}

/** Give the rows of data that lie in a chart's specification, as they are drawn, each once. */
export function drawnRows(spec: unknown): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  const seen = new Set<string>();
  const walk = (node: unknown, title: string): void => {
    if (Array.isArray(node)) for (const one of node) walk(one, title);
    if (typeof node !== "object" || node === null || Array.isArray(node)) return;
    const held = node as Record<string, unknown>;
    const named = typeof held.title === "string" ? held.title : title;
    for (const [key, one] of Object.entries(held)) {
      if (key === "values" && Array.isArray(one))
        for (const row of one as Record<string, unknown>[]) {
          const mark = JSON.stringify([named, row]);
          if (!seen.has(mark)) found.push({ ...row, of: named });
          seen.add(mark);
        }
      else walk(one, named);
    }
  };
  walk(spec, "");
  return found;
}
