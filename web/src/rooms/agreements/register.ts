// The register's entries, from the records of the question: who has what with whom, since when.

import type { Item } from "../../api";

export const STATUSES = ["in force", "signed", "negotiating", "stopped", "ended", "none"] as const;
export type Status = (typeof STATUSES)[number];
export const KINDS = ["customs union", "free trade agreement", "free trade agreement, in part", "partial scope"] as const;

export interface Entry {
  agreement: string;
  country: string;
  partner: string;
  kind: string;
  status: Status;
  /** The day on which the pair was bound, else the year of signature or of the first talks. */
  since: string;
  until: string;
  depth: number | null;
  /** Whether the depth is the program's own reading. */
  own: boolean;
  countsFrom: number | null;
  source: string;
}

const STATED = /^(?:(?<kind>[a-z ]+(?:, in part)?); (?<status>in force|signed|negotiating|stopped|ended)(?: since (?<since>\S+?))?(?: until (?<until>\S+?))?)(?:: (?<source>[\s\S]*))?$/;

/** Read what stands in a record's source before its citation: the kind, how it stands, and the day. */
export function stated(text: string): Pick<Entry, "kind" | "status" | "since" | "until" | "source"> {
  const found = STATED.exec(text)?.groups;
  if (!found) return { kind: "", status: "none", since: "", until: "", source: text };
  const { kind = "", status = "none", since = "", until = "", source = "" } = found;
  return { kind, status: status as Status, since, until, source };
}

const number = (value: Item["value"] | undefined): number | null => (typeof value === "number" ? value : null);

/** Bring the records of each pair and agreement together. */
export function entries(records: readonly Item[]): Entry[] {
  const made = new Map<string, Entry>();
  const key = (one: Item) => `${one.variable ?? ""}|${one.country ?? ""}|${one.partner ?? ""}`;
  for (const one of records) {
    if (one.indicator !== "agreement_in_force") continue;
    const said = stated(one.source ?? "");
    made.set(key(one), {
      agreement: one.variable ?? "",
      country: one.country ?? "",
      partner: one.partner ?? "",
      ...said,
      since: said.since || (said.status !== "none" && one.year ? String(one.year) : ""),
      depth: null,
      own: false,
      countsFrom: null,
    });
  }
  for (const one of records) {
    const entry = made.get(key(one));
    if (!entry) continue;
    if (one.indicator === "agreement_depth") Object.assign(entry, { depth: number(one.value), own: Boolean(one.estimated) });
    if (one.indicator === "agreement_counts_from") entry.countsFrom = number(one.value);
  }
  return [...made.values()];
}

export interface Line {
  key: string;
  agreement: string;
  country: string;
  partners: string[];
  kind: string;
  status: Status;
  since: string;
  /** The last day, where partners were bound on several. */
  last: string;
  until: string;
  depth: number | null;
  own: boolean;
  countsFrom: number | null;
  source: string;
}

/** Give a line for each agreement of a country, with those whom it binds it to; with `pairs` for each partner too. */
export function lines(all: readonly Entry[], pairs: boolean): Line[] {
  const made = new Map<string, Line>();
  for (const one of all) {
    if (!one.agreement) continue;
    const key = `${one.agreement}|${one.status}${pairs ? `|${one.country}|${one.partner}` : ""}`;
    const line = made.get(key);
    if (line) {
      line.partners.push(one.partner);
      if (one.since && one.since < line.since) line.since = one.since;
      if (one.since > line.last) line.last = one.since;
      line.countsFrom = Math.min(line.countsFrom ?? Infinity, one.countsFrom ?? Infinity);
      if (line.countsFrom === Infinity) line.countsFrom = null;
    } else made.set(key, { ...one, key, partners: [one.partner], last: one.since });
  }
  return [...made.values()].sort(
    (a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status) || a.since.localeCompare(b.since) || a.agreement.localeCompare(b.agreement),
  );
}

/** Give a number for each country that something binds at the end of a year: how deep, for how many years, by how many agreements. */
export function mapped(all: readonly Entry[], what: "depth" | "since" | "count", at: number): Record<string, number | null> {
  const made: Record<string, number | null> = {};
  for (const one of all) {
    if (one.status !== "in force" || !one.partner) continue;
    const before = made[one.partner];
    const held = at - Number(one.since.slice(0, 4));
    if (what === "count") made[one.partner] = (before ?? 0) + 1;
    else if (what === "depth") made[one.partner] = one.depth === null ? (before ?? null) : Math.max(before ?? 0, one.depth);
    else made[one.partner] = Math.max(before ?? 0, held);
  }
  return made;
}

export interface Known {
  name: string;
  status: Status;
  parties: string[];
}

/** Give the agreements of the register by name, with those whom each binds. */
export function registered(all: readonly Entry[]): Known[] {
  const made = new Map<string, { status: Status; parties: Set<string> }>();
  for (const one of all) {
    if (!one.agreement) continue;
    const held = made.get(one.agreement) ?? { status: one.status, parties: new Set() };
    held.parties.add(one.country).add(one.partner);
    made.set(one.agreement, held);
  }
  return [...made].map(([name, one]) => ({ name, status: one.status, parties: [...one.parties].sort() }));
}

/** Give the agreements in force among some countries, with how many of their pairs each binds. */
export function among(all: readonly Entry[], parties: readonly string[]): { agreement: string; pairs: number; since: string }[] {
  const inside = new Set(parties);
  const made = new Map<string, { pairs: number; since: string }>();
  for (const one of all) {
    if (one.status !== "in force" || !inside.has(one.country) || !inside.has(one.partner)) continue;
    const held = made.get(one.agreement) ?? { pairs: 0, since: one.since };
    held.pairs += 1;
    if (one.since < held.since) held.since = one.since;
    made.set(one.agreement, held);
  }
  return [...made].map(([agreement, one]) => ({ agreement, ...one })).sort((a, b) => b.pairs - a.pairs || a.since.localeCompare(b.since));
}
