// The names of everything, in the languages of the service; asked for once.

import { asked, fetched } from "./api";
import { store } from "./store";
import { language } from "./texts";

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
}

export interface Labels {
  countries: Country[];
  groups: Group[];
  sectors: Sector[];
  sector_groups: Sector[];
  indicators: Indicator[];
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

export async function open(): Promise<void> {
  session.set((await (await fetched("api/session")).json()) as Session);
}

/** Fetch the names in a language, unless they are here or on their way; `again` where the store has changed. */
export async function learn(word: string, again = false): Promise<void> {
  if (due.has(word) || (held.get()[word] && !again)) return;
  due.add(word);
  try {
    const labels = (await (await asked("labels", { language: word })).json()) as Labels;
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
    known: (code) => labels === null || places.has(code),
  };
}
