// What the questions of the room are asked, from the link's words.

import type { Arguments } from "../../api";
import { type Asking, BY, INSTRUMENTS } from "./state";

/** Leave out the arguments that are empty. */
export function named(args: Record<string, string>): Arguments {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== ""));
}

/** Points of the frontier: 0, 1, 4, 9, 16 ... per cent; fewer where each takes long. */
export const pointsOf = (instruments: string) => (instruments === INSTRUMENTS[0] ? "11" : "6");

/** What of a hedge is seldom changed. */
export const OWN = ["cut", "aversion", "stockpile", "deterrence", "points"] as const;

/** Give what a hedge is asked but for the probability, along which the frontier lies. */
export function fixedOf({ country, on, of }: Pick<Asking, "country" | "on" | "of">): Arguments {
  const instruments = of("instruments") || INSTRUMENTS[0];
  const own = Object.fromEntries(["scarcity", "horizon", "tariffs", ...OWN].map((name) => [name, of(name)]));
  const worst = of("worst") === "true" ? "true" : "";
  return named({ country, against: on, instruments, ...own, worst, points: of("points") || pointsOf(instruments) });
}

/** Give the words for what has a rate of its own. */
const ratesBy = (by: string): Record<string, string> => (by === "uniform" ? { uniform: "true" } : { by: by === BY[0] ? "" : by });

/** Give what a game of tariffs is asked; nothing where it has no other side. */
export function gameArgs({ game, country, on, of }: Pick<Asking, "game" | "country" | "on" | "of">): Arguments | null {
  if (!on) return null;
  const shared = { ...ratesBy(of("by")), sector: of("sector"), bounds: of("bounds"), tariffs: of("tariffs"), horizon: of("horizon") };
  if (game === "optimal") return named({ country, against: on, instruments: of("taxes"), ...shared });
  if (game === "war") return named({ first: country, second: on, retaliate: of("also"), ...shared });
  return named({ first: country, second: on, also: of("also"), from_: of("from"), solution: of("solution"), ...shared });
}
