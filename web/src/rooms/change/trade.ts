// A country's trade, partner by partner and sector by sector, from the records of an answer.

import type { Answer, Item } from "../../api";
import { at } from "./compare";

export interface Flow {
  /** A partner, or a sector. */
  key: string;
  exports: number;
  exportsPct: number | null;
  imports: number;
  importsPct: number | null;
}

interface Sum {
  change: number;
  now: number;
}

const nothing = (): Sum => ({ change: 0, now: 0 });

const pct = ({ change, now }: Sum): number | null => (now - change > 1e-9 ? (100 * change) / (now - change) : null);

function sums(items: Item[], country: string, by: "partner" | "sector", keep: (item: Item) => boolean) {
  const exports = new Map<string, number>();
  const imports = new Map<string, number>();
  for (const item of items) {
    if (typeof item.value !== "number" || item.origin === item.destination || !keep(item)) continue;
    const out = item.origin === country;
    if (!out && item.destination !== country) continue;
    const key = (by === "sector" ? item.sector : out ? item.destination : item.origin) ?? "";
    const table = out ? exports : imports;
    table.set(key, (table.get(key) ?? 0) + item.value);
  }
  return { exports, imports };
}

/** Give the change of a country's exports and imports in million USD and per cent; largest first. */
export function flows(
  answer: Answer | null,
  country: string,
  { by = "partner", sector = "", partner = "", time = "" }: { by?: "partner" | "sector"; sector?: string; partner?: string; time?: string } = {},
): Flow[] {
  const keep = (one: Item) =>
    (!sector || one.sector === sector) && (!partner || one.origin === partner || one.destination === partner);
  const change = sums(at(answer, "trade_change", time), country, by, keep);
  const now = sums(at(answer, "trade_new", time), country, by, keep);
  const keys = new Set([...change.exports.keys(), ...change.imports.keys()]);
  const sum = (way: "exports" | "imports", key: string): Sum =>
    Object.assign(nothing(), { change: change[way].get(key) ?? 0, now: now[way].get(key) ?? 0 });
  return [...keys]
    .map((key) => {
      const out = sum("exports", key);
      const into = sum("imports", key);
      return { key, exports: out.change, exportsPct: pct(out), imports: into.change, importsPct: pct(into) };
    })
    .sort((a, b) => Math.abs(b.exports) + Math.abs(b.imports) - Math.abs(a.exports) - Math.abs(a.imports));
}
