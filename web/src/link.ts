// What is on screen is in the link, after the #: a colleague who opens it sees the same.

import { useEffect, useState } from "preact/hooks";

export interface Link {
  room: string;
  params: URLSearchParams;
}

/** Read a link's fragment, as `#/equation?country=KOR`. */
export function read(fragment: string): Link {
  const [path = "", query = ""] = fragment.replace(/^#?\/?/, "").split("?", 2);
  return { room: path || "equation", params: new URLSearchParams(query) };
}

/** Write a link's fragment; what is empty is left out. */
export function written({ room, params }: Link): string {
  const kept = new URLSearchParams([...params].filter(([, value]) => value !== ""));
  const query = kept.toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%3D", "="); // as a reader would write it
  return `#/${room}${query && `?${query}`}`;
}

/** Give the whole address of what is on screen, to be opened elsewhere: with the language, without the token. */
export function shared(language: string): string {
  const { room, params } = read(location.hash);
  const all = new URLSearchParams(params);
  all.set("lang", language);
  return `${location.origin}${location.pathname}${written({ room, params: all })}`;
}

/** Go to another place; `push` makes it a step of the browser's history. */
export function go(link: Link, push = false): void {
  const target = written(link);
  if (target === location.hash) return;
  history[push ? "pushState" : "replaceState"](null, "", target);
  dispatchEvent(new HashChangeEvent("hashchange"));
}

/** Give where we are, and a function that changes some of the parameters. */
export function useLink() {
  const [link, turn] = useState(() => read(location.hash));
  useEffect(() => {
    const follow = () => turn(read(location.hash));
    addEventListener("hashchange", follow);
    addEventListener("popstate", follow);
    return () => {
      removeEventListener("hashchange", follow);
      removeEventListener("popstate", follow);
    };
  }, []);
  const set = (changes: Record<string, string>, { push = false, room = "" } = {}) => {
    const now = read(location.hash);
    const params = room && room !== now.room ? new URLSearchParams() : new URLSearchParams(now.params);
    for (const [name, value] of Object.entries(changes)) params.set(name, value);
    go({ room: room || now.room, params }, push);
  };
  return { ...link, set };
}
