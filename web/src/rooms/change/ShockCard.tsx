// One thing that changes: its kind, its sides, its sectors and how much, by clicking.

import { useId } from "preact/hooks";
import type { Fault } from "../../api";
import { Failure } from "../../components/Failure";
import { Slider } from "../../components/Slider";
import { useNumbers } from "../../numbers";
import { type Key, useText } from "../../texts";
import { PlacesPicker, SectorsPicker } from "./pickers";
import { type Amount, amountOf, KINDS, type Kind, SHAPES, type Shock, started, withAmount, withKey, words } from "./scenario";

/** Tells of a change; `moving` while a slider is held or a text is being typed. */
export type Turned<V> = (value: V, moving?: boolean) => void;

interface Props {
  title: string;
  shock: Shock;
  own: readonly string[];
  onChange: Turned<Shock>;
  onRest: () => void;
  onRemove: () => void;
  /** Whether the other side answers in kind; left out where it can't. */
  answered?: boolean;
  onAnswered?: (yes: boolean) => void;
  /** An answer in kind, which follows the shock that it answers. */
  follows?: boolean;
  /** What is wrong with it. */
  fault?: Fault | null;
}

const sideKey = (shock: Shock, side: string) => `change.side.${shock.kind}.${side}` as Key;

export function ShockCard({ title, shock, own, onChange, onRest, onRemove, answered, onAnswered, follows, fault }: Props) {
  const t = useText();
  const shape = SHAPES[shock.kind];
  const exchange = (kind: Kind) => {
    const [by = ["USA"], on = ["CHN"]] = SHAPES[shock.kind].sides.map((side) => words(shock[side]));
    const made = started(kind);
    const [first, second] = SHAPES[kind].sides;
    if (kind === "agreement") made.parties = [...new Set([...by, ...on])];
    else if (first && by.length) made[first] = by;
    if (second && on.length && kind !== "recorded") made[second] = on;
    if (shape.sectors && SHAPES[kind].sectors && shock.sectors) made.sectors = shock.sectors;
    onChange(made);
  };
  return (
    <fieldset class="shock">
      <legend>{title}</legend>
      <div class="shock-head">
        <label>
          <span class="unseen">{t("change.kind")}</span>
          <select value={shock.kind} onChange={(event) => exchange(event.currentTarget.value as Kind)}>
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`change.kind.${kind}`)}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="quiet" onClick={onRemove} aria-label={t("change.remove.of", { what: title })}>
          {t("change.remove")}
        </button>
      </div>
      <Named shock={shock} onChange={onChange} onRest={onRest} />
      {shape.sides
        .filter((side) => !(side === "parties" && shock.name))
        .map((side) => (
          <PlacesPicker
            key={side}
            label={t(sideKey(shock, side))}
            value={words(shock[side])}
            own={own}
            empty={shape.free.includes(side) ? t("picker.everyone") : undefined}
            onChange={(list) => onChange(withKey(shock, side, list))}
          />
        ))}
      {shape.direction && (
        <Direction value={String(shock.direction ?? "both")} onChange={(word) => onChange(withKey(shock, "direction", word === "both" ? "" : word))} />
      )}
      {shape.sectors && (
        <SectorsPicker
          label={t("change.sectors")}
          value={words(shock.sectors)}
          empty={t(["tariff", "export_tax", "agreement"].includes(shock.kind) ? "change.sectors.goods" : "change.sectors.all")}
          onChange={(list) => onChange(withKey(shock, "sectors", list))}
        />
      )}
      <HowMuch shock={shock} onChange={onChange} onRest={onRest} />
      {answered !== undefined && (
        <label class="check">
          <input type="checkbox" checked={answered} onChange={(event) => onAnswered?.(event.currentTarget.checked)} />
          {t("change.answers")}
        </label>
      )}
      <Failure fault={fault ?? null} />
      {follows && <p class="hint">{t("change.follows")}</p>}
    </fieldset>
  );
}

/** What a recorded shock and a named agreement say besides. */
function Named({ shock, onChange, onRest }: { shock: Shock; onChange: Turned<Shock>; onRest: () => void }) {
  const t = useText();
  const field = (key: string, label: Key, type = "text") => (
    <label class="field" key={key}>
      <span>{t(label)}</span>
      <input
        type={type as "text"}
        value={String(shock[key] ?? "")}
        onInput={(event) => onChange(withKey(shock, key, event.currentTarget.value), true)}
        onChange={onRest}
      />
    </label>
  );
  if (shock.kind === "agreement" && shock.name !== undefined) return field("name", "change.agreement.name");
  if (shock.kind !== "recorded") return null;
  return (
    <div class="row">
      {field("table", "change.recorded.table")}
      {field("from", "change.recorded.from", "date")}
      {field("to", "change.recorded.to", "date")}
    </div>
  );
}

function Direction({ value, onChange }: { value: string; onChange: (word: string) => void }) {
  const t = useText();
  const name = useId();
  return (
    <div class="choices" role="radiogroup" aria-label={t("change.direction")}>
      {(["both", "imports", "exports"] as const).map((word) => (
        <label key={word} class="check">
          <input type="radio" name={name} checked={value === word} onChange={() => onChange(word)} />
          {t(`change.direction.${word}`)}
        </label>
      ))}
    </div>
  );
}

function HowMuch({ shock, onChange, onRest }: { shock: Shock; onChange: Turned<Shock>; onRest: () => void }) {
  const t = useText();
  const n = useNumbers();
  const id = useId();
  const amount = amountOf(shock);
  if (!amount) return null;
  const { amounts } = SHAPES[shock.kind];
  const { key, value, low, high, step, unit } = amount;
  const put = (next: number, moving: boolean) => Number.isFinite(next) && onChange({ ...shock, [key]: next }, moving);
  const label = t(`change.amount.${shock.kind}.${key}` as Key);
  return (
    <div class="amount">
      {amounts.length > 1 && (
        <label class="field">
          <span>{t("change.amount")}</span>
          <select value={key} onChange={(event) => onChange(withAmount(shock, event.currentTarget.value))}>
            {amounts.map((one: Amount) => (
              <option key={one.key} value={one.key}>
                {t(`change.amount.${shock.kind}.${one.key}` as Key)}
              </option>
            ))}
          </select>
        </label>
      )}
      <Slider
        label={label}
        value={value}
        min={Math.min(low, value)}
        max={Math.max(high, value)}
        step={step}
        text={t(`change.unit.${unit}`, { value: n.plain(value) })}
        onInput={(next) => put(next, true)}
        onChange={onRest}
      />
      <label class="field exact" for={id}>
        <span class="unseen">{t("change.exactly", { what: label })}</span>
        <input
          id={id}
          type="number"
          step="any"
          inputMode="decimal"
          value={value}
          onInput={(event) => event.currentTarget.value !== "" && put(event.currentTarget.valueAsNumber, true)}
          onChange={onRest}
        />
      </label>
    </div>
  );
}
