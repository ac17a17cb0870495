// The answer of a negotiation, its records found by their names: for tables beside the charts.

import type { Answer, Item } from "../../api";

export const SETS = ["self-enforcing", "any deal"] as const;
export type DealSet = (typeof SETS)[number];
export const RULES = ["nash", "kalai_smorodinsky", "egalitarian", "raiffa", "rubinstein"] as const;
/** What a party does best instead of keeping to a path, by its number. */
export const INSTEAD = ["leaves", "withholds", "takes_back"] as const;
/** The name of the only course of a document that has none. */
const ALONE = "talks";

interface Document {
  parties: Record<string, { name?: string; country?: string }>;
  issues: { name: string; label?: string; owner: string; levels: string[] }[];
  unknown?: Record<string, { label?: string }>;
  courses?: Record<string, { label?: string }>;
  ratifiers?: { name: string; party: string }[];
  side_payments?: boolean;
}

export interface Figure {
  value: number | null;
  low: number | null;
  high: number | null;
}

const NONE: Figure = { value: null, low: null, high: null };
const EVEN = 1e-9;

export interface Stage {
  stage: number;
  /** What is done, by issue: the level that it comes to. Nothing is done once all is. */
  done: { issue: string; owner: string; level: string }[];
  slacks: Figure[];
  binds: number | null;
  weakest: boolean;
  /** Who is tempted most at the weakest link, and to what. */
  tempted: { party: string; kind: (typeof INSTEAD)[number] }[];
}

export interface Deal {
  set: DealSet;
  rule: string;
  values: (number | null)[];
  levels: Record<string, string>;
}

export interface Doubt {
  name: string;
  label: string;
  central: number;
  low: number;
  high: number;
  first: number | null;
  last: number | null;
  share: number | null;
}

export class Bargain {
  readonly document: Document;
  readonly courses: { name: string; label: string }[];
  readonly parties: string[];
  readonly unit: string;
  private readonly held = new Map<string, Item>();

  constructor(readonly answer: Answer) {
    const words = answer.meta.arguments as { talks: Document; course?: string[] | null };
    this.document = words.talks;
    const all = Object.entries(this.document.courses ?? {});
    const asked = all.filter(([name]) => !words.course?.length || words.course.includes(name));
    this.courses = asked.length ? asked.map(([name, one]) => ({ name, label: one.label || name })) : [{ name: ALONE, label: "" }];
    this.parties = Object.keys(this.document.parties);
    for (const one of answer.records) this.held.set(key(one.variable ?? "", one.scenario ?? "", one.party), one);
    this.unit = answer.variables.outside_value?.unit ?? "";
  }

  /** Give a number; empty where it is not there. */
  figure(variable: string, course: string, rest = "", party = ""): Figure {
    const found = this.held.get(key(variable, rest ? `${course}, ${rest}` : course, party));
    const number = (value: unknown) => (typeof value === "number" ? value : null);
    return found ? { value: number(found.value), low: number(found.low), high: number(found.high) } : NONE;
  }

  value(variable: string, course: string, rest = "", party = ""): number | null {
    return this.figure(variable, course, rest, party).value;
  }

  /** Give a level in words; of a lottery's mean the two between which it lies. */
  private level(issue: string, level: number | null): string {
    const names = this.document.issues.find((one) => one.name === issue)?.levels ?? [];
    if (level === null) return "";
    if (Math.abs(level - Math.round(level)) < EVEN) return names[Math.round(level)] ?? "";
    return `${names[Math.floor(level)] ?? ""} – ${names[Math.ceil(level)] ?? ""}`;
  }

  /** Give the levels that a deal has under some words, where it is there. */
  private levels(variable: string, course: string, rest: string): Record<string, string> {
    return Object.fromEntries(this.document.issues.map(({ name }) => [name, this.level(name, this.value(`${variable}: ${name}`, course, rest))]));
  }

  /** Give what the rules take, of both sets of deals. */
  predictions(course: string): Deal[] {
    return SETS.flatMap((set) => RULES.map((rule) => this.deal("agreed", course, set, rule)).filter((one) => one !== null));
  }

  /** Give the deals of a set that no other betters for all. */
  frontier(course: string, set: DealSet): Deal[] {
    const made: Deal[] = [];
    for (let at = 0; ; at++) {
      const one = this.deal("frontier", course, set, `deal ${at}`);
      if (!one) return made;
      made.push(one);
    }
  }

