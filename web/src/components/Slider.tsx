// A slider with its number: the number can be typed too.

import { useId } from "preact/hooks";

interface Props {
  label: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  /** What is read out and shown beside it, such as "25 %". */
  text?: string;
  disabled?: boolean;
  /** On every move. */
  onInput: (value: number) => void;
  /** When it comes to rest. */
  onChange?: (value: number) => void;
}

export function Slider({ label, value, min, max, step = 1, text, disabled, onInput, onChange }: Props) {
  const id = useId();
  const held = (event: Event) => Number((event.currentTarget as HTMLInputElement).value);
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <output for={id}>{text ?? String(value)}</output>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={disabled}
        aria-valuetext={text}
        onInput={(event) => onInput(held(event))}
        onChange={(event) => onChange?.(held(event))}
      />
    </div>
  );
}
