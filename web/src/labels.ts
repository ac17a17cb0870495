// The names of everything, in the languages of the service; asked for once.

import { asked, fetched } from "./api";
import { store } from "./store";
import { type Language, language } from "./texts";

export interface Country {
  code: string;
  en: string;
  ko: string;
  accounts: boolean;
}

export interface Group {
  code: string;
  en: string;
  ko: string;
  members: string[];
}

export interface Sector {
  code: string;
  name: string;
  kind: string;
  /** What it makes, as people call it; left out where that is not told. */
  words?: string[];
}

export interface Indicator {
  name: string;
  family: string;
  label: string;
  short: string;
  unit: string;
  symbol: string;
  formula: string;
  citation: string;
  question: string;
  /** Whether it has a value for each sector, for each partner; left out where that is not told. */
  sector?: boolean;
  partner?: boolean;
}

export interface Labels {
  countries: Country[];
  groups: Group[];
  sectors: Sector[];
  sector_groups: Sector[];
  indicators: Indicator[];
  /** Trade agreements that are called otherwise in the language. */
  agreements: Record<string, string>;
  datasets: { name: string; kind: string; years: number[] }[];
  elasticities: unknown[];
  tariffs: unknown[];
  presets: unknown[];
}

export interface Session {
  version: string;
  readonly: boolean;
  languages: string[];
  store: string;
  limits: { upload_bytes: number };
  defaults: { country: string; powers: string[] };
  boundaries: string;
}

export const session = store<Session | null>(null);
const held = store<Partial<Record<string, Labels>>>({});
const due = new Set<string>();

const several = (words: string | string[]) => (typeof words === "string" ? words.split(",") : words).filter(Boolean);

export async function open(): Promise<void> {
  const told = (await (await fetched("api/session")).json()) as Session;
  session.set({ ...told, defaults: { ...told.defaults, powers: several(told.defaults.powers) } });
}

type Named = { code: string; kind: string; name?: string; words?: string[] } & Partial<Record<Language, string>>;
type Raw = Omit<Partial<Labels>, "sectors" | "sector_groups"> & { sectors?: Named[]; sector_groups?: Named[] };

/** Bring the names into the shape of the pages: groups of sectors apart, groups of countries that have ended left out. */
export function labelled(raw: Raw, word: Language): Labels {
  const named = (one: Named): Sector => ({ code: one.code, kind: one.kind, name: one.name ?? one[word] ?? one.code, ...(one.words && { words: one.words }) });
  const all = [...(raw.sector_groups ?? []).map((one) => ({ ...one, kind: "group" })), ...(raw.sectors ?? [])].map(named);
  return {
    countries: raw.countries ?? [],
    groups: (raw.groups ?? []).filter((one) => one.members.length),
    sectors: all.filter((one) => one.kind !== "group"),
    sector_groups: all.filter((one) => one.kind === "group"),
    indicators: raw.indicators ?? [],
    agreements: raw.agreements ?? {},
    datasets: raw.datasets ?? [],
    elasticities: raw.elasticities ?? [],
    tariffs: raw.tariffs ?? [],
    presets: raw.presets ?? [],
  };
}

/** Fetch the names in a language, unless they are here or on their way; `again` where the store has changed. */
export async function learn(word: Language, again = false): Promise<void> {
  if (due.has(word) || (held.get()[word] && !again)) return;
  due.add(word);
  try {
    const labels = labelled((await (await asked("labels", { language: word })).json()) as Raw, word);
    held.set((now) => ({ ...now, [word]: labels }));
  } finally {
    due.delete(word);
  }
}

/** Give the names, or null until they have arrived; another language's stand in for those on their way. */
export function useLabels(): Labels | null {
  const all = held.use();
  return all[language.use()] ?? Object.values(all)[0] ?? null;
}

export interface Names {
  country: (code: string) => string;
  sector: (code: string) => string;
  indicator: (name: string) => string;
  agreement: (name: string) => string;
  known: (code: string) => boolean;
}

/** Give functions from a code to its name; a code without a name stands for itself. */
export function useNames(): Names {
  const labels = useLabels();
  const word = language.use();
  const places = new Map([...(labels?.countries ?? []), ...(labels?.groups ?? [])].map((one) => [one.code, one[word]]));
  const sectors = new Map([...(labels?.sectors ?? []), ...(labels?.sector_groups ?? [])].map((one) => [one.code, one.name]));
  const measures = new Map((labels?.indicators ?? []).map((one) => [one.name, one.short || one.label]));
  return {
    country: (code) => places.get(code) || code,
    sector: (code) => sectors.get(code) ?? code,
    indicator: (name) => measures.get(name) ?? name,
    agreement: (name) => labels?.agreements[name] ?? name,
    known: (code) => labels === null || places.has(code),
  };
}
