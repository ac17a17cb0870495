// The outcomes of the scenarios on screen: exact as soon as they can be, and to a first order where that takes long.

import { useEffect, useRef, useState } from "preact/hooks";
import { keyOf } from "../../answers";
import { type Answer, type Arguments, ask, type Fault, Refused } from "../../api";
import { report } from "../../cited";
import { session } from "../../labels";
import { again, lost } from "../../notices";
import { language } from "../../texts";
import { Line, Superseded } from "./queue";

/** Milliseconds after which the first-order answer stands in for the exact one. */
export const SOON = 300;
/** Milliseconds between two moves of a slider, within which only what the map shows is asked for. */
const MOVING = 700;
/** Milliseconds of rest after which all else follows. */
const REST = 250;
const KEPT = 60;
const TRIES = 4;

const exact = new Line();
const quick = new Line();
const known = new Map<string, Answer>();

function remember(key: string, answer: Answer): void {
  known.delete(key);
  known.set(key, answer);
  const oldest = known.keys().next();
  if (known.size > KEPT && !oldest.done) known.delete(oldest.value);
}

export interface Shown {
  key: string;
  args: Arguments;
  answer: Answer;
  firstOrder: boolean;
  /** Whether all but the variable on the map is of an earlier place of the slider. */
  bare?: boolean;
}

export interface Solved {
  shown: Shown | null;
  failure: Fault | null;
  busy: boolean;
  /** Whether what is shown answers an earlier question, or is of data that has changed since. */
  stale: boolean;
  stop: () => void;
}

interface Held {
  key: string;
  since: number;
  /** When it was last asked for something else. */
  moved: number;
  shown: Shown | null;
  failure: Fault | null;
  busy: boolean;
}

/** Give an outcome as one of an earlier question where what is said now is not understood. */
export function outdated(solved: Solved, wrong: boolean): Solved {
  return wrong && solved.shown && !solved.stale ? { ...solved, stale: true } : solved;
}

/** Ask, and ask again a little later where the service has too much to do. */
export async function patient<V>(run: () => Promise<V>, signal: AbortSignal): Promise<V> {
  for (let tried = 1; ; tried++) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 429 || tried === TRIES) throw error;
      await new Promise((go) => setTimeout(go, 250 * 2 ** tried));
      if (signal.aborted) throw new Superseded();
    }
  }
}

export const faultOf = (error: unknown): Fault =>
  error instanceof Refused ? error.fault : { what: String(error), where: "", remedy: "", code: 1 };

/** Give an answer with the variables of another in place of its own. */
export function within(old: Answer, found: Answer): Answer {
  const renewed = new Set(found.records.map((one) => one.variable));
  return { ...old, meta: found.meta, records: [...found.records, ...old.records.filter((one) => !renewed.has(one.variable))] };
}

class Asker {
  readonly held = new Map<string, Held>();
  constructor(private readonly draw: () => void) {}

  /** Ask for a column's outcome, unless it is here or on its way; while a slider moves for one variable alone. */
  want(name: string, key: string, args: Arguments, variable: string): void {
    const old = this.held.get(name);
    if (old?.key === key && !old.failure) return;
    const done = known.get(key);
    const shown = done ? { key, args, answer: done, firstOrder: false } : (old?.shown ?? null);
    const since = old?.busy ? old.since : Date.now();
    const moving = Boolean(old?.shown && old.key !== key && Date.now() - old.moved < MOVING);
    this.held.set(name, { key, since, moved: Date.now(), shown, failure: null, busy: !done });
    if (done) exact.stop(name);
    else this.put(name, key, args, since, moving ? variable : "");
    this.draw();
  }

  /** Ask for all of it once the slider rests. */
  private settle(name: string, key: string, args: Arguments): void {
    const moved = this.held.get(name)?.moved ?? 0;
    setTimeout(
      () => {
        const now = this.held.get(name);
        if (now?.key === key && now.shown?.key === key && now.shown.bare) this.put(name, key, args, Date.now(), "");
      },
      Math.max(0, moved + REST - Date.now()),
    );
  }

