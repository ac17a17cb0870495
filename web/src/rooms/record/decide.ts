// What a person has decided on a proposal, and what of it differs from what was proposed.

import type { Decision, Proposal } from "./book";

export const FIELDS = ["name", "office", "country", "addressee", "topic", "said_on"] as const;
export type Field = (typeof FIELDS)[number];
export type Words = Record<Field, string>;
export type Verdict = "open" | "accepted" | "rejected";

export interface Decided {
  verdict: Verdict;
  words: Words;
}

const several = (value: string | string[] | null | undefined) => (Array.isArray(value) ? value.join(",") : (value ?? ""));

/** Give a proposal's fields as words. */
export function wordsOf(one: Proposal): Words {
  const { name, office, country } = one.speaker;
  return { name: name ?? "", office: office ?? "", country: country ?? "", addressee: several(one.addressee), topic: one.topic ?? "", said_on: one.said_on ?? "" };
}

/** Give the accepted proposals by their numbers, each with the fields that a person changed. */
export function decisions(proposals: readonly Proposal[], decided: readonly Decided[]): Decision[] {
  return proposals.flatMap((one, place) => {
    const mine = decided[place];
    if (mine?.verdict !== "accepted" || one.held) return [];
    const before = wordsOf(one);
    const changed = FIELDS.filter((name) => mine.words[name].trim() !== before[name]);
    return [{ number: place + 1, changes: Object.fromEntries(changed.map((name) => [name, mine.words[name].trim()])) }];
  });
}
