// Tabs by ARIA's pattern: the arrow keys go from one to the next.

import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";

interface Props {
  label: string;
  tabs: readonly { name: string; text: string }[];
  chosen: string;
  onPick: (name: string) => void;
  children: ComponentChildren;
}

export function Tabs({ label, tabs, chosen, onPick, children }: Props) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const keyed = (event: KeyboardEvent) => {
    const here = tabs.findIndex((one) => one.name === chosen);
    const steps: Record<string, number> = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tabs.length - 1 };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const place = (next + tabs.length) % tabs.length;
    const tab = tabs[place];
    if (tab) onPick(tab.name);
    list.current?.querySelectorAll<HTMLButtonElement>("[role=tab]")[place]?.focus();
  };
  return (
    <>
      <div role="tablist" aria-label={label} class="tabs" ref={list} onKeyDown={keyed}>
        {tabs.map(({ name, text }) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={name === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={name === chosen ? 0 : -1}
            onClick={() => onPick(name)}
          >
            {text}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`} tabIndex={-1}>
        {children}
      </div>
    </>
  );
}
