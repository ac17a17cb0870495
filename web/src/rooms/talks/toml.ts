// TOML with the place of each value, so that one value can be changed and all else, remarks too, stays as it was written.

export type Key = string | number;
export type Path = readonly Key[];
export type Table = { [key: string]: unknown };

/** A text that is no TOML; the service says what is wrong with it. */
export class Malformed extends Error {}

interface Spot {
  start: number;
  end: number;
  /** Where each entry of an array or an inline table begins and ends, with its key. */
  inside?: { start: number; end: number }[];
}

interface Entry {
  path: Path;
  section: number;
  /** From the beginning of its line to behind the line's end. */
  from: number;
  to: number;
  value: Spot;
}

interface Section {
  path: Path;
  from: number;
  /** Behind the line of its header. */
  open: number;
  /** Behind its last entry's line, or behind its header. */
  end: number;
}

export interface Document {
  text: string;
  data: Table;
  entries: Entry[];
  sections: Section[];
  spots: Map<string, Spot>;
}

export const nameOf = (path: Path): string => JSON.stringify(path);
const isTable = (value: unknown): value is Table => typeof value === "object" && value !== null && !Array.isArray(value);
const begins = (path: Path, head: Path) => head.every((one, at) => path[at] === one);

const ESCAPES: Record<string, string> = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", e: "\x1b", '"': '"', "\\": "\\" };
const NUMBER = /^[+-]?(?:inf|nan|0x[\da-fA-F_]+|0o[0-7_]+|0b[01_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d[\d_]*)?)$/;
const BARE = /[A-Za-z0-9_-]/;

class Reader {
  at = 0;
  readonly made: Document;
  private section = 0;

  constructor(private readonly text: string) {
    this.made = { text, data: {}, entries: [], sections: [{ path: [], from: 0, open: 0, end: 0 }], spots: new Map() };
  }

  private wrong(): never {
    throw new Malformed(`line ${this.text.slice(0, this.at).split("\n").length}`);
  }

  private spaces(): void {
    while (this.text[this.at] === " " || this.text[this.at] === "\t") this.at++;
  }

  /** Go over blanks, line ends and remarks. */
  private over(): void {
    for (;;) {
      const here = this.text[this.at];
      if (here === "#") while (this.at < this.text.length && this.text[this.at] !== "\n") this.at++;
      else if (here !== undefined && " \t\r\n".includes(here)) this.at++;
      else return;
    }
  }

  /** Go behind the end of a line, on which nothing but a remark may be left. */
  private lineEnd(): void {
    this.spaces();
    if (this.text[this.at] === "#") while (this.at < this.text.length && this.text[this.at] !== "\n") this.at++;
    if (this.text[this.at] === "\r") this.at++;
    if (this.at < this.text.length && this.text[this.at] !== "\n") this.wrong();
    if (this.at < this.text.length) this.at++;
  }

  whole(): Document {
    for (;;) {
      this.over();
      if (this.at >= this.text.length) return this.made;
      if (this.text[this.at] === "[") this.header();
      else this.statement();
    }
  }

  private keys(): string[] {
    const made: string[] = [];
    for (;;) {
      this.spaces();
      const here = this.text[this.at];
      if (here === '"' || here === "'") made.push(this.string());
      else {
        const from = this.at;
        while (BARE.test(this.text[this.at] ?? "")) this.at++;
        if (this.at === from) this.wrong();
        made.push(this.text.slice(from, this.at));
      }
      this.spaces();
      if (this.text[this.at] !== ".") return made;
      this.at++;
    }
  }

  /** Give the table under some keys, the last one of an array of tables, and its whole path. */
  private under(base: Table, path: Path, keys: readonly string[]): [Table, Path] {
    let table = base;
    let whole = path;
    for (const key of keys) {
      whole = [...whole, key];
      const held = Object.hasOwn(table, key) ? table[key] : (table[key] = {});
      if (Array.isArray(held)) {
        const last: unknown = held.at(-1);
        if (!isTable(last)) this.wrong();
        whole = [...whole, held.length - 1];
        table = last;
      } else if (isTable(held)) table = held;
      else this.wrong();
    }
    return [table, whole];
  }

