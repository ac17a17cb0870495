// A scenario as the builder holds it: plain values under the keys of the file, and its two written forms.

export const KINDS = [
  "tariff",
  "export_tax",
  "trade_cost",
  "embargo",
  "productivity",
  "transfer",
  "agreement",
  "recorded",
] as const;
export type Kind = (typeof KINDS)[number];

export type Value = string | number | string[];
export type Shock = { kind: Kind } & Record<string, Value>;
export type Table = Record<string, unknown>;

export interface Scenario {
  title: string;
  asks?: string;
  found?: string;
  baseline?: Table;
  model?: Table;
  report?: Table;
  groups?: Record<string, string | string[]>;
  shocks?: Shock[];
  retaliation?: Shock[];
  stockpiles?: Table[];
}

export type Part = "shocks" | "retaliation";

/** An amount that a kind takes: the slider's ends, its step, and where it starts. */
export interface Amount {
  key: string;
  low: number;
  high: number;
  step: number;
  start: number;
  unit: "points" | "percent" | "million";
}

export interface Shape {
  /** Keys whose values are lists of countries; those in `free` may be left out, which means all. */
  sides: string[];
  free: string[];
  sectors: boolean;
  direction: boolean;
  amounts: Amount[];
}

const RATES: Amount[] = [
  { key: "up_by_points", low: -25, high: 100, step: 1, start: 25, unit: "points" },
  { key: "set_to", low: 0, high: 100, step: 1, start: 10, unit: "percent" },
  { key: "up_by_percent", low: -100, high: 200, step: 5, start: 50, unit: "percent" },
];

const percent = (key: string, low: number, high: number, step: number, start: number): Amount[] => [
  { key, low, high, step, start, unit: "percent" },
];

export const SHAPES: Record<Kind, Shape> = {
  tariff: { sides: ["by", "on"], free: ["on"], sectors: true, direction: false, amounts: RATES },
  export_tax: { sides: ["by", "on"], free: ["on"], sectors: true, direction: false, amounts: RATES },
  trade_cost: {
    sides: ["by", "on"],
    free: [],
    sectors: true,
    direction: true,
    amounts: percent("up_by_percent", -50, 100, 1, 10),
  },
  embargo: { sides: ["by", "on"], free: [], sectors: true, direction: true, amounts: percent("share", 1, 100, 1, 90) },
  productivity: {
    sides: ["of"],
    free: [],
    sectors: true,
    direction: false,
    amounts: percent("up_by_percent", -50, 50, 1, -5),
  },
  transfer: {
    sides: ["from", "to"],
    free: [],
    sectors: false,
    direction: false,
    amounts: [{ key: "million_usd", low: 100, high: 100_000, step: 100, start: 1000, unit: "million" }],
  },
  agreement: {
    sides: ["parties"],
    free: [],
    sectors: true,
    direction: false,
    amounts: percent("set_to", 0, 25, 0.5, 0),
  },
  recorded: { sides: ["by", "on"], free: ["by", "on"], sectors: true, direction: false, amounts: [] },
};

/** The word for every country. */
const EVERYONE = "ALL";

/** What a key means where it is left out. */
const DEFAULTS: Record<string, Value> = { direction: "both" };

/** Give the words of a list, whether it was said as a list or as a text with commas. */
export function words(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "string" ? value.split(",").map((one) => one.trim()).filter(Boolean) : [];
}

/** Give a first shock of a kind, between two powers that a reader can exchange. */
export function started(kind: Kind, by = "USA", on = "CHN"): Shock {
  const shape = SHAPES[kind];
  const made: Shock = { kind };
  if (kind === "agreement") made.parties = [by, on];
  else if (kind === "recorded") Object.assign(made, { table: "us_tariffs", by: [by], from: "2025-01-01", to: "2025-11-25" });
  else shape.sides.forEach((side, index) => (made[side] = [index ? on : by]));
  const amount = shape.amounts[0];
  if (amount) made[amount.key] = amount.start;
  return made;
}

