// A value that parts of the page share: whoever uses it is drawn again when it changes.

import { useEffect, useState } from "preact/hooks";

export interface Store<T> {
  get: () => T;
  set: (value: T | ((held: T) => T)) => void;
  use: () => T;
}

export function store<T>(initial: T): Store<T> {
  let held = initial;
  const told = new Set<() => void>();
  const get = () => held;
  const set = (value: T | ((held: T) => T)) => {
    const next = typeof value === "function" ? (value as (held: T) => T)(held) : value;
    if (Object.is(next, held)) return;
    held = next;
    for (const tell of [...told]) tell();
  };
  const use = () => {
    const [, turn] = useState(0);
    useEffect(() => {
      const tell = () => turn((count) => count + 1);
      told.add(tell);
      tell(); // it may have changed between the drawing and now
      return () => void told.delete(tell);
    }, []);
    return held;
  };
  return { get, set, use };
}

/** Read what the browser keeps for this page; a browser that keeps nothing is no fault. */
export function kept(name: string): string {
  try {
    return localStorage.getItem(`counterpoise.${name}`) ?? "";
  } catch {
    return "";
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`counterpoise.${name}`, value);
  } catch {
    // a private window may refuse; the link holds the state all the same
  }
}