  private header(): void {
    const from = this.text.lastIndexOf("\n", this.at - 1) + 1;
    const many = this.text[this.at + 1] === "[";
    this.at += many ? 2 : 1;
    const keys = this.keys();
    const close = many ? "]]" : "]";
    if (!this.text.startsWith(close, this.at)) this.wrong();
    this.at += close.length;
    this.lineEnd();
    let path: Path;
    if (many) {
      const [table, head] = this.under(this.made.data, [], keys.slice(0, -1));
      const last = keys.at(-1) ?? "";
      const held = Object.hasOwn(table, last) ? table[last] : (table[last] = []);
      if (!Array.isArray(held)) this.wrong();
      held.push({});
      path = [...head, last, held.length - 1];
    } else [, path] = this.under(this.made.data, [], keys);
    this.made.sections.push({ path, from, open: this.at, end: this.at });
    this.section = this.made.sections.length - 1;
  }

  private statement(): void {
    const from = this.text.lastIndexOf("\n", this.at - 1) + 1;
    const section = this.made.sections[this.section] as Section;
    const [base] = this.within(section.path);
    const keys = this.keys();
    const [table, head] = this.under(base, section.path, keys.slice(0, -1));
    const path = [...head, keys.at(-1) ?? ""];
    const value = this.assigned(table, path);
    this.lineEnd();
    section.end = this.at;
    this.made.entries.push({ path, section: this.section, from, to: this.at, value });
  }

  private within(path: Path): [Table] {
    let here: unknown = this.made.data;
    for (const key of path) here = (here as Record<Key, unknown>)[key];
    return [here as Table];
  }

  /** Read `= value` into a table. */
  private assigned(table: Table, path: Path): Spot {
    this.spaces();
    if (this.text[this.at] !== "=") this.wrong();
    this.at++;
    this.spaces();
    const key = String(path.at(-1));
    if (Object.hasOwn(table, key)) this.wrong();
    const [value, spot] = this.value(path);
    Object.defineProperty(table, key, { value, enumerable: true, writable: true, configurable: true });
    return spot;
  }

  private value(path: Path): [unknown, Spot] {
    const start = this.at;
    const here = this.text[this.at];
    const spot: Spot = { start, end: start };
    let value: unknown;
    if (here === '"' || here === "'") value = this.string();
    else if (here === "[") value = this.array(path, (spot.inside = []));
    else if (here === "{") value = this.inline(path, (spot.inside = []));
    else value = this.plain();
    spot.end = this.at;
    this.made.spots.set(nameOf(path), spot);
    return [value, spot];
  }

  private plain(): unknown {
    const word = /^[^\s,\]}#]+/.exec(this.text.slice(this.at, this.at + 200))?.[0] ?? this.wrong();
    this.at += word.length;
    if (word === "true" || word === "false") return word === "true";
    if (/^\d{4}-\d\d|^\d\d:\d\d/.test(word)) return word; // a day or a time
    if (!NUMBER.test(word)) this.wrong();
    const bare = word.replaceAll("_", "").replace(/^\+/, "");
    if (/inf$/.test(bare)) return bare.startsWith("-") ? -Infinity : Infinity;
    return Number(bare);
  }

  private array(path: Path, inside: { start: number; end: number }[]): unknown[] {
    const made: unknown[] = [];
    this.at++;
    for (;;) {
      this.over();
      if (this.text[this.at] === "]") break;
      const start = this.at;
      made.push(this.value([...path, made.length])[0]);
      inside.push({ start, end: this.at });
      this.over();
      if (this.text[this.at] === ",") this.at++;
      else if (this.text[this.at] !== "]") this.wrong();
    }
    this.at++;
    return made;
  }

  private inline(path: Path, inside: { start: number; end: number }[]): Table {
    const made: Table = {};
    this.at++;
    for (;;) {
      this.over();
      if (this.text[this.at] === "}") break;
      const start = this.at;
      const keys = this.keys();
      const [table, head] = this.under(made, path, keys.slice(0, -1));
      this.assigned(table, [...head, keys.at(-1) ?? ""]);
      inside.push({ start, end: this.at });
      this.over();
      if (this.text[this.at] === ",") this.at++;
      else if (this.text[this.at] !== "}") this.wrong();
    }
    this.at++;
    return made;
  }

  private string(): string {
    const quote = this.text[this.at] as string;
    const long = this.text.startsWith(quote.repeat(3), this.at);
    const close = long ? quote.repeat(3) : quote;
    this.at += close.length;
    if (long) this.at += /^\r?\n/.exec(this.text.slice(this.at, this.at + 2))?.[0].length ?? 0;
    let made = "";
    for (;;) {
      const here = this.text[this.at];
      if (here === undefined || (!long && here === "\n")) this.wrong();
      if (this.text.startsWith(close, this.at)) {
        this.at += close.length;
        while (long && this.text[this.at] === quote) made += this.text[this.at++]; // up to two more belong to the text
        return made;
      }
      made += here === "\\" && quote === '"' ? this.escaped() : this.text[this.at++];
    }
  }

  private escaped(): string {
    const [whole, hex] = /^\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|x([\da-fA-F]{2}))/.exec(this.text.slice(this.at, this.at + 10))?.filter(Boolean) ?? [];
    if (whole && hex) {
      this.at += whole.length;
      return String.fromCodePoint(Number.parseInt(hex, 16));
    }
    const rest = /^\\[ \t]*\r?\n[ \t\r\n]*/.exec(this.text.slice(this.at)); // a line that goes on
    if (rest) {
      this.at += rest[0].length;
      return "";
    }
    const made = ESCAPES[this.text[this.at + 1] ?? ""];
    if (made === undefined) this.wrong();
    this.at += 2;
    return made;
  }
}