/** Give the amount that a shock names, and its value. */
export function amountOf(shock: Shock): (Amount & { value: number }) | null {
  const { amounts } = SHAPES[shock.kind];
  const found = amounts.find(({ key }) => shock[key] !== undefined) ?? amounts[0];
  if (!found) return null;
  const otherwise = shock.kind === "embargo" ? 100 : 0;
  const said = shock[found.key];
  const value = said === undefined ? otherwise : typeof said === "number" ? said : Number.parseFloat(String(said));
  return { ...found, value: Number.isFinite(value) ? value : otherwise };
}

/** Give a shock with another kind of amount, which starts where such amounts start. */
export function withAmount(shock: Shock, key: string): Shock {
  const { amounts } = SHAPES[shock.kind];
  const wanted = amounts.find((one) => one.key === key);
  if (!wanted) return shock;
  const names = new Set(amounts.map((one) => one.key));
  const kept = Object.fromEntries(Object.entries(shock).filter(([name]) => !names.has(name)));
  return { ...kept, kind: shock.kind, [key]: wanted.start } as Shock;
}

/** Give a shock with a key set; an empty value takes the key away. */
export function withKey(shock: Shock, key: string, value: Value): Shock {
  const empty = value === "" || (Array.isArray(value) && value.length === 0);
  if (!empty) return { ...shock, [key]: value };
  const { [key]: _, ...rest } = shock;
  return rest as Shock;
}

// Retaliation ------------------------------------------------------------------------------------------------

/** Whether the other side can answer a shock in kind. */
export function answerable(shock: Shock): boolean {
  if (shock.kind === "embargo") return (shock.direction ?? "both") !== "both";
  return shock.kind === "tariff" || shock.kind === "export_tax";
}

/** Whom a shock is on; where its kind may leave them out, no one named is everyone. */
export function hit(shock: Shock): string[] {
  const named = words(shock.on);
  return named.length || !SHAPES[shock.kind].free.includes("on") ? named : [EVERYONE];
}

/** Give the answer in kind: the same measure, amount and sectors, against each who imposed it. */
export function answer(shock: Shock, by: string[]): Shock {
  return { ...shock, by, on: words(shock.by) };
}

const alike = (one: Shock, other: Shock): boolean => canonical(one) === canonical(other);

