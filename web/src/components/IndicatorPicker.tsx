// Choose a measure by its words or its name.

import { useMemo } from "preact/hooks";
import { useLabels } from "../labels";
import { useText } from "../texts";
import { Combo } from "./Combo";

interface Props {
  label?: string;
  value: string;
  onChange: (name: string) => void;
  question: string;
  /** Offer only those with a value for each sector, or for each partner. */
  by?: readonly ("sector" | "partner")[];
}

export function IndicatorPicker({ label, value, onChange, question, by = [] }: Props) {
  const t = useText();
  const labels = useLabels();
  const options = useMemo(
    () =>
      (labels?.indicators ?? [])
        .filter((one) => one.question === question && by.every((dimension) => one[dimension] !== false))
        .map((one) => ({ value: one.name, text: one.short || one.name, also: `${one.name} ${one.label}`, detail: one.label })),
    [labels, question, by.join()],
  );
  const hint = labels?.indicators.find((one) => one.name === value)?.label;
  return <Combo label={label ?? t("col.indicator")} value={value} options={options} onPick={onChange} hint={hint} />;
}
