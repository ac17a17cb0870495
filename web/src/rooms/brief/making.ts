// A brief in the making: a job of the service, which tells how far it is and can be stopped.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Progress } from "../../answers";
import { type Answer, type Fault, fetched, Refused } from "../../api";
import { report as cite } from "../../cited";
import { follow } from "../../jobs";
import { lost, tell } from "../../notices";
import { store } from "../../store";
import { language } from "../../texts";
import { faultOf } from "../change/solve";

export interface Brief extends Answer {
  brief: {
    id: string;
    title: string;
    language: string;
    country: string;
    powers: string[];
    hash: string;
    /** Why a part is not in it, by the part's name. */
    lacking: Record<string, string>;
  };
}

/** The last brief that was made, with the text of its case; it stays when the room is left. */
const last = store<{ text: string; brief: Brief } | null>(null);

export interface Making {
  made: { text: string; brief: Brief } | null;
  busy: boolean;
  progress: Progress | null;
  failure: Fault | null;
  stopped: boolean;
  make: (text: string) => void;
  stop: () => void;
}

async function begun(text: string, signal: AbortSignal): Promise<string> {
  const body = JSON.stringify({ text, language: language.get() });
  const response = await fetched("api/briefs", { method: "POST", body, headers: { "Content-Type": "application/json" }, signal });
  return ((await response.json()) as { id: string }).id;
}

async function finished(text: string, signal: AbortSignal, report: (progress: Progress) => void): Promise<Brief> {
  for await (const event of follow(await begun(text, signal), signal)) {
    if (event.state === "waiting") report({ label: "", fraction: null, place: event.place });
    if (event.state === "working") report({ label: event.label, fraction: event.fraction });
    if (event.state === "failed") throw new Refused(event.error, 422);
    if (event.state === "done") return event.answer as Brief;
  }
  throw new Refused({ what: "offline", where: "", remedy: "", code: 0 }, 0);
}

export function useMaking(): Making {
  const made = last.use();
  const [busy, turn] = useState(false);
  const [stopped, halt] = useState(false);
  const [progress, report] = useState<Progress | null>(null);
  const [failure, fail] = useState<Fault | null>(null);
  const control = useRef<AbortController | null>(null);
  const make = (text: string) => {
    control.current?.abort();
    const mine = new AbortController();
    control.current = mine;
    turn(true);
    halt(false);
    fail(null);
    report(null);
    finished(text, mine.signal, report)
      .then((brief) => {
        if (mine.signal.aborted) return;
        last.set({ text, brief });
        cite(brief);
        lost.set(false);
        tell("notice.answer", true);
      })
      .catch((error: unknown) => {
        if (mine.signal.aborted) return;
        if (error instanceof Refused && error.status === 0) lost.set(true);
        fail(faultOf(error));
      })
      .finally(() => {
        if (control.current === mine) turn(false);
      });
  };
  const stop = () => {
    control.current?.abort();
    turn(false);
    halt(true);
  };
  useEffect(() => () => control.current?.abort(), []);
  return { made, busy, progress, failure, stopped, make, stop };
}