/** Give a text that is the same for shocks that say the same. */
export function canonical(shock: Shock): string {
  const sides = new Set(["by", "on", "of", "from", "to", "parties", "sectors"]);
  const whole = SHAPES[shock.kind].free.includes("on") ? { ...shock, on: hit(shock) } : shock;
  const kept = Object.entries(whole)
    .filter(([key, value]) => DEFAULTS[key] !== value)
    .map(([key, value]) => [key, sides.has(key) && shock.kind !== "recorded" ? words(value) : value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(kept);
}

/** Whether one shock is the answer in kind to another. */
export function answers(one: Shock, to: Shock): boolean {
  return answerable(to) && alike(one, answer(to, words(one.by)));
}

/** Give the place of the answer in kind to a shock, or -1. */
export function answerTo(scenario: Scenario, shock: Shock): number {
  return (scenario.retaliation ?? []).findIndex((one) => answers(one, shock));
}

// Changes ----------------------------------------------------------------------------------------------------

/** Put a shock in another's place; its answers in kind follow it. */
export function replaced(scenario: Scenario, part: Part, index: number, shock: Shock): Scenario {
  const list = [...(scenario[part] ?? [])];
  const before = list[index];
  list[index] = shock;
  if (part === "retaliation" || !before) return edited(scenario, { [part]: list });
  const follow = (one: Shock): Shock => {
    if (!answers(one, before)) return one;
    const who = words(one.by);
    const others = JSON.stringify(who) === JSON.stringify(hit(before)) ? hit(shock) : who;
    return answerable(shock) ? answer(shock, others) : one;
  };
  return edited(scenario, { shocks: list, retaliation: (scenario.retaliation ?? []).map(follow) });
}

/** Add a shock at the end. */
export function added(scenario: Scenario, part: Part, shock: Shock): Scenario {
  return edited(scenario, { [part]: [...(scenario[part] ?? []), shock] });
}

/** Take a shock out, and with it the answers in kind to it. */
export function removed(scenario: Scenario, part: Part, index: number): Scenario {
  const list = scenario[part] ?? [];
  const gone = list[index];
  const kept = list.filter((_, place) => place !== index);
  if (part === "retaliation" || !gone) return edited(scenario, { [part]: kept });
  const retaliation = (scenario.retaliation ?? []).filter((one) => !answers(one, gone));
  return edited(scenario, { shocks: kept, retaliation });
}

/** Let the other side answer a shock in kind, or no longer. */
export function answeredBy(scenario: Scenario, shock: Shock, yes: boolean): Scenario {
  const retaliation = (scenario.retaliation ?? []).filter((one) => !answers(one, shock));
  if (yes) retaliation.push(answer(shock, hit(shock)));
  return edited(scenario, { retaliation });
}

/** Give a scenario with changes: what was found of the old one no longer holds, and a title that told it is told anew. */
export function edited(scenario: Scenario, changes: Partial<Scenario>): Scenario {
  const { found: _, ...rest } = scenario;
  const made: Scenario = { ...rest, ...changes };
  for (const key of ["shocks", "retaliation"] as const) if (made[key]?.length === 0) delete made[key];
  if (changes.title === undefined && same(scenario.title, titled(scenario))) made.title = titled(made);
  return made;
}

/** Whether two lines of the short form say the same; that all are hit may be left out. */
const same = (one: string, other: string) => one.replaceAll(" on ALL", "") === other.replaceAll(" on ALL", "");

/** Give the title of a scenario that has none of its own: what changes, in the short form. */
export function titled(scenario: Scenario): string {
  return short({ title: "", shocks: scenario.shocks, retaliation: scenario.retaliation }) ?? "A scenario";
}

// The short form ---------------------------------------------------------------------------------------------

const OPENING: Record<Kind, string> = {
  tariff: "tariff",
  export_tax: "export tax",
  trade_cost: "trade costs",
  embargo: "embargo",
  productivity: "productivity",
  transfer: "transfer",
  agreement: "agreement",
  recorded: "recorded",
};

const PLAIN = /^[A-Z0-9_][A-Za-z0-9_-]*$|^[a-z][a-z0-9_-]{3,}$/;

const signed = (value: number) => (value < 0 ? `-${-value}` : `+${value}`);

function amountWords(shock: Shock): string {
  const found = amountOf(shock);
  if (!found) return "";
  const { key, value } = found;
  if (key === "up_by_points") return `${signed(value)} points`;
  if (key === "set_to") return shock.kind === "agreement" && value === 0 ? "" : `set to ${value} %`;
  if (key === "share") return value === 100 ? "" : `${value} %`;
  if (key === "million_usd") return `${value} million`;
  if (shock.kind === "trade_cost" || shock.kind === "productivity") return `${signed(value)} %`;
  return value < 0 ? `down by ${-value} per cent` : `up by ${value} per cent`;
}

/** Give a shock's clause of the short form, or null where the form can't say it. */
export function clause(shock: Shock): string | null {
  const list = (key: string) => words(shock[key]).join(",");
  const named = ["by", "on", "of", "from", "to", "parties", "sectors", "exclude"].flatMap((key) => words(shock[key]));
  if (typeof shock.name === "string") named.push(shock.name);
  if (!named.every((one) => PLAIN.test(one))) return null;
  const { sides, free } = SHAPES[shock.kind];
  const wanted = shock.kind === "agreement" && shock.name ? [] : sides.filter((side) => !free.includes(side));
  if (!wanted.every((side) => words(shock[side]).length)) return null; // the file says what is missing
  const sectors = shock.sectors ? ` sectors ${list("sectors")}` : "";
  const head = [OPENING[shock.kind], amountWords(shock)].filter(Boolean).join(" ");
  switch (shock.kind) {
    case "productivity":
      return `${head} in ${list("of")}${sectors}`;
    case "transfer":
      return `${head} from ${list("from")} to ${list("to")}`;
    case "agreement": {
      if (["from_depth", "depth_effect", "depth_error", "share"].some((key) => shock[key] !== undefined)) return null;
      const besides = `${sectors}${shock.exclude ? ` except ${list("exclude")}` : ""}${shock.depth === undefined ? "" : ` depth ${shock.depth}`}`;
      return shock.name ? (head === "agreement" ? `agreement ${String(shock.name)}${besides}` : null) : `${head} among ${list("parties")}${besides}`;
    }
    case "recorded":
      return null; // days and tables are easier to read in the file
    case "trade_cost":
    case "embargo": {
      const direction = shock.direction ?? "both";
      if (direction === "both") return `${head} between ${list("by")} and ${list("on")}${sectors}`;
      const way = direction === "imports" ? "imports from" : "exports to";
      return `${head} by ${list("by")} on ${way} ${list("on")}${sectors}`;
    }
    default:
      return `${head} by ${list("by")} on ${hit(shock).join(",")}${sectors}`;
  }
}

/** Give a scenario in the short form, or null where it says more than the form can. */
export function short(scenario: Scenario): string | null {
  const more = ["baseline", "model", "report", "groups", "stockpiles"] as const;
  if (more.some((key) => scenario[key] !== undefined) || !scenario.shocks?.length) return null;
  const left = [...(scenario.retaliation ?? [])];
  const clauses: string[] = [];
  for (const shock of scenario.shocks) {
    const said = clause(shock);
    if (said === null) return null;
    clauses.push(said);
    while (left[0] && words(left[0].by).length && answers(left[0], shock)) {
      const who = words(left.shift()?.by).join(",");
      clauses.push(`${who} ${who.includes(",") ? "retaliate" : "retaliates"}`);
    }
  }
  return left.length ? null : clauses.join("; ");
}

// The file ---------------------------------------------------------------------------------------------------

const ORDER = ["kind", "name", "table", "by", "on", "of", "from", "to", "parties", "direction", "sectors"];
const BARE = /^[A-Za-z0-9_-]+$/;

const place = (key: string) => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length);
const keyed = (key: string) => (BARE.test(key) ? key : written(key));
const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isTables = (value: unknown): value is Table[] => Array.isArray(value) && isTable(value[0]);

function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  // the escapes of JSON are TOML's too, but for the one control character that JSON leaves as it is
  return JSON.stringify(value).replaceAll("\x7f", "\\u007f");
}

