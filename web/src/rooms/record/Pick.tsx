// A choice of few, and a line to type in: both with their label above.

import { useEffect, useId, useState } from "preact/hooks";

interface PickProps {
  label: string;
  value: string;
  options: readonly { value: string; text: string }[];
  onPick: (value: string) => void;
}

export function Pick({ label, value, options, onPick }: PickProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onPick(event.currentTarget.value)}>
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.text}
          </option>
        ))}
      </select>
    </div>
  );
}

interface LineProps {
  label: string;
  value: string;
  placeholder?: string;
  /** Told when the line is left, or Enter is pressed. */
  onDone: (value: string) => void;
}

export function Line({ label, value, placeholder, onDone }: LineProps) {
  const id = useId();
  const [typed, type] = useState(value);
  useEffect(() => type(value), [value]);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        value={typed}
        placeholder={placeholder}
        onInput={(event) => type(event.currentTarget.value)}
        onBlur={() => typed.trim() !== value && onDone(typed.trim())}
        onKeyDown={(event) => event.key === "Enter" && !event.isComposing && onDone(typed.trim())}
      />
    </div>
  );
}
