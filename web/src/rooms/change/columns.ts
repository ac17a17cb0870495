// The scenarios that stand side by side, as the link holds them: `s`, and `s2` to `s4` with options of their own.

import type { Arguments } from "../../api";
import type { Scenario, Table } from "./scenario";

/** What a question names in place of the scenario, by the table of the file that says the same. */
export const OPTIONS = {
  horizon: "model",
  years: "model",
  closure: "model",
  sourcing: "model",
  deficits: "model",
  elasticities: "model",
  tariffs: "baseline",
  source: "baseline",
  year: "baseline",
  input_substitution: "model",
  value_added_substitution: "model",
  consumption_substitution: "model",
  factor_mobility: "model",
  labour_supply: "model",
} as const;

export type Option = keyof typeof OPTIONS;
export type Options = Partial<Record<Option, string>>;
export const NAMES = Object.keys(OPTIONS) as Option[];

/** As many as a reader compares at a glance. */
export const MOST = 4;
/** Stands in a column for the first one's scenario, so that it follows it. */
export const SAME = "same";

export interface Column {
  place: number;
  scenario: string;
  /** Whether the scenario is that of the first column. */
  same: boolean;
  options: Options;
}

const suffix = (place: number) => (place === 1 ? "" : String(place));

function optionsOf(params: URLSearchParams, place: number): Options {
  const said = NAMES.map((name) => [name, params.get(name + suffix(place)) ?? ""] as const);
  return Object.fromEntries(said.filter(([, value]) => value !== ""));
}

/** Give the scenarios of a link; the first is there even where the link names none. */
export function columns(params: URLSearchParams, otherwise: string): Column[] {
  const first = params.get("s") || otherwise;
  const found: Column[] = [{ place: 1, scenario: first, same: false, options: optionsOf(params, 1) }];
  for (let place = 2; place <= MOST; place++) {
    const said = params.get(`s${place}`);
    if (!said) continue;
    const same = said === SAME;
    found.push({ place, scenario: same ? first : said, same, options: optionsOf(params, place) });
  }
  return found;
}

/** Give the arguments that ask for a column. */
export function asking({ scenario, options }: Pick<Column, "scenario" | "options">): Arguments {
  return { scenario, ...options };
}

type Changes = Record<string, string>;

/** Write a column's scenario and options for the link; an empty column is taken out of it. */
export function placed(place: number, scenario: string, options: Options): Changes {
  const changes: Changes = { [`s${suffix(place)}`]: scenario };
  for (const name of NAMES) changes[name + suffix(place)] = options[name] ?? "";
  return changes;
}

/** Put the first scenario beside itself, as it is now; or the same scenario, to hold other options against it. */
export function beside(held: Column[], same: boolean): Changes | null {
  const [first] = held;
  const used = new Set(held.map((one) => one.place));
  const free = [2, 3, 4].find((place) => !used.has(place));
  if (!first || free === undefined) return null;
  return placed(free, same ? SAME : first.scenario, first.options);
}

/** Take a column away. */
export const gone = (place: number): Changes => placed(place, "", {});

/** Exchange a column with the first, which is the one that the builder changes. */
export function exchanged(held: Column[], place: number): Changes {
  const [first] = held;
  const other = held.find((one) => one.place === place);
  if (!first || !other) return {};
  const back = other.same ? SAME : first.scenario;
  return { ...placed(1, other.scenario, other.options), ...placed(place, back, first.options) };
}

/** The values that the model takes where neither the question nor the scenario names one. */
export const USUAL: Partial<Record<Option, string>> = {
  closure: "additive",
  sourcing: "none",
  deficits: "recorded",
  elasticities: "default",
};

/** Give what holds of an option: what the question names, else the scenario, else what is usual. */
export function holds(name: Option, options: Options, scenario: Scenario | null): string {
  const table: Table = (OPTIONS[name] === "model" ? scenario?.model : scenario?.baseline) ?? {};
  const timed = name === "horizon" || name === "years";
  if (timed && (options.horizon || options.years)) return options[name] ?? "";
  const said = name === "years" ? table.years_after : table[name];
  return options[name] ?? (said === undefined || said === null ? (USUAL[name] ?? "") : String(said));
}

const NUMBERS = new Set<Option>([
  "year",
  "input_substitution",
  "value_added_substitution",
  "consumption_substitution",
  "labour_supply",
]);

const value = (name: Option, word: string): string | number =>
  (NUMBERS.has(name) || name === "factor_mobility") && word.trim() !== "" && Number.isFinite(Number(word)) ? Number(word) : word;

/** Give a scenario that says by itself what its options say; of several times it takes the one that is named. */
export function within(scenario: Scenario, options: Options, time = ""): Scenario {
  const model: Table = { ...scenario.model };
  const baseline: Table = { ...scenario.baseline };
  for (const name of NAMES) {
    const word = options[name];
    if (!word || name === "horizon" || name === "years") continue;
    (OPTIONS[name] === "model" ? model : baseline)[name] = value(name, word);
  }
  const horizon = options.horizon === "all" ? time || "long" : options.horizon;
  const years = options.years && (time.match(/[\d.]+/)?.[0] ?? options.years.split(/[,-]/)[0]);
  if (horizon || years) {
    delete model.horizon;
    delete model.years_after;
    if (horizon) model.horizon = horizon;
    else model.years_after = Number(years);
  }
  const made: Scenario = { ...scenario };
  if (Object.keys(model).length) made.model = model;
  if (Object.keys(baseline).length) made.baseline = baseline;
  return made;
}