/** Read a text; throws `Malformed`. */
export function read(text: string): Document {
  return new Reader(text).whole();
}

/** Give what stands under a path. */
export function at(data: unknown, path: Path): unknown {
  let here = data;
  for (const key of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<Key, unknown>)[key];
  }
  return here;
}

// Writing ----------------------------------------------------------------------------------------------------

const keyed = (key: Key) => (/^[A-Za-z0-9_-]+$/.test(String(key)) ? String(key) : written(String(key)));
const dotted = (path: Path) => path.map(keyed).join(".");

/** Write a value as TOML has it, in one line. */
export function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (isTable(value)) return `{ ${Object.entries(value).map(([key, one]) => `${keyed(key)} = ${written(one)}`).join(", ")} }`;
  // the escapes of JSON are TOML's too, but for the one control character that JSON leaves as it is
  return typeof value === "string" ? JSON.stringify(value).replaceAll("\x7f", "\\u007f") : String(value);
}

const spliced = (text: string, start: number, end: number, piece: string) => text.slice(0, start) + piece + text.slice(end);

/** Put a piece in at the beginning of a line, with the end of the line before it where the text lacks that. */
function lined(text: string, place: number, piece: string): string {
  return spliced(text, place, place, (place > 0 && text[place - 1] !== "\n" ? "\n" : "") + piece);
}

/** Put a value under a path: in place of the old one, or where it belongs. */
export function put(text: string, path: Path, value: unknown): string {
  const doc = read(text);
  const old = doc.spots.get(nameOf(path));
  if (old) return spliced(text, old.start, old.end, written(value));
  for (let depth = path.length - 1; depth > 0; depth--) {
    const holder = doc.spots.get(nameOf(path.slice(0, depth)));
    if (holder) return inserted(text, holder, path.slice(depth), value);
  }
  return added(doc, path, value);
}

/** Put a value into an array or an inline table. */
function inserted(text: string, holder: Spot, rest: Path, value: unknown): string {
  const table = text[holder.start] === "{";
  if (!holder.inside || (!table && typeof rest[0] !== "number")) return spliced(text, holder.start, holder.end, written(nested(rest, value)));
  const piece = table ? `${dotted(rest)} = ${written(value)}` : written(nested(rest.slice(1), value));
  const last = holder.inside.at(-1);
  if (last) return spliced(text, last.end, last.end, `, ${piece}`);
  return spliced(text, holder.start + 1, holder.end - 1, table ? ` ${piece} ` : piece);
}

function nested(path: Path, value: unknown): unknown {
  const [first, ...rest] = path;
  return first === undefined ? value : { [first]: nested(rest, value) };
}

const common = (one: Path, other: Path) => {
  let count = 0;
  while (count < one.length && one[count] === other[count]) count++;
  return count;
};

/** Add an entry to the table that it belongs to, or a table for it. */
function added({ text, sections, entries }: Document, path: Path, value: unknown): string {
  let home = 0;
  sections.forEach((one, index) => {
    if (one.path.length < path.length && begins(path, one.path) && one.path.length >= (sections[home]?.path.length ?? 0)) home = index;
  });
  const section = sections[home] as Section;
  const mine = entries.filter((one) => one.section === home);
  const near = mine.reduce((most, one) => Math.max(most, common(one.path, path)), 0);
  const lone = path.length - section.path.length === 1;
  if (!lone && home === 0 && near === 0) return block(text, path.slice(0, -1), [[path.slice(-1), value]]);
  const beside = (near > section.path.length && mine.findLast((one) => common(one.path, path) === near)) || mine.at(-1);
  const indent = beside ? (/^[ \t]*/.exec(text.slice(beside.from))?.[0] ?? "") : "";
  return lined(text, beside?.to ?? section.open, `${indent}${dotted(path.slice(section.path.length))} = ${written(value)}\n`);
}

