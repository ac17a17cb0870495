// A negotiation as its form sees it: who takes part, what is not known, what can be done, and what that is worth.

import { at, begun, type Document, drop, type Key, matching, type Path, put, read, type Table } from "./toml";

export type Number = number | readonly number[] | string;

const table = (value: unknown): Table => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Table) : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const word = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");

export interface Issue {
  place: number;
  name: string;
  label: string;
  owner: string;
  levels: string[];
  reversible: unknown;
  pace: unknown;
  worth: Table;
  shocks: string[];
}

/** What is in a text, as far as the form holds it. */
export interface Held {
  doc: Document;
  title: string;
  parties: { key: string; table: Table }[];
  unknowns: { key: string; table: Table }[];
  issues: Issue[];
  courses: { name: string; label: string }[];
  engine: boolean;
  /** What stands in the text alone: its key, how many there are, and where it begins. */
  rest: { key: string; count: number; start: number }[];
}

const ONLY_TEXT = ["together", "requires", "ratifiers", "payoffs", "engine", "start", "courses"] as const;
export type OnlyText = (typeof ONLY_TEXT)[number];

/** Read a text for the form; null where it is no TOML. */
export function held(text: string): Held | null {
  let doc: Document;
  try {
    doc = read(text);
  } catch {
    return null;
  }
  const { data } = doc;
  const tables = (key: string) => Object.entries(table(data[key])).map(([name, one]) => ({ key: name, table: table(one) }));
  return {
    doc,
    title: word(data.title),
    parties: tables("parties"),
    unknowns: tables("unknown"),
    issues: list(data.issues).map((one, place) => issue(table(one), place)),
    courses: tables("courses").map((one) => ({ name: one.key, label: word(one.table.label) })),
    engine: data.engine !== undefined,
    rest: ONLY_TEXT.filter((key) => data[key] !== undefined).map((key) => ({ key, count: Object.keys(data[key] as object).length, start: startOf(doc, key) })),
  };
}

function issue(one: Table, place: number): Issue {
  const words = (value: unknown) => list(value).map(word);
  const plain = { name: word(one.name), label: word(one.label), owner: word(one.owner), levels: words(one.levels) };
  return { place, ...plain, reversible: one.reversible, pace: one.pace, worth: table(one.worth), shocks: words(one.shocks) };
}

function startOf(doc: Document, key: string): number {
  const places = [...doc.sections.filter((one) => one.path[0] === key), ...doc.entries.filter((one) => one.path[0] === key)];
  return Math.min(...places.map((one) => one.from));
}

// Numbers as one types them ------------------------------------------------------------------------------------

const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Write a number, a range or a sum of unknowns as a field shows it. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join(", ");
  return value === undefined || value === null ? "" : String(value);
}

/** Read what was typed: a number, two or three as a range, or a sum of unknowns as it is; null where nothing is. */
export function meant(typed: string): Number | null {
  const text = typed.trim().replaceAll("−", "-");
  if (!text) return null;
  const parts = text.replace(/^\[(.*)\]$/, "$1").split(/\s*(?:,|;|\bto\b|–)\s*/);
  if (!parts.every((one) => PLAIN.test(one))) return text;
  const numbers = parts.map(globalThis.Number);
  return numbers.length === 1 && !text.startsWith("[") ? (numbers[0] as number) : numbers;
}

// Changes -------------------------------------------------------------------------------------------------------

/** Give a path as an error names it: parties.PRK.discount, issues[0].worth.PRK. */
export function spelled(path: Path): string {
  return path.reduce<string>((made, key) => (typeof key === "number" ? `${made}[${key}]` : made ? `${made}.${key}` : key), "");
}

/** Put a value, or take it away where it is null. */
export function change(text: string, path: Path, value: unknown): string {
  if (value !== null) return put(text, path, value);
  return at(read(text).data, path) === undefined ? text : drop(text, path);
}

/** Put what a party's level is worth; a row that is not there is begun with noughts. */
export function worthOf(text: string, one: Issue, party: string, level: number, value: Number | null): string {
  const row: Path = ["issues", one.place, "worth", party];
  if (Array.isArray(one.worth[party])) return put(text, [...row, level], value ?? 0);
  const made = one.levels.map((_, place) => (place === level ? (value ?? 0) : 0));
  return value === null ? text : put(text, row, made);
}

