// What the room of reliance is asked, as its link has it.

import type { Arguments } from "../../api";
import { session } from "../../labels";
import { useLink } from "../../link";

export const VIEWS = ["partners", "sectors", "both", "products", "past", "map", "security"] as const;
export type View = (typeof VIEWS)[number];

export interface Asking {
  country: string;
  powers: string[];
  year: string;
  source: string;
  sector: string;
  indicator: string;
  product: string;
  preset: string;
  /** The partner of the map. */
  partner: string;
  view: View;
  set: ReturnType<typeof useLink>["set"];
}

const isView = (word: string): word is View => VIEWS.some((one) => one === word);

/** No partner, written so that a link without partners means those to begin with. */
export const NOBODY = "-";

export function useAsking(): Asking | null {
  const { params, set } = useLink();
  const defaults = session.use()?.defaults;
  const of = (name: string) => params.get(name) ?? "";
  const country = of("country") || defaults?.country || "";
  if (!country || (!of("powers") && !defaults)) return null;
  const named = of("powers") ? of("powers").split(",") : (defaults?.powers ?? []);
  const powers = named.filter((one) => one && one !== NOBODY && one !== country);
  const view = of("view");
  return {
    country,
    powers,
    year: of("year"),
    source: of("source"),
    sector: of("sector"),
    indicator: of("indicator"),
    product: of("product"),
    preset: of("preset"),
    partner: of("partner") || powers[0] || "",
    view: isView(view) ? view : "partners",
    set,
  };
}

/** Leave out the arguments that are empty. */
export function named(args: Record<string, string>): Arguments {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== ""));
}