/** The order of the tables in a negotiation's file. */
const ORDER = ["unknown", "parties", "issues", "together", "requires", "payoffs", "engine", "monitoring", "ratifiers", "start", "courses"];
const rank = (path: Path) => (path.length ? ORDER.indexOf(String(path[0])) : -1);

/** Add a table of its own, behind those of its kind or those that come before it. */
function block(text: string, path: Path, lines: readonly [Path, unknown][], many = false): string {
  const { sections } = read(text);
  const mine = rank(path) < 0 ? ORDER.length : rank(path);
  const before = sections.filter((one) => rank(one.path) <= mine);
  const place = Math.max(0, ...before.map((one) => one.end));
  const head = many ? `[[${dotted(path)}]]` : `[${dotted(path)}]`;
  const body = lines.map(([key, value]) => `${dotted(key)} = ${written(value)}\n`).join("");
  const gap = place < text.length && text[place] !== "\n" && text[place] !== "\r" ? "\n" : "";
  return lined(text, place, `${place ? "\n" : ""}${head}\n${body}${gap}`);
}

/** Add a table, or one more to an array of tables, with its lines. */
export function begun(text: string, path: Path, lines: readonly [Path, unknown][], many = false): string {
  const whole = read(text).spots.get(nameOf(path.slice(0, many ? undefined : -1)));
  if (!whole) return block(text, path, lines, many);
  let table: unknown = {};
  for (const [key, value] of lines) table = merged(table as Table, key, value);
  return put(text, many ? [...path, (whole.inside ?? []).length] : path, table);
}

function merged(table: Table, [first = "", ...rest]: Path, value: unknown): Table {
  const held = table[String(first)];
  return { ...table, [String(first)]: rest.length ? merged(isTable(held) ? held : {}, rest, value) : value };
}

/** Take a value, or a table with all that is in it, away; a remark behind a single value stays. */
export function drop(text: string, path: Path): string {
  const doc = read(text);
  const holder = doc.spots.get(nameOf(path.slice(0, -1)));
  const spot = doc.spots.get(nameOf(path));
  if (holder?.inside && spot) return pulled(text, holder, spot);
  const gone: [number, number, string][] = [];
  for (const one of doc.sections.slice(1)) if (begins(one.path, path)) gone.push([lineAbove(text, one.from), one.end, ""]);
  for (const one of doc.entries) {
    const home = doc.sections[one.section] as Section;
    if (!begins(one.path, path) || (home.path.length >= path.length && begins(home.path, path))) continue;
    const remark = /#[^\n]*/.exec(text.slice(one.value.end, one.to))?.[0];
    gone.push([one.from, one.to, remark && one.path.length === path.length ? `${remark.trimEnd()}\n` : ""]);
  }
  return gone.sort(([one], [other]) => other - one).reduce((left, [from, to, rest]) => spliced(left, from, to, rest), text);
}

/** Go to the beginning of an empty line above, where there is one. */
function lineAbove(text: string, from: number): number {
  const before = /\n[ \t]*\r?\n$/.exec(text.slice(0, from));
  return before ? before.index + 1 : from;
}

/** Take an entry out of an array or an inline table, with its comma. */
function pulled(text: string, holder: Spot, spot: Spot): string {
  const inside = holder.inside ?? [];
  const place = inside.findIndex((one) => one.start <= spot.start && spot.end <= one.end);
  const mine = inside[place];
  if (!mine) return text;
  const next = inside[place + 1];
  const before = inside[place - 1];
  if (next) return spliced(text, mine.start, next.start, "");
  return before ? spliced(text, before.end, mine.end, "") : spliced(text, mine.start, mine.end, "");
}

/** Give the paths of all values that match one with `*` for any key. */
export function matching(doc: Document, pattern: Path): Path[] {
  return [...doc.spots.keys()]
    .map((one) => JSON.parse(one) as Path)
    .filter((path) => path.length === pattern.length && pattern.every((key, place) => key === "*" || key === path[place]));
}

/** Give the line, from 1, on which something begins. */
export function lineOf(text: string, place: number): number {
  return text.slice(0, place).split("\n").length;
}
