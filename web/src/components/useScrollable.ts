// Whether a drawing is wider than its place, so that it can be scrolled.

import { useEffect, useRef, useState } from "preact/hooks";

/** Whether what is inside is wider than what shows of it; a part of a pixel is none. */
export const isWider = ({ scrollWidth, clientWidth }: Pick<HTMLElement, "scrollWidth" | "clientWidth">): boolean =>
  clientWidth > 0 && scrollWidth > clientWidth + 1;

/** Watch a place and what is in it; looks anew where one of the things named has changed. */
export function useScrollable<E extends HTMLElement>(...shown: unknown[]) {
  const frame = useRef<E>(null);
  const [wide, setWide] = useState(false);
  useEffect(() => {
    const own = frame.current;
    if (!own) return undefined;
    const look = () => setWide(isWider(own));
    const watcher = new ResizeObserver(look);
    watcher.observe(own);
    if (own.firstElementChild) watcher.observe(own.firstElementChild);
    look();
    return () => watcher.disconnect();
  }, shown);
  return { frame, wide };
}
