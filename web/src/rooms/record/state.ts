// What the room of the record is asked, as its link has it.

import { session } from "../../labels";
import { useLink } from "../../link";

export const VIEWS = ["timeline", "ledger", "phrase", "promises", "review"] as const;
export type View = (typeof VIEWS)[number];

export const EVERY = ["month", "day", "quarter", "year"] as const;
export const DIRECTIONS = ["both", "sent", "received"] as const;
export const DUPLICATES = ["day", "sentence", "raw"] as const;
/** The datasets of events, in the order in which the program takes one. */
export const SOURCES = ["icews", "polecat", "gdelt-2", "events"] as const;

export interface Asking {
  view: View;
  country: string;
  on: string;
  /** The record that is open. */
  id: string;
  of: (name: string) => string;
  set: ReturnType<typeof useLink>["set"];
}

export function useAsking(): Asking | null {
  const { params, set } = useLink();
  const defaults = session.use()?.defaults;
  const of = (name: string) => params.get(name) ?? "";
  const country = of("country") || defaults?.country || "";
  if (!country || (!of("on") && !defaults)) return null;
  const powers = (of("powers") ? of("powers").split(",") : (defaults?.powers ?? [])).filter((one) => one.length > 2 && one !== country);
  const on = of("on") && of("on") !== country ? of("on") : (powers.at(-1) ?? "");
  return { view: VIEWS.find((one) => one === of("view")) ?? "timeline", country, on, id: of("id"), of, set };
}
