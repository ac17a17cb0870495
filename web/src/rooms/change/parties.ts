// Whom a scenario names, as countries.

import type { Labels } from "../../labels";
import { type Scenario, words } from "./scenario";

/** More than these are not told apart from the rest. */
const MOST = 12;

/** Give the countries that a scenario's shocks name: its own lists and groups by their members, and not everyone. */
export function parties(scenario: Scenario | null, labels: Labels | null): string[] {
  if (!scenario) return [];
  const groups = new Map((labels?.groups ?? []).map((one) => [one.code, one.members]));
  const own = scenario.groups ?? {};
  const countries = new Set((labels?.countries ?? []).filter((one) => one.accounts).map((one) => one.code));
  const found = new Set<string>();
  const take = (word: string, seen: readonly string[]): void => {
    const upper = word.toUpperCase();
    if (seen.includes(word)) return;
    const inside = own[word] ?? groups.get(upper);
    if (inside !== undefined) for (const one of words(inside)) take(one, [...seen, word]);
    else if (countries.has(upper)) found.add(upper);
  };
  const keys = ["by", "on", "of", "from", "to", "parties", "name"];
  for (const shock of [...(scenario.shocks ?? []), ...(scenario.retaliation ?? [])]) {
    const said = shock.kind === "recorded" ? ["by", "on"] : keys;
    for (const key of said) for (const word of words(shock[key])) take(word, []);
  }
  return [...found].slice(0, MOST);
}
