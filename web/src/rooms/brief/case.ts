// A case as the form holds it, and the text that it is kept as.

import type { Arguments } from "../../api";
import { lines, type Table, words } from "../change/scenario";

export interface Own {
  change?: string;
  file?: string;
}

export interface Case {
  title?: string;
  about?: string;
  country: string;
  powers: string | string[];
  language?: string;
  year?: number;
  source?: string;
  seed?: number;
  draws?: number;
  weights?: Table;
  risk?: { against: string | string[]; probability: number };
  scenarios?: Own[];
  talks?: { file: string }[];
  record?: { ledger: string; on?: string | string[] };
  sentences?: Table[];
}

/** Draws behind the bands where a case names none. */
export const DRAWS = 40;

const ORDER: readonly (keyof Case)[] = [
  "title",
  "about",
  "country",
  "powers",
  "language",
  "year",
  "source",
  "seed",
  "draws",
  "weights",
  "risk",
  "scenarios",
  "talks",
  "record",
  "sentences",
];

const empty = (value: unknown) => value === undefined || value === "" || (Array.isArray(value) && !value.length);

/** Give a case with some keys changed; what is empty is left out, but for the powers, which it must name. */
export function edited(held: Case, changes: Partial<Case>): Case {
  const all = { ...held, ...changes };
  return Object.fromEntries(ORDER.filter((key) => key === "powers" || !empty(all[key])).map((key) => [key, all[key]])) as unknown as Case;
}

/** Write a case as the text of its file. */
export function toml(held: Case): string {
  return `${lines(edited(held, {}) as unknown as Table, []).join("\n")}\n`;
}

/** Give the powers, the risk's partner or whom a record is about, as a list. */
export const listed = (value: string | string[] | undefined): string[] => (typeof value === "string" ? value.split(",").filter(Boolean) : words(value));

/** The case that the room begins with: a country, its powers, and no bands, so that it is soon there. */
export function begun(country: string, powers: readonly string[], language: string): string {
  return toml({ country, powers: powers.filter((one) => one !== country), language, draws: 0 });
}

/** Give the list with one of its entries changed, or taken out. */
export function replaced<T>(list: readonly T[], place: number, one: T | null): T[] {
  return list.flatMap((held, at) => (at === place ? (one === null ? [] : [one]) : [held]));
}

/** Give the line of a text that a fault names, from 1; none where it names none. */
export function lineOf(where: string): number | null {
  const found = /line (\d+)/.exec(where)?.[1];
  return found ? Number(found) : null;
}

/** Give the arguments under which a case's files are asked for. */
export const named = (id: string, form: string): [string, Arguments] => [`briefs/${id}.${form}`, {}];