  drop(name: string): void {
    exact.stop(name);
    quick.stop(name);
    this.held.delete(name);
  }

  stop(name: string): void {
    exact.stop(name);
    quick.stop(name);
    this.change(name, { busy: false });
  }

  private change(name: string, changes: Partial<Held>): void {
    const old = this.held.get(name);
    if (old) this.held.set(name, { ...old, ...changes });
    this.draw();
  }

  private put(name: string, key: string, args: Arguments, since: number, only: string): void {
    const bare = only !== "";
    const arrived = (found: Answer) => {
      lost.set(false);
      const now = this.held.get(name);
      const answer = bare && now?.shown ? within(now.shown.answer, found) : found;
      if (!bare) remember(key, answer);
      report(answer);
      if (!now || (now.shown?.key === now.key && !now.shown.firstOrder && !now.shown.bare)) return;
      const latest = now.key === key;
      if (now.shown?.key === now.key && !latest) return;
      const shown = { key, args, answer, firstOrder: false, bare };
      this.change(name, { shown, ...(latest ? { busy: false } : { since: Date.now() }) });
      if (bare && latest) this.settle(name, key, args);
    };
    const failed = (error: unknown) => {
      const now = this.held.get(name);
      if (error instanceof Superseded || now?.key !== key) return;
      if (error instanceof Refused && error.status === 0) lost.set(true);
      const shown = now.shown?.firstOrder ? null : now.shown; // no equilibrium: what stood in for it stands for nothing
      this.change(name, { failure: faultOf(error), busy: false, shown });
    };
    const words = bare ? { ...args, parts: "records", variables: only } : args;
    exact.put(name, (signal) => patient(() => ask("simulate", words, signal), signal)).then(arrived, failed);
    setTimeout(() => this.roughly(name, key, args), Math.max(0, since + SOON - Date.now()));
  }

  private roughly(name: string, key: string, args: Arguments): void {
    const now = this.held.get(name);
    if (!now?.busy || now.key !== key || now.shown?.key === key) return;
    const arrived = (answer: Answer) => {
      const then = this.held.get(name);
      if (then?.busy && then.shown?.key !== then.key) this.change(name, { shown: { key, args, answer, firstOrder: true } });
    };
    quick
      .put(name, async (signal) => ask("simulate", { ...args, first_order: "true" }, signal))
      .then(arrived, () => undefined); // the exact answer says what is wrong
  }
}

/** Give the outcome of each of some scenarios, by name; they share one line, so that one request is under way. */
export function useSolved(
  asks: readonly { name: string; args: Arguments | null }[],
  variable = "welfare_pct",
): Record<string, Solved> {
  const word = language.use();
  const stamp = session.use()?.store ?? "";
  const times = again.use();
  const [, turn] = useState(0);
  const asker = useRef<Asker | null>(null);
  asker.current ??= new Asker(() => turn((count) => count + 1));
  const { current } = asker;
  const wanted = asks.flatMap(({ name, args }) => {
    if (!args) return [];
    const whole: Arguments = { ...args, language: word };
    return [{ name, args: whole, key: `${keyOf("simulate", whole)}#${stamp}` }];
  });
  useEffect(() => {
    for (const { name, key, args } of wanted) current.want(name, key, args, variable);
    for (const name of [...current.held.keys()]) if (!asks.some((one) => one.name === name)) current.drop(name);
  }, [wanted.map(({ name, key }) => name + key).join("\n"), times]);
  useEffect(() => () => [...current.held.keys()].forEach((name) => current.drop(name)), []);
  return Object.fromEntries(
    asks.map(({ name }) => {
      const held = current.held.get(name);
      const key = wanted.find((one) => one.name === name)?.key ?? "";
      const stale = Boolean(held?.shown && held.shown.key !== key);
      const { shown = null, failure = null, busy = false } = held ?? {};
      return [name, { shown, failure, busy, stale, stop: () => current.stop(name) }];
    }),
  );
}
