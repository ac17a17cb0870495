// The negotiation that the room is about: its text as the link has it, as it is being changed, and as the service understands it.

import { useEffect, useRef, useState } from "preact/hooks";
import { type Fault, fetched, Refused } from "../../api";
import { read, useLink } from "../../link";
import { again, lost } from "../../notices";
import { store } from "../../store";
import { language } from "../../texts";
import { faultOf } from "../change/solve";

export interface Example {
  name: string;
  title: string;
  asks: string;
  text: string;
}

/** What the service says of a text that it understands. */
export interface Reply {
  title: string;
  text: string;
  counts: Record<"states" | "moves" | "parties" | "issues" | "unknowns" | "courses", number>;
  plain: string[];
  warnings: string[];
}

/** What stands in the room where the link names nothing: the smallest of the gallery. */
export const FIRST = "freeze-for-relief";
const ROOM = "talks";
const NAME = /^[\w-]+$/;
/** Milliseconds without a change after which a text is checked and stands in the link. */
const REST = 300;

const gallery = store<readonly Example[]>([]);

/** Give the negotiations that come with the program. */
export function useExamples(): { examples: readonly Example[]; failure: Fault | null } {
  const examples = gallery.use();
  const times = again.use();
  const [failure, fail] = useState<Fault | null>(null);
  useEffect(() => {
    if (gallery.get().length) return;
    fetched("api/talks")
      .then(async (response) => {
        gallery.set((await response.json()) as Example[]);
        fail(null);
      })
      .catch((error: unknown) => fail(faultOf(error)));
  }, [times]);
  return { examples, failure };
}

/** What was typed last when the room was left, and over which text of the link. */
let unfinished: { text: string; over: string } | null = null;

/** A text that something else has taken the place of; kept while the page is open. */
export const aside = store("");

export interface Written {
  /** The whole text; null until the gallery has come, where the link names one of it. */
  text: string | null;
  /** As the question takes it: the name of one of the gallery, or the text. */
  word: string;
  /** Put another text in its place; `moving` while it is being typed. */
  edit: (text: string, moving?: boolean) => void;
  /** Put one of the gallery in its place. */
  open: (name: string) => void;
}

/** Give the text, and what changes it: typing is one step of the browser's history, as long as it goes on. */
export function useWritten(examples: readonly Example[]): Written {
  const { params, set } = useLink();
  const said = params.get("talks") || FIRST;
  const known = examples.find((one) => one.name === said.trim());
  const [draft, write] = useState<string | null>(() => (unfinished?.over === said ? unfinished.text : null));
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const going = useRef(false);
  const waiting = useRef<(() => void) | null>(null);
  const typed = useRef({ text: "", over: "" });
  const wordOf = (text: string) => examples.find((one) => one.text === text)?.name ?? text;
  const linked = known ? known.text : NAME.test(said.trim()) && !examples.length ? null : said;

  const left = () => read(location.hash).room !== ROOM;
  const flush = () => {
    clearTimeout(timer.current);
    if (left()) return; // the link is another room's already; what was typed is kept
    waiting.current?.();
    waiting.current = null;
  };
  useEffect(() => {
    const back = () => {
      if (left()) return;
      clearTimeout(timer.current);
      waiting.current = null;
      going.current = false;
      write(null);
    };
    addEventListener("popstate", back);
    if (draft !== null) edit(draft, true); // typed before the room was left
    unfinished = null;
    return () => {
      removeEventListener("popstate", back);
      clearTimeout(timer.current);
      if (waiting.current) unfinished = typed.current;
    };
  }, []);
  useEffect(() => {
    if (!waiting.current) write(null); // what was typed stands in the link now, or something else does
  }, [said]);

  const edit = (text: string, moving = false) => {
    const push = !(moving && going.current);
    write(text);
    clearTimeout(timer.current);
    typed.current = { text, over: said };
    waiting.current = () => {
      set({ talks: wordOf(text) || " " }, { push });
      going.current = moving;
    };
    if (moving) timer.current = setTimeout(flush, REST);
    else flush();
  };
  const open = (name: string) => {
    flush();
    const now = draft ?? linked;
    if (now && wordOf(now) === now) aside.set(now);
    going.current = false;
    write(null);
    set({ talks: name, course: "", over: "", between: "", deal: "" }, { push: true });
  };
  const text = draft ?? linked;
  return { text, word: text === null ? said : wordOf(text), edit, open };
}

export interface Checked {
  reply: Reply | null;
  fault: Fault | null;
  /** Whether what is said is of the text as it is now. */
  fresh: boolean;
}

const replies = new Map<string, { reply: Reply | null; fault: Fault | null }>();
const KEPT = 60;

/** Have a text checked, a moment after it has changed; what was said last stays until then. */
export function useChecked(text: string | null): Checked {
  const word = language.use();
  const times = again.use();
  const key = `${word}|${text}`;
  const [said, say] = useState<{ key: string; reply: Reply | null; fault: Fault | null } | null>(null);
  useEffect(() => {
    if (text === null) return;
    const known = replies.get(key);
    if (known) {
      say({ key, ...known });
      return;
    }
    const stop = new AbortController();
    const ask = async () => {
      const body = JSON.stringify({ text, language: word });
      const headers = { "Content-Type": "application/json" };
      const response = await fetched("api/talks", { method: "POST", body, headers, signal: stop.signal });
      return { reply: (await response.json()) as Reply, fault: null };
    };
    const timer = setTimeout(() => {
      ask()
        .catch((error: unknown) => {
          if (error instanceof Refused && error.status === 0) lost.set(true);
          return { reply: null, fault: faultOf(error) };
        })
        .then((found) => {
          if (stop.signal.aborted) return;
          if (found.fault?.code !== 0) replies.set(key, found);
          if (replies.size > KEPT) replies.delete(replies.keys().next().value as string);
          say({ key, ...found });
        });
    }, said ? REST : 0);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [key, times]);
  return { reply: said?.reply ?? null, fault: said?.fault ?? null, fresh: said?.key === key };
}

/** Give the key that a fault is about, without the file and the line before it. */
export const keyOfFault = (fault: Fault | null): string => fault?.where.split(", ").filter((one) => !/^line \d+$/.test(one) && one !== "talks").join(", ") ?? "";

/** Give the line that a fault is in. */
export const lineOfFault = (fault: Fault | null): number => Number(/line (\d+)/.exec(fault?.where ?? "")?.[1] ?? Number.NaN);
