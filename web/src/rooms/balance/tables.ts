// Records brought into the shape of the room's tables and of its slider.

import type { Item } from "../../api";

export const numeric = (value: Item["value"] | undefined): number | null => (typeof value === "number" ? value : null);

const nameOf = (one: Item) => one.variable ?? one.indicator ?? "";

/** A point of the hedging frontier: the best policy at a probability. */
export interface Point {
  probability: number;
  calm: number | null;
  rupture: number | null;
  tie: number | null;
  rate: number | null;
}

const ALONG = { frontier_calm_pct: "calm", frontier_rupture_pct: "rupture", frontier_tie: "tie", frontier_mean_rate: "rate" } as const;
const PROBABILITY = /^probability (\S+)$/;

/** Give the points of the frontier by their probability. */
export function along(records: readonly Item[]): Point[] {
  const points = new Map<number, Point>();
  for (const one of records) {
    const name = ALONG[nameOf(one) as keyof typeof ALONG];
    const probability = Number(PROBABILITY.exec(one.scenario ?? "")?.[1] ?? Number.NaN);
    if (!name || Number.isNaN(probability)) continue;
    const held = points.get(probability) ?? { probability, calm: null, rupture: null, tie: null, rate: null };
    points.set(probability, { ...held, [name]: numeric(one.value) });
  }
  return [...points.values()].sort((one, other) => one.probability - other.probability);
}

const SAME = 1e-6;

/** Give the point at a probability; none where the frontier was not solved there, since nothing is guessed between points. */
export function pointAt(points: readonly Point[], probability: number): Point | null {
  return points.find((one) => Math.abs(one.probability - probability) < SAME) ?? null;
}

/** Give the place of the point nearest to a probability: where the slider stands. */
export function nearest(points: readonly Point[], probability: number): number {
  let best = 0;
  points.forEach((one, place) => {
    const held = points[best];
    if (held && Math.abs(one.probability - probability) < Math.abs(held.probability - probability)) best = place;
  });
  return best;
}

/** Give rows by some key, with their records by variable; a record of another kind has none. */
export function rowsBy(records: readonly Item[], keyOf: (one: Item) => string | undefined): { key: string; of: Record<string, Item> }[] {
  const rows = new Map<string, { key: string; of: Record<string, Item> }>();
  for (const one of records) {
    const key = keyOf(one);
    if (key === undefined || !nameOf(one)) continue;
    const row = rows.get(key) ?? { key, of: {} };
    row.of[nameOf(one)] ??= one;
    rows.set(key, row);
  }
  return [...rows.values()];
}

/** A row of a table of two directions: one country's on the other, and back. */
export interface Pair {
  name: string;
  scenario: string;
  there: Item | null;
  back: Item | null;
}

/** Bring two directions beside each other, of some variables, by the scenario where there are several. */
export function bothWays(records: readonly Item[], country: string, on: string, names: readonly string[]): Pair[] {
  const rows = new Map<string, Pair>();
  for (const name of names)
    for (const one of records) {
      if (nameOf(one) !== name || one.sector) continue;
      const there = one.country === country && one.partner === on;
      if (!there && !(one.country === on && one.partner === country)) continue;
      const scenario = one.scenario ?? "";
      const row = rows.get(`${name} ${scenario}`) ?? { name, scenario, there: null, back: null };
      rows.set(`${name} ${scenario}`, { ...row, [there ? "there" : "back"]: one });
    }
  return [...rows.values()];
}

/** A point of the frontier of harm: what a side loses at most where the other is ready to lose so much. */
export interface Budget {
  budget: string;
  of: Record<string, { there: number | null; back: number | null }>;
}

/** Give the frontiers of both directions, a row for each cost. */
export function budgets(records: readonly Item[], country: string, on: string): Budget[] {
  const rows = new Map<string, Budget>();
  for (const pair of bothWays(records, country, on, ["leverage_loss_pct", "leverage_cost_pct", "leverage_price"])) {
    const row = rows.get(pair.scenario) ?? { budget: pair.scenario, of: {} };
    row.of[pair.name] = { there: numeric(pair.there?.value), back: numeric(pair.back?.value) };
    rows.set(pair.scenario, row);
  }
  return [...rows.values()];
}

/** Read what a point of the frontier is: the sender's best, a cost of at most so many per cent, or any cost. */
export function budgetOf(word: string): { kind: "best" | "most" | "any" | "other"; cost: number } {
  const cost = Number(/^cost at most (\S+) %$/.exec(word)?.[1] ?? Number.NaN);
  if (!Number.isNaN(cost)) return { kind: "most", cost };
  return { kind: word === "the sender's best" ? "best" : word === "any cost" ? "any" : "other", cost: 0 };
}

export interface Role {
  kind: string;
  power: string;
}

const FIXED = ["liaison", "representative", "gatekeeper", "representative and gatekeeper", "powers tied", "not known", "tied to neither"];

/** Read how a country is tied to two powers, as `tied to USA, at odds with CHN`. */
export function roles(word: string): Role[] {
  if (FIXED.includes(word)) return [{ kind: word.replaceAll(" ", "_"), power: "" }];
  return word.split(", ").map((one) => {
    const [, kind = "", power = ""] = /^(tied to|at odds with) (\S+)$/.exec(one) ?? [];
    return kind ? { kind: kind.replaceAll(" ", "_"), power } : { kind: "", power: one };
  });
}
