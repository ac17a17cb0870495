import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import "./tooltip.css";

interface Props {
  /** The pointer's place in the window. */
  at: readonly [number, number];
  children: ComponentChildren;
}

/** Say what is under the pointer, beside it and inside the window; the table says it to those who don't point. */
export function Tooltip({ at, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const own = box.current;
    if (!own) return;
    const [x, y] = at;
    const below = y + 18 + own.offsetHeight < innerHeight;
    own.style.left = `${Math.max(8, Math.min(x + 14, innerWidth - own.offsetWidth - 8))}px`;
    own.style.top = `${Math.max(8, below ? y + 18 : y - own.offsetHeight - 10)}px`;
  });
  return (
    <div class="tip" ref={box} aria-hidden="true">
      {children}
    </div>
  );
}
