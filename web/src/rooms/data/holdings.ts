// What the store holds, and what can be added to it.

import { useEffect } from "preact/hooks";
import { forget } from "../../answers";
import { type Fault, fetched, Refused } from "../../api";
import { learn, open } from "../../labels";
import { again, lost } from "../../notices";
import { store } from "../../store";
import { language } from "../../texts";

export interface Dataset {
  dataset: string;
  title: string;
  kind: string;
  producer: string;
  edition: string;
  years: string;
  licence: string;
  source: string;
  completeness: string;
  verified: string;
  checksum: string;
  bytes: number;
  place: string;
}

export interface Source {
  source: string;
  title: string;
  producer: string;
  editions: string;
  licence: string;
  page: string;
  verified: string;
  download: string;
}

export interface Facts {
  table?: string;
  name?: string;
  title?: string;
  rows: number;
  memory: number;
}

export interface Holdings {
  datasets: Dataset[];
  sources: Source[];
  facts: Facts[];
}

const holdings = store<Holdings | null>(null);
const failure = store<Fault | null>(null);

export const faultOf = (error: unknown): Fault =>
  error instanceof Refused ? error.fault : { what: String(error), where: "", remedy: "", code: 1 };

/** Ask what the store holds. */
export async function look(): Promise<void> {
  try {
    holdings.set((await (await fetched("api/data")).json()) as Holdings);
    failure.set(null);
  } catch (error) {
    if (error instanceof Refused && error.status === 0) lost.set(true);
    failure.set(faultOf(error));
  }
}

/** Look again at everything that depends on what the store holds. */
export async function changed(): Promise<void> {
  forget();
  await Promise.all([look(), open().catch(() => undefined), learn(language.get(), true).catch(() => undefined)]);
}

export function useHoldings(): { held: Holdings | null; fault: Fault | null } {
  const times = again.use();
  useEffect(() => void look(), [times]);
  return { held: holdings.use(), fault: failure.use() };
}

/** Take a dataset, or one of its years, out of the store. */
export async function remove(dataset: string, year = ""): Promise<void> {
  await fetched(`api/data/${encodeURIComponent(dataset)}${year && `?year=${year}`}`, { method: "DELETE" });
  await changed();
}

/** What is estimated in a dataset, as far as its own description says it. */
export function estimates({ completeness, verified }: Pick<Dataset, "completeness" | "verified">): string[] {
  const sentences = `${completeness} ${verified}`.split(/(?<=[.;])\s+(?=[A-Z0-9])/);
  return sentences.filter((one) => /estimat|imput|provisional|taken as|stands? in|left out|lower bound/i.test(one));
}
