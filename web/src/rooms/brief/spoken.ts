// Cases as the service understands them, by the text that says them; and those that come with the program.

import { useEffect, useState } from "preact/hooks";
import { type Fault, fetched } from "../../api";
import { again, lost } from "../../notices";
import { store } from "../../store";
import { language } from "../../texts";
import { faultOf } from "../change/solve";
import type { Case } from "./case";

/** What the service says of a text. */
export interface Reply {
  case: Case;
  toml: string;
  plain: string[];
  title: string;
  hash: string;
  notes: string[];
}

export interface Named {
  name: string;
  title: string;
}

export interface Offered {
  cases: (Named & { about: string; toml: string; case: Case })[];
  scenarios: Named[];
  talks: Named[];
  ledgers: string[];
}

export interface Spoken {
  /** As the form holds it: at once where the form wrote the text. */
  held: Case | null;
  reply: Reply | null;
  fault: Fault | null;
  busy: boolean;
}

/** Milliseconds without a change after which a text is read. */
const REST = 350;
const KEPT = 60;
const written = new Map<string, Case>();
const replies = store<Readonly<Record<string, { reply: Reply | null; fault: Fault | null }>>>({});

/** Take note of a text that the form wrote. */
export function wrote(text: string, held: Case): void {
  written.set(text, held);
  const oldest = written.keys().next();
  if (written.size > KEPT && !oldest.done) written.delete(oldest.value);
}

/** Give what the service says of a text. */
export function useSpoken(text: string): Spoken {
  const word = language.use();
  const times = again.use();
  const all = replies.use();
  const key = `${word}|${text}`;
  const known = all[key];
  useEffect(() => {
    if (!text.trim() || (known && known.fault?.code !== 0)) return undefined;
    const mine = new AbortController();
    const put = (found: { reply: Reply | null; fault: Fault | null }) => !mine.signal.aborted && replies.set((now) => ({ ...now, [key]: found }));
    const read = async () => {
      const body = JSON.stringify({ text, language: word });
      const headers = { "Content-Type": "application/json" };
      const response = await fetched("api/case", { method: "POST", body, headers, signal: mine.signal });
      put({ reply: (await response.json()) as Reply, fault: null });
      lost.set(false);
    };
    const timer = setTimeout(() => void read().catch((error: unknown) => put({ reply: null, fault: faultOf(error) })), REST);
    return () => {
      clearTimeout(timer);
      mine.abort();
    };
  }, [key, times]);
  const { reply = null, fault = null } = known ?? {};
  return { held: written.get(text) ?? reply?.case ?? null, reply, fault, busy: !known };
}

let offered: Offered | null = null;

/** Give the cases that come with the program, and the files that a case can name. */
export function useOffered(): { offered: Offered | null; fault: Fault | null } {
  const times = again.use();
  const [, turn] = useState(0);
  const [fault, fail] = useState<Fault | null>(null);
  useEffect(() => {
    if (offered) return;
    fetched("api/cases")
      .then(async (response) => {
        offered = (await response.json()) as Offered;
        fail(null);
        turn((count) => count + 1);
      })
      .catch((error: unknown) => fail(faultOf(error)));
  }, [times]);
  return { offered, fault };
}
