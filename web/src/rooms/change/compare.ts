// What differs between scenarios that stand side by side: in what was said, and in what came out.

import type { Answer, Item } from "../../api";
import { holds, NAMES, type Option, type Options } from "./columns";
import { type Scenario, type Shock, words } from "./scenario";

export interface Said {
  scenario: Scenario | null;
  options: Options;
}

/** A row of the table of what was said: which part, which of its shocks, which key, and each column's word for it. */
export interface Difference {
  part: "shocks" | "retaliation" | "stockpiles" | "groups" | "theta" | "option" | "data";
  index: number;
  key: string;
  /** The kind of the shock, which tells what its keys are called. */
  kind?: string;
  values: string[];
}

const shown = (value: unknown): string =>
  value === undefined || value === null ? "" : Array.isArray(value) ? value.join(", ") : String(value);

const LISTS = new Set(["by", "on", "of", "from", "to", "parties", "sectors"]);

const word = (shock: Record<string, unknown> | undefined, key: string): string => {
  if (!shock) return "";
  if (key === "direction" && (shock.kind === "embargo" || shock.kind === "trade_cost")) return shown(shock[key] ?? "both");
  if (key === "share" && shock.kind === "embargo") return shown(shock[key] ?? 100);
  if (key === "on" && (shock.kind === "tariff" || shock.kind === "export_tax")) return shown(shock[key] ?? "ALL");
  return LISTS.has(key) && shock.kind !== "recorded" ? words(shock[key]).join(", ") : shown(shock[key]);
};

function unlike(values: string[]): boolean {
  return new Set(values).size > 1;
}

function ofShocks(said: Said[], part: "shocks" | "retaliation" | "stockpiles"): Difference[] {
  const lists = said.map(({ scenario }) => (scenario?.[part] ?? []) as (Shock | Record<string, unknown>)[]);
  const rows: Difference[] = [];
  for (let index = 0; index < Math.max(0, ...lists.map((list) => list.length)); index++) {
    const here = lists.map((list) => list[index] as Record<string, unknown> | undefined);
    const keys = new Set(here.flatMap((one) => Object.keys(one ?? {})));
    const kind = here.map((one) => one?.kind).find(Boolean);
    for (const key of keys) rows.push({ part, index, key, ...(kind !== undefined && { kind: String(kind) }), values: here.map((one) => word(one, key)) });
  }
  return rows;
}

function ofTables(said: Said[], part: "groups" | "theta"): Difference[] {
  const tables = said.map(({ scenario }) => (part === "groups" ? scenario?.groups : scenario?.model?.theta) ?? {}) as Record<string, unknown>[];
  const keys = new Set(tables.flatMap((one) => Object.keys(one)));
  return [...keys].map((key) => ({ part, index: 0, key, values: tables.map((one) => shown(one[key])) }));
}

/** Give what differs between the inputs of scenarios; `answers` tell the data that each rests on. */
export function inputs(said: Said[], answers: (Answer | null)[] = []): Difference[] {
  const options = NAMES.map((key: Option) => ({
    part: "option" as const,
    index: 0,
    key,
    values: said.map(({ scenario, options }) => holds(key, options, scenario)),
  }));
  const data = answers.every((one) => one !== null) ? ofData(answers) : [];
  const rows = [
    ...ofShocks(said, "shocks"),
    ...ofShocks(said, "retaliation"),
    ...ofShocks(said, "stockpiles"),
    ...ofTables(said, "groups"),
    ...ofTables(said, "theta"),
    ...options,
    ...data,
  ];
  return rows.filter((row) => unlike(row.values));
}

/** What the data is for, by the start of its name. */
const kindOf = (source: string) => (/^(tariffs|elasticities)-/.exec(source)?.[1] ?? "accounts") as string;

function ofData(answers: Answer[]): Difference[] {
  const used = answers.map(({ meta }) =>
    Object.fromEntries(meta.baseline.map((one) => [kindOf(one.source), [one.source, one.edition, shown(one.year)].filter(Boolean).join(", ")])),
  );
  const kinds = new Set(used.flatMap((one) => Object.keys(one)));
  return [...kinds].map((key) => ({ part: "data" as const, index: 0, key, values: used.map((one) => one[key] ?? "") }));
}

// What came out ----------------------------------------------------------------------------------------------

export interface Outcome {
  country: string;
  variable: string;
  unit: string;
  values: (number | null)[];
  /** Against the first column. */
  differences: (number | null)[];
}

/** Give the times that an answer holds, as `short` or `year 3`; none where it holds one. */
export function times(answer: Answer | null): string[] {
  const found = new Set<string>();
  for (const { scenario } of answer?.records ?? []) if (scenario) found.add(scenario);
  return [...found];
}

/** Give the records of a variable at a time; the last that there is where it isn't named, or isn't there. */
export function at(answer: Answer | null, variable: string, time = ""): Item[] {
  const known = times(answer);
  const wanted = known.includes(time) ? time : known.at(-1);
  return (answer?.records ?? []).filter(
    (one) => one.variable === variable && (wanted === undefined || one.scenario === wanted),
  );
}

/** Give a variable by country. */
export function byCountry(answer: Answer | null, variable: string, time = ""): Map<string, Item> {
  const rows = at(answer, variable, time).filter((one) => one.country && one.sector === undefined);
  return new Map(rows.map((one) => [one.country ?? "", one]));
}

const number = (item: Item | undefined): number | null => (typeof item?.value === "number" ? item.value : null);

/** Give the countries to show: those that are named, then those whose outcome is largest in any column. */
export function leading(tables: Map<string, Item>[], named: string[], most: number): string[] {
  const every = [...new Set(tables.flatMap((one) => [...one.keys()]))];
  const size = (code: string) => Math.max(...tables.map((one) => Math.abs(number(one.get(code)) ?? 0)));
  const first = named.filter((code) => every.includes(code));
  const rest = every.filter((code) => !first.includes(code) && size(code) > 0).sort((a, b) => size(b) - size(a));
  return [...first, ...rest.slice(0, most)];
}

/** Give a variable of some countries in each column, and how far each is from the first. */
export function outcomes(answers: (Answer | null)[], variable: string, countries: string[], time = ""): Outcome[] {
  const tables = answers.map((one) => byCountry(one, variable, time));
  return countries.map((country) => {
    const values = tables.map((one) => number(one.get(country)));
    const [first = null] = values;
    const unit = tables.map((one) => one.get(country)?.unit).find(Boolean) ?? "";
    const differences = values.map((value) => (value === null || first === null ? null : value - first));
    return { country, variable, unit, values, differences };
  });
}
