// What the room of the equation is asked, as its link has it.

import type { Arguments } from "../../api";
import { session } from "../../labels";
import { useLink } from "../../link";

export interface Asking {
  country: string;
  first: string;
  second: string;
  year: string;
  source: string;
  weights: string;
  withdrawal: boolean;
  until: string;
  set: ReturnType<typeof useLink>["set"];
}

/** Read the link; the service says whom to begin with where it names nobody. */
export function useAsking(): Asking | null {
  const { params, set } = useLink();
  const defaults = session.use()?.defaults;
  const of = (name: string) => params.get(name) ?? "";
  const country = of("country") || defaults?.country || "";
  const powers = of("powers") ? of("powers").split(",") : (defaults?.powers ?? []);
  if (!country || !powers.length) return null;
  return {
    country,
    first: powers[0] ?? "",
    second: powers[1] ?? "",
    year: of("year"),
    source: of("source"),
    weights: of("weights"),
    withdrawal: of("withdrawal") === "true",
    until: of("until"),
    set,
  };
}

/** Give the question's arguments. */
export function argsOf({ country, first, second, year, source, weights }: Omit<Asking, "set">): Arguments {
  const all = { country, powers: [first, second].filter(Boolean).join(","), year, source, weights };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}