  private deal(kind: string, course: string, set: DealSet, rule: string): Deal | null {
    const rest = `${set}, ${rule}`;
    const values = this.parties.map((one) => this.value(`${kind}_value`, course, rest, one));
    return values.every((one) => one === null) ? null : { set, rule, values, levels: this.levels(`${kind}_level`, course, rest) };
  }

  /** Give the issues on which some of these deals differ from each other or from how it begins. */
  moved(deals: readonly Deal[], course: string): string[] {
    const begins = this.beginning(course);
    return this.document.issues.map((one) => one.name).filter((name) => deals.some((one) => one.levels[name] !== begins[name]));
  }

  /** Give the levels at the beginning. */
  beginning(course: string): Record<string, string> {
    const path = this.levels("path_level", course, "stage 0");
    const start = (this.answer.meta.arguments.talks as { start?: Record<string, string>; courses?: Record<string, { start?: Record<string, string> }> });
    return Object.fromEntries(
      this.document.issues.map(({ name, levels }) => [name, path[name] || (start.courses?.[course]?.start?.[name] ?? start.start?.[name] ?? levels[0] ?? "")]),
    );
  }

  /** Give the path stage by stage, and then. */
  stages(course: string): Stage[] {
    const made: Stage[] = [];
    for (let at = 0; ; at++) {
      const rest = `stage ${at}`;
      const slacks = this.parties.map((one) => this.figure("slack", course, rest, one));
      if (slacks.every((one) => one.value === null)) break;
      const now = this.levels("path_level", course, rest);
      const next = this.levels("path_level", course, `stage ${at + 1}`);
      const done = this.document.issues
        .filter(({ name }) => next[name] && next[name] !== now[name])
        .map(({ name, owner }) => ({ issue: name, owner, level: next[name] ?? "" }));
      const shares = this.parties.map((one) => this.value("binds_share", course, rest, one)).filter((one) => one !== null);
      const binds = shares.length ? shares.reduce((one, other) => one + other) : null;
      made.push({ stage: at, done, slacks: this.document.side_payments ? [summed(slacks)] : slacks, binds, weakest: false, tempted: [] });
    }
    return this.marked(made, course);
  }

  /** Mark the weakest link, the first of several, with who is tempted there. */
  private marked(stages: Stage[], course: string): Stage[] {
    const least = (one: Stage) => Math.min(...one.slacks.map(({ value }) => value ?? Infinity));
    const [weak] = [...stages].sort((one, other) => least(one) - least(other));
    if (!weak || !Number.isFinite(least(weak))) return stages;
    const near = 1e-6 * Math.max(1e-6, Math.abs(least(weak)));
    const tempted = this.document.side_payments
      ? []
      : this.parties.flatMap((party, at) => {
          const kind = INSTEAD[this.value("cheat", course, `stage ${weak.stage}`, party) ?? -1];
          return kind && (weak.slacks[at]?.value ?? Infinity) - least(weak) <= near ? [{ party, kind }] : [];
        });
    return stages.map((one) => (one === weak ? { ...one, weakest: true, tempted } : one));
  }

  /** Give what is not known, those first from which most of the margin's spread comes. */
  doubts(course: string): Doubt[] {
    const names = this.answer.records.flatMap((one) => (one.variable?.startsWith("central: ") && one.scenario === course ? [one.variable.slice(9)] : []));
    const made = names.map((name): Doubt => {
      const of = (what: string) => this.value(`${what}: ${name}`, course);
      const label = this.document.unknown?.[name]?.label ?? "";
      return { name, label, central: of("central") ?? 0, low: of("lowest") ?? 0, high: of("highest") ?? 0, first: of("breaks_low"), last: of("breaks_high"), share: of("margin_share") };
    });
    return made.sort((one, other) => (other.share ?? 0) - (one.share ?? 0));
  }

  /** Give the courses in which there is no deal that all prefer to none. */
  empty(): string[] {
    return this.courses.filter(({ name }) => this.value("deals", name, "any deal") === 0).map(({ name }) => name);
  }
}

const key = (variable: string, scenario: string, party = "") => [variable, scenario, party].join("\n");

const summed = (all: readonly Figure[]): Figure => ({ value: all.reduce((sum, one) => sum + (one.value ?? 0), 0), low: null, high: null });
