// What the room of agreements is asked, as its link has it.

import type { Arguments } from "../../api";
import { session } from "../../labels";
import { useLink } from "../../link";

export const VIEWS = ["held", "make"] as const;
export type View = (typeof VIEWS)[number];

/** The years that the register tells of. */
export const FIRST = 1950;
export const LAST = 2025;

/** What the map of one country's agreements may show. */
export const SHOWN = ["depth", "since", "count"] as const;
export type Shown = (typeof SHOWN)[number];

/** Of a country, what an agreement's answer holds; sectors are drawn from the same answer. */
export const VARIABLES = ["welfare_pct", "real_wage_pct", "exports_pct", "exports_to_parties_pct", "tariff_revenue_change"] as const;

/** What the question is told besides, by the same words; what is left out is as on the command line. */
export const WORDS = [
  "depth",
  "tariffs_only",
  "phase",
  "sectors",
  "exclude",
  "from_depth",
  "depth_effect",
  "without_absent",
  "tariffs",
  "horizon",
] as const;
export type Word = (typeof WORDS)[number];

/** Draws where the link names none: an answer without an interval is there at once. */
export const NO_DRAWS = "0";

export interface Asking {
  view: View;
  country: string;
  of: (name: string) => string;
  set: ReturnType<typeof useLink>["set"];
}

export function useAsking(): Asking | null {
  const { params, set } = useLink();
  const defaults = session.use()?.defaults;
  const of = (name: string) => params.get(name) ?? "";
  const country = of("country") || defaults?.country || "";
  if (!country) return null;
  return { view: VIEWS.find((one) => one === of("view")) ?? "held", country, of, set };
}

/** The agreement that the room begins with: the largest among its default country's neighbours that is negotiated. */
export const FIRST_ASKED = "China-Japan-Korea";

export const agreementOf = (of: Asking["of"]) => of("agreement") || FIRST_ASKED;

/** Give the parties that are named one by one; a name of the register stands alone. */
export const named = (agreement: string): string[] => agreement.split(",").map((one) => one.trim()).filter(Boolean);

/** Give the arguments of the question. */
export function argumentsOf(of: Asking["of"]): Arguments {
  const said = WORDS.map((name) => [name, of(name)] as const).filter(([, value]) => value !== "");
  return { agreement: agreementOf(of), ...Object.fromEntries(said), draws: of("draws") || NO_DRAWS, variables: VARIABLES.join(",") };
}
