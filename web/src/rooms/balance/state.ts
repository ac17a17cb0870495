// What the room of the balance is asked, as its link has it.

import { session } from "../../labels";
import { useLink } from "../../link";

export const VIEWS = ["leverage", "hedge", "tariffs", "between"] as const;
export type View = (typeof VIEWS)[number];

export const GAMES = ["optimal", "war", "truce"] as const;
export type Game = (typeof GAMES)[number];

export const HORIZONS = ["short", "medium", "long"] as const;
/** What can be set against a rupture, the quickest first. */
export const INSTRUMENTS = ["uniform", "sector", "others", "each"] as const;
export const SCARCITY = ["home", "partner"] as const;
/** What has a rate of its own. */
export const BY = ["sector-partner", "sector", "partner", "uniform"] as const;
export const TAXES = ["tariff", "export_tax", "tariff,export_tax"] as const;

/** The probability that the page begins with: one that a reader can make less or more of. */
export const PROBABILITY = "0.02";

export interface Asking {
  view: View;
  country: string;
  /** The other side. */
  on: string;
  /** Between whom a country stands. */
  powers: readonly [string, string];
  game: Game;
  of: (name: string) => string;
  set: ReturnType<typeof useLink>["set"];
  /** Give a function that puts one word into the link, as a step of the browser's history. */
  put: (name: string) => (value: string) => void;
}

/** Read who is who from a link's words, with those to begin with where it names nobody. */
export function sides(of: (name: string) => string, country: string, powers: readonly string[]): Pick<Asking, "country" | "on" | "powers"> {
  const own = of("country") || country;
  const named = (of("powers") ? of("powers").split(",") : powers).filter((one) => one.length > 1);
  const on = of("on") || named.filter((one) => one !== own).at(-1) || "";
  return { country: own, on, powers: [named[0] ?? "", named[1] ?? ""] };
}

export function useAsking(): Asking | null {
  const { params, set } = useLink();
  const defaults = session.use()?.defaults;
  const of = (name: string) => params.get(name) ?? "";
  if (!defaults && !(of("country") && of("on") && of("powers"))) return null;
  return {
    ...sides(of, defaults?.country ?? "", defaults?.powers ?? []),
    view: VIEWS.find((one) => one === of("view")) ?? "leverage",
    game: GAMES.find((one) => one === of("game")) ?? "optimal",
    of,
    set,
    put: (name) => (value) => set({ [name]: value }, { push: true }),
  };
}
