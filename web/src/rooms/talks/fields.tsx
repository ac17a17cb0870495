// A field of the form: what is typed goes into the text at once, and stays as it was typed while the field has the focus.

import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { meant, shown, spelled } from "./document";
import type { Path } from "./toml";

/** What every field has of the form. */
export interface Form {
  /** The key that the check finds wrong. */
  wrong: string;
  put: (path: Path, value: unknown, moving?: boolean) => void;
}

interface Props {
  form: Form;
  path: Path;
  label: string;
  value: unknown;
  /** Whether what is typed is a number, a range or a sum; else it is a text. */
  number?: boolean;
  placeholder?: string;
  hint?: string;
  /** Whether the label is for those who hear the page only. */
  bare?: boolean;
  /** Whether it counts only when the field is left: a name that is typed letter by letter could meet another on its way. */
  late?: boolean;
  /** Put in place of what the path alone says. */
  onValue?: (value: unknown) => void;
}

/** Whether a fault is about a place, or about one of the list that it stands in. */
export function amiss(wrong: string, path: Path): boolean {
  const own = spelled(path);
  return wrong === own || (typeof path.at(-1) === "number" && path.length > 2 && wrong === spelled(path.slice(0, -1)));
}

export function Field({ form, path, label, value, number, placeholder, hint, bare, late, onValue }: Props) {
  const id = useId();
  const [typed, type] = useState<string | null>(null);
  const said = (text: string) => {
    const read = number ? meant(text) : text === "" ? null : text;
    if (onValue) onValue(read);
    else form.put(path, read, true);
  };
  return (
    <div class="field">
      <label for={id} class={bare ? "unseen" : undefined}>
        {label}
      </label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        spellcheck={!number}
        inputMode={number ? "text" : undefined}
        class={number ? "figure" : undefined}
        value={typed ?? shown(value)}
        placeholder={placeholder}
        aria-invalid={amiss(form.wrong, path) || undefined}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => {
          type(event.currentTarget.value);
          if (!late) said(event.currentTarget.value);
        }}
        onKeyDown={(event) => late && event.key === "Enter" && !event.isComposing && event.currentTarget.blur()}
        onBlur={(event) => {
          if (late && typed !== null && typed !== shown(value)) said(event.currentTarget.value.trim());
          type(null);
        }}
      />
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface ChoiceProps {
  form: Form;
  path: Path;
  label: string;
  value: string;
  options: readonly { value: string; text: string }[];
  onPick: (value: string) => void;
}

export function Choice({ form, path, label, value, options, onPick }: ChoiceProps) {
  const id = useId();
  const all = options.some((one) => one.value === value) ? options : [{ value, text: value }, ...options];
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} aria-invalid={amiss(form.wrong, path) || undefined} onChange={(event) => onPick(event.currentTarget.value)}>
        {all.map((one) => (
          <option key={one.value} value={one.value}>
            {one.text}
          </option>
        ))}
      </select>
    </div>
  );
}

interface CheckProps {
  checked: boolean;
  onTurn: (checked: boolean) => void;
  children: ComponentChildren;
}

export function Check({ checked, onTurn, children }: CheckProps) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={(event) => onTurn(event.currentTarget.checked)} />
      {children}
    </label>
  );
}

interface AddProps {
  label: string;
  button: string;
  /** Why a name can't be taken; empty where it can. */
  refuse: (name: string) => string;
  onAdd: (name: string) => void;
}

/** A name to be typed, and a button that adds something of that name. */
export function Add({ label, button, refuse, onAdd }: AddProps) {
  const id = useId();
  const [name, type] = useState("");
  const [fault, fail] = useState("");
  const add = () => {
    const why = refuse(name.trim());
    fail(why);
    if (why) return;
    onAdd(name.trim());
    type("");
  };
  return (
    <div class="adding">
      <div class="field">
        <label for={id}>{label}</label>
        <input
          id={id}
          type="text"
          autocomplete="off"
          spellcheck={false}
          value={name}
          aria-invalid={fault !== "" || undefined}
          aria-describedby={`${id}-fault`}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.isComposing) return;
            event.preventDefault();
            add();
          }}
        />
      </div>
      <button type="button" onClick={add}>
        {button}
      </button>
      <p class="fault" id={`${id}-fault`} role="status">
        {fault}
      </p>
    </div>
  );
}
