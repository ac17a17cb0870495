// The service's ledger: its state, its records, texts that wait for decisions.

import { useEffect, useState } from "preact/hooks";
import { forget } from "../../answers";
import { address, client, type Fault, fetched, Refused } from "../../api";
import { again, lost } from "../../notices";
import { store } from "../../store";

export interface Ledger {
  /** The user's own, one that begins with the first statement, or the program's invented one. */
  kind: "own" | "new" | "example";
  name: string;
  writable: boolean;
  whole: boolean;
  fault: Fault | null;
  lines?: number;
  head?: string;
  quotes?: number;
  quotes_checked?: number;
  sources?: number;
  sources_kept?: number;
  torn?: number;
  disputed?: string[][];
  countries?: string[];
  topics: string[];
}

/** A record as the list of the command has it. */
export interface Row {
  id: string;
  type: string;
  day: string;
  country: string;
  partner: string;
  speaker: string | null;
  office: string | null;
  resolved: string | null;
  topic: string | null;
  event_type: string | null;
  quote: string | null;
  verbatim: boolean | null;
  commitment: string | null;
  outlet: string | null;
  address: string | null;
  contradicts: string | null;
  note: string | null;
}

/** A record as it stands beside the series of two countries. */
export interface Beside {
  id: string;
  type: string;
  said_on: string;
  speaker: string;
  country: string;
  partner: string;
  quote: string;
  topic: string;
  verbatim: boolean;
  source: string;
  address: string;
  contradicts: string[];
}

export interface Speaker {
  name?: string | null;
  office?: string | null;
  country?: string | null;
  resolved: string;
}

export interface Opened {
  record: {
    id: string;
    type: string;
    speaker?: Speaker;
    actor?: string | string[];
    recipient?: string | string[];
    addressee?: string | string[] | null;
    event_type?: string;
    topic?: string | null;
    said_on?: string | null;
    happened_on?: string | null;
    published_on?: string | null;
    recorded_on?: string;
    verbatim?: boolean;
    original?: { text: string; language?: string } | null;
    note?: string | null;
  };
  quote: { before: string; exact: string; after: string; checked: boolean } | null;
  source: { title: string | null; outlet: string | null; published: string | null; address: string | null } | null;
  beside: string[];
  newest: string[];
}

export interface Proposal {
  quote: { exact: string; prefix: string; suffix: string };
  speaker: Speaker;
  addressee: string | string[] | null;
  topic: string | null;
  said_on: string | null;
  verbatim: boolean;
  proposed: { speaker_by: string; candidates: string[]; look_at: string[] };
  /** The record that holds this quote already. */
  held: string | null;
}

export interface Read {
  /** The word under which the text waits. */
  text: string;
  source: { title: string | null; outlet: string | null; published: string | null; address: string | null; language: string | null };
  proposals: Proposal[];
}

/** Raised when the ledger has changed by what was done here. */
export const turned = store(0);

export const faultOf = (error: unknown): Fault =>
  error instanceof Refused ? error.fault : { what: String(error), where: "", remedy: "", code: 1 };

/** Ask something of the service, again whenever the ledger has changed; an empty path asks nothing. */
export function useGot<T>(path: string): { got: T | null; fault: Fault | null; busy: boolean } {
  const times = again.use();
  const turn = turned.use();
  const [held, hold] = useState<{ path: string; got: T | null; fault: Fault | null }>({ path: "", got: null, fault: null });
  useEffect(() => {
    if (!path) return undefined;
    const mine = new AbortController();
    fetched(path, { signal: mine.signal })
      .then(async (reply) => (await reply.json()) as T)
      .then((got) => !mine.signal.aborted && hold({ path, got, fault: null }))
      .catch((error: unknown) => {
        if (mine.signal.aborted) return;
        if (error instanceof Refused && error.status === 0) lost.set(true);
        hold({ path, got: null, fault: faultOf(error) });
      });
    return () => mine.abort();
  }, [path, times, turn]);
  const mine = path !== "" && held.path === path;
  return { got: path ? held.got : null, fault: mine ? held.fault : null, busy: path !== "" && !mine };
}

export const ledgerPath = address("record");
export const listPath = (args: Record<string, string>) => address("record/list", args);
export const betweenPath = (country: string, on: string) => address("record/between", { country, on });
export const onePath = (id: string) => address(`record/one/${encodeURIComponent(id)}`);

/** Give an address as one that may be opened, or nothing: only what a browser loads as a page. */
export function safe(text: string | null | undefined): string | undefined {
  if (!text) return undefined;
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** Give the two sides of each pair that a link sets beside each other, each pair once. */
export function pairs<T extends { id: string }>(rows: readonly T[], against: (row: T) => readonly string[]): [T, T][] {
  const by = new Map(rows.map((row) => [row.id, row]));
  const seen = new Set<string>();
  return rows.flatMap((row) =>
    against(row).flatMap((other): [T, T][] => {
      const found = by.get(other);
      const key = [row.id, other].sort().join();
      if (!found || seen.has(key)) return [];
      seen.add(key);
      return [[row, found]];
    }),
  );
}

/** Give the first digits of a record's id that a source's text ends in. */
export const cited = (source: string): string => /\(record ([0-9a-f]{8,16})\)$/.exec(source)?.[1] ?? "";

interface Said {
  filename?: string;
  language: string;
  said_on: string;
}

/** Send a text to be read for its quotations. */
export async function readText(body: Blob | string, said: Said): Promise<Read[]> {
  const path = address("record/read", { ...said, filename: said.filename ?? "" });
  const headers = { "Content-Type": "application/octet-stream", "X-Client": client };
  return ((await (await fetched(path, { method: "POST", body, headers })).json()) as { texts: Read[] }).texts;
}

async function posted<T>(path: string, body: unknown): Promise<T> {
  const init = { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  return (await fetched(address(path), init)).json() as Promise<T>;
}

/** Let the service load a page, and read it. */
export async function loadPage(where: string, { language, said_on }: Said): Promise<Read[]> {
  return (await posted<{ texts: Read[] }>("record/load", { address: where, language, said_on })).texts;
}

export interface Decision {
  number: number;
  changes: Record<string, string>;
}

/** Write what was accepted; give how many statements that were. */
export async function keep(text: string, accepted: readonly Decision[], source: Record<string, string>): Promise<number> {
  const { kept } = await posted<{ kept: string[] }>("record/accept", { ...source, text, accepted });
  forget();
  turned.set((times) => times + 1);
  return kept.length;
}
