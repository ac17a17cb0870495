// The weights of the composites: as the answer has them, as the sliders show them, as the link carries them.

import type { Answer } from "../../api";

export const SIDES = ["economic", "security"] as const;
export type Side = (typeof SIDES)[number];
export type Weights = Record<string, number>;
export type Weighed = Record<Side, Weights>;

/** What the largest weight of a side stands at, where the sliders begin. */
const MIDDLE = 5;
export const MOST = 10;
export const STEP = 0.5;

const round = (value: number) => Math.round(value / STEP) * STEP;

/** Give the weights that an answer was made with, as the sliders show them: the largest of a side in the middle. */
export function shownWeights(answer: Answer): Weighed {
  const told = (answer.meta.diagnostics.weights ?? {}) as Partial<Weighed>;
  const side = (one: Side) => {
    const own = told[one] ?? {};
    const largest = Math.max(...Object.values(own), 0) || 1;
    return Object.fromEntries(Object.entries(own).map(([name, weight]) => [name, round((MIDDLE * weight) / largest)]));
  };
  return { economic: side("economic"), security: side("security") };
}

/** Read weights as a link or the command line writes them: `look_through=1,sales_value_added=2`. */
export function readWeights(text: string): Weights {
  const found: Weights = {};
  for (const part of text.split(",")) {
    const [name = "", value = ""] = part.split("=").map((one) => one.trim());
    const weight = Number(value);
    if (name && value && Number.isFinite(weight)) found[name] = weight;
  }
  return found;
}

/** Write weights; one of nought is left out. */
export function writtenWeights(weights: Weights): string {
  return Object.entries(weights)
    .filter(([, weight]) => weight > 0)
    .map(([name, weight]) => `${name}=${weight}`)
    .join(",");
}

/** Put the link's weights over those of the answer; a side that the link names nothing of keeps its own. */
export function together(base: Weighed, link: Weights): Weighed {
  const side = (one: Side) => {
    const names = Object.keys(base[one]);
    if (!names.some((name) => name in link)) return base[one];
    return Object.fromEntries(names.map((name) => [name, link[name] ?? 0]));
  };
  return { economic: side("economic"), security: side("security") };
}

/** Whether every side has a weight above nought. */
export const weighable = (weighed: Weighed) => SIDES.every((one) => Object.values(weighed[one]).some((weight) => weight > 0));

/** A weight as its share of the side. */
export function shareOf(weights: Weights, name: string): number {
  const sum = Object.values(weights).reduce((total, one) => total + one, 0);
  return sum > 0 ? (weights[name] ?? 0) / sum : 0;
}
