// Scenarios as the service understands them: their parts, their file and their plain words, by the text that says them.

import { useEffect } from "preact/hooks";
import { type Fault, fetched, Refused } from "../../api";
import { again, lost } from "../../notices";
import { store } from "../../store";
import { language } from "../../texts";
import { Line, Superseded } from "./queue";
import type { Scenario } from "./scenario";
import { faultOf, patient } from "./solve";

/** What the service says of a text. */
export interface Reply {
  scenario: Scenario;
  toml: string;
  plain: string[];
  title: string;
  parties: string[];
}

export interface Spoken {
  /** As the builder holds it; at once where the builder wrote the text. */
  scenario: Scenario | null;
  reply: Reply | null;
  fault: Fault | null;
}

const NOTHING: Spoken = { scenario: null, reply: null, fault: null };
/** Milliseconds without a change after which a text of the builder is read. */
const REST = 250;
const line = new Line();
const held = store<Readonly<Record<string, Spoken>>>({});
const nameOf = (text: string, word: string) => `${word}|${text}`;

const put = (name: string, spoken: Spoken) => held.set((now) => ({ ...now, [name]: spoken }));

/** Take note of a text that was written from a scenario, so that it needn't be read first. */
export function wrote(text: string, scenario: Scenario): void {
  const name = nameOf(text, language.get());
  if (!held.get()[name]) put(name, { ...NOTHING, scenario });
}

/** Have a text read; whoever asks anew under the same name gives the old text up. */
export async function check(asker: string, text: string): Promise<Spoken | null> {
  const word = language.get();
  const name = nameOf(text, word);
  const known = held.get()[name];
  if (known?.reply || (known?.fault && known.fault.code !== 0)) return known;
  const read = async (signal: AbortSignal) => {
    const body = JSON.stringify({ text, language: word });
    const headers = { "Content-Type": "application/json" };
    const response = await fetched(`api/scenario?language=${word}`, { method: "POST", body, headers, signal });
    return (await response.json()) as Reply;
  };
  try {
    const reply = await line.put(asker, (signal) => patient(() => read(signal), signal));
    const found = { scenario: reply.scenario, reply, fault: null };
    put(name, found);
    return found;
  } catch (error) {
    if (error instanceof Superseded) return null;
    if (error instanceof Refused && error.status === 0) lost.set(true);
    const found = { ...(held.get()[name] ?? NOTHING), fault: faultOf(error) };
    put(name, found);
    return found;
  }
}

/** Give what the service says of each of some texts. */
export function useSpoken(texts: readonly string[]): Spoken[] {
  const word = language.use();
  const all = held.use();
  const times = again.use();
  useEffect(() => {
    const read = (text: string, place: number) => void (text && check(`column ${place}`, text));
    const own = (text: string) => held.get()[nameOf(text, word)]?.scenario; // of the builder, which comes to rest first
    texts.forEach((text, place) => own(text) || read(text, place));
    const timer = setTimeout(() => texts.forEach((text, place) => own(text) && read(text, place)), REST);
    return () => clearTimeout(timer);
  }, [texts.join("\0"), word, times]);
  return texts.map((text) => all[nameOf(text, word)] ?? NOTHING);
}
