// A box to type in that offers a list, by ARIA's pattern of an editable combobox with a list box.

import type { ComponentChildren } from "preact";
import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import { matching, meant, type Option } from "../search";
import { useText } from "../texts";

interface Props {
  label: string;
  /** What is chosen; shown by its option's text. */
  value: string;
  options: readonly Option[];
  onPick: (value: string) => void;
  /** What can't be chosen here, with why in its detail. */
  taken?: readonly Option[];
  /** Empties the box once something is picked, so that more can be added. */
  adding?: boolean;
  placeholder?: string;
  /** What is wrong with the value, said under the box. */
  fault?: ComponentChildren;
  hint?: ComponentChildren;
}

const MOST = 400;

export function Combo({ label, value, options, onPick, taken = [], adding = false, placeholder, fault, hint }: Props) {
  const t = useText();
  const id = useId();
  const [typed, type] = useState<string | null>(null);
  const [open, turn] = useState(false);
  const [at, move] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const found = useMemo(() => (open ? matching(options, typed ?? "").slice(0, MOST) : []), [open, options, typed]);
  const barred = typed ? meant(taken, found, typed)?.detail : undefined;
  const missed = !open && typed ? (barred ?? t("picker.none", { word: typed })) : "";
  const wrong = missed || fault;
  const held = options.find((one) => one.value === value)?.text ?? value;

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [at, open]);

  const show = (text: string | null) => {
    type(text);
    const nearest = text && meant(taken, matching(options, text), text) ? -1 : 0; // Enter must not choose another in its place
    move(text ? nearest : Math.max(0, found.findIndex((one) => one.value === value)));
    turn(true);
  };
  const close = (keep = false) => {
    turn(false);
    if (!keep) type(null);
  };
  const pick = (option: Option) => {
    close();
    onPick(option.value);
    if (adding) input.current?.focus();
  };
  const begin = () => {
    const all = matching(options, "");
    move(Math.max(0, all.findIndex((one) => one.value === value)));
    turn(true);
  };

  const keyed = (event: KeyboardEvent) => {
    if (event.isComposing) return; // a Korean syllable is still being put together
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (!open) begin();
      else move((now) => Math.min(found.length - 1, Math.max(0, now + step)));
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      const option = found[at];
      if (option) pick(option);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    } else if (event.key === "Tab") {
      const option = found[at];
      if (open && typed && option) pick(option);
      else close(Boolean(typed) && (!found.length || barred !== undefined));
    }
  };

  return (
    <div class="field combo">
      <label for={`${id}-box`}>{label}</label>
      <input
        ref={input}
        id={`${id}-box`}
        role="combobox"
        type="text"
        autocomplete="off"
        spellcheck={false}
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={open && found[at] ? `${id}-${at}` : undefined}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={wrong || hint ? `${id}-said` : undefined}
        placeholder={placeholder}
        value={typed ?? (adding ? "" : held)}
        onInput={(event) => show(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onClick={() => (open ? undefined : begin())}
        onKeyDown={keyed}
        onBlur={() => close(Boolean(typed) && (!found.length || barred !== undefined))}
      />
      <ul id={`${id}-list`} ref={list} role="listbox" aria-label={label} hidden={!open}>
        {open && barred && <li class="none">{barred}</li>}
        {found.map((one, place) => (
          <li
            key={one.value}
            id={`${id}-${place}`}
            role="option"
            aria-selected={place === at}
            data-section={one.section !== found[place - 1]?.section ? one.section : undefined}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(one)}
            onMouseMove={() => (place === at ? undefined : move(place))}
          >
            <span>{one.text}</span>
            {one.detail && <small>{one.detail}</small>}
          </li>
        ))}
        {open && !found.length && !barred && <li class="none">{t("picker.none", { word: typed ?? "" })}</li>}
      </ul>
      {(wrong || hint) && (
        <p id={`${id}-said`} class={wrong ? "fault" : "hint"}>
          {wrong || hint}
        </p>
      )}
    </div>
  );
}
