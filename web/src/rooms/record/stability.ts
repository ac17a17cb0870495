// The four numbers of stability of each series, which are only told together, and its breaks.

import type { Item } from "../../api";

export interface Figure {
  value: number | null;
  low?: number | null;
  high?: number | null;
}

export interface Break {
  after: string;
  first: string;
  last: string;
}

export interface Steady {
  series: string;
  p: Figure;
  life: Figure;
  ratio: Figure;
  shift: Figure;
  breaks: Break[];
}

const NAMES = { break_p_value: "p", shock_half_life: "life", variance_ratio: "ratio", smallest_shift: "shift" } as const;
const BREAK = /^(\w+) after (\S+) \((\S+) to (\S+)\)$/;

const figure = ({ value, low, high }: Item): Figure => ({ value: typeof value === "number" ? value : null, low, high });

/** Bring an answer's records into a row for each series. */
export function steady(records: readonly Item[]): Steady[] {
  const rows = new Map<string, Steady>();
  const none = { value: null };
  for (const one of records) {
    const name = NAMES[one.indicator as keyof typeof NAMES];
    const series = (one.variable ?? "").split(": ")[1] ?? "";
    if (!name || !series) continue;
    const row = rows.get(series) ?? { series, p: none, life: none, ratio: none, shift: none, breaks: [] };
    rows.set(series, { ...row, [name]: figure(one) });
  }
  for (const one of records) {
    const [, series = "", after = "", first = "", last = ""] = (one.indicator === "break_shift" && BREAK.exec(one.scenario ?? "")) || [];
    rows.get(series)?.breaks.push({ after, first, last });
  }
  return [...rows.values()];
}
