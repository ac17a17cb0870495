// A country's past between the two powers, by year.

import type { Item } from "../../api";

export interface Step {
  year: number;
  economy: number | null;
  security: number | null;
}

/** Give the years of which something is known, in order. */
export function trailOf(records: readonly Item[], country: string): Step[] {
  const steps = new Map<number, Step>();
  for (const one of records) {
    const side = one.indicator === "trail_economic" ? "economy" : one.indicator === "trail_security" ? "security" : null;
    if (!side || one.country !== country || one.year === undefined || typeof one.value !== "number") continue;
    const step = steps.get(one.year) ?? { year: one.year, economy: null, security: null };
    step[side] = one.value;
    steps.set(one.year, step);
  }
  return [...steps.values()].sort((a, b) => a.year - b.year);
}

/** Whether a trail can be played, and of what. */
export type Kind = "both" | "economy" | "short";

export function kindOf(steps: readonly Step[]): Kind {
  if (steps.filter((one) => one.economy !== null && one.security !== null).length > 1) return "both";
  return steps.filter((one) => one.economy !== null).length > 1 ? "economy" : "short";
}