/** Put what a level changes in the world; the list is begun where there is none. */
export function shockOf(text: string, one: Issue, level: number, said: string): string {
  if (one.shocks.length === one.levels.length) return put(text, ["issues", one.place, "shocks", level], said);
  return put(text, ["issues", one.place, "shocks"], one.levels.map((_, place) => (place === level ? said : (one.shocks[place] ?? ""))));
}

/** The rows that have a value for each level of an issue. */
const rows = ({ place, name }: Issue): Path[] => [
  ["issues", place, "worth", "*"],
  ["issues", place, "shocks"],
  ["parties", "*", "outside", "by", name],
  ["ratifiers", "*", "worth", name],
  ["courses", "*", "issues", name, "worth", "*"],
  ["courses", "*", "parties", "*", "outside", "by", name],
];

/** Where a level is named by its word. */
const namings = ({ place, name }: Issue): Path[] => [
  ["issues", place, "reversible", "*"],
  ["together", "*", "when", name],
  ["requires", "*", "step", name],
  ["requires", "*", "needs", name],
  ["start", name],
  ["courses", "*", "start", name],
  ["courses", "*", "issues", name, "reversible", "*"],
];

const found = (text: string, patterns: readonly Path[]) => {
  const doc = read(text);
  return patterns.flatMap((one) => matching(doc, one)).map((path) => [path, at(doc.data, path)] as const);
};

/** Call a level otherwise, wherever it is named. */
export function levelNamed(text: string, one: Issue, level: number, name: string): string {
  const old = one.levels[level];
  const made = put(text, ["issues", one.place, "levels", level], name);
  return found(made, namings(one)).reduce((now, [path, value]) => (value === old ? put(now, path, name) : now), made);
}

/** Add a level that goes further than the last: it is worth what the last one is until it is said. */
export function levelAdded(text: string, one: Issue, name: string): string {
  const count = one.levels.length;
  const made = put(text, ["issues", one.place, "levels", count], name);
  return found(made, rows(one)).reduce((now, [path, row]) => (list(row).length === count ? put(now, [...path, count], list(row)[count - 1]) : now), made);
}

/** Take a level away, with what it is worth. */
export function levelRemoved(text: string, one: Issue, level: number): string {
  const count = one.levels.length;
  const old = one.levels[level];
  const made = drop(text, ["issues", one.place, "levels", level]);
  const less = found(made, rows(one)).reduce((now, [path, row]) => (list(row).length === count ? drop(now, [...path, level]) : now), made);
  const named = found(less, [["issues", one.place, "reversible", "*"]]).find(([, value]) => value === old);
  return named ? drop(less, named[0]) : less;
}

/** Add a party that goes back to where it can if talks end. */
export const partyAdded = (text: string, name: string): string =>
  begun(text, ["parties", name], [
    ...(at(read(text).data, ["discount"]) === undefined ? [[["discount"], 0.9] as [Path, unknown]] : []),
    [["outside", "after"], "revert"],
  ]);

/** Take a party away, with what anything is worth to it. */
export function partyRemoved(text: string, name: string): string {
  const patterns: Path[] = [["issues", "*", "worth", name], ["together", "*", "worth", name], ["courses", "*", "issues", "*", "worth", name]];
  const less = found(text, patterns).reduceRight((now, [path]) => drop(now, path), text);
  const courses = Object.keys(table(read(less).data.courses)).reduce((now, one) => change(now, ["courses", one, "parties", name], null), less);
  return drop(courses, ["parties", name]);
}

/** Add an issue of two levels, worth something to each party once it is said. */
export const issueAdded = (text: string, name: string, owner: string, levels: readonly [string, string], parties: readonly string[]): string =>
  begun(
    text,
    ["issues"],
    [
      [["name"], name],
      [["owner"], owner],
      [["levels"], levels],
      [["reversible"], true],
      ...parties.map((one): [Path, unknown] => [["worth", one], [0, one === owner ? -1 : 1]]),
    ],
    true,
  );

export const unknownAdded = (text: string, name: string): string => begun(text, ["unknown", name], [[["range"], [0, 1]]]);

export const removed = (text: string, path: readonly Key[]): string => drop(text, path);

/** Give a text without those whose consent the deal needs, in any course. */
export function unratified(text: string): string {
  return change(text, ["ratifiers"], null);
}