/** Write a table as lines of TOML: values, then tables, then arrays of tables. */
export function lines(table: Table, path: string[]): string[] {
  const said = Object.entries(table).filter(([, value]) => value !== undefined && value !== null);
  const plain = said.filter(([, value]) => !isTable(value) && !isTables(value));
  const made = plain.map(([key, value]) => `${keyed(key)} = ${written(value)}`);
  for (const [key, value] of said) {
    const inner = [...path, keyed(key)];
    if (isTable(value)) made.push("", `[${inner.join(".")}]`, ...lines(value, inner));
    else if (isTables(value)) for (const one of value) made.push("", `[[${inner.join(".")}]]`, ...lines(one, inner));
  }
  return made;
}

/** Write a scenario as TOML: values, then tables, then arrays of tables. */
export function toml(scenario: Scenario): string {
  const { title, asks, found, ...rest } = scenario;
  const ordered = (list?: Shock[]) =>
    list?.map((one) => Object.fromEntries(Object.entries(one).sort(([a], [b]) => place(a) - place(b))));
  const whole = { title, asks: asks || undefined, found: found || undefined, ...rest };
  return `${lines({ ...whole, shocks: ordered(rest.shocks), retaliation: ordered(rest.retaliation) }, []).join("\n")}\n`;
}

/** Write a scenario for a link: the short form where it says all, else the file. */
export function text(scenario: Scenario): string {
  const line = short(scenario);
  const own = scenario.asks || scenario.found;
  return line !== null && !own && same(scenario.title, line) ? line : toml(scenario);
}
