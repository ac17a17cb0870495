// Choose several partners: each a chip that can be taken away, and a box to add more.

import { useMemo } from "preact/hooks";
import { useLabels, useNames } from "../labels";
import { type Key, language, useText } from "../texts";
import { Combo } from "./Combo";
import { barred, places } from "./CountryPicker";

interface Props {
  label?: string;
  value: readonly string[];
  onChange: (codes: string[]) => void;
  groups?: boolean;
  /** Codes that can't be chosen, such as the country itself. */
  without?: readonly string[];
  /** What no partner stands for. */
  empty?: string;
}

export function PartnersPicker({ label, value, onChange, groups = true, without = [], empty }: Props) {
  const t = useText();
  const labels = useLabels();
  const names = useNames();
  const word = language.use();
  const hidden = [...value, ...without];
  const options = useMemo(() => places(labels, word, t, { groups, without: hidden }), [labels, word, groups, hidden.join()]);
  const chosen: Record<string, Key> = Object.fromEntries(value.map((one) => [one, "picker.taken"]));
  for (const one of without) chosen[one] = "picker.taken.country";
  const taken = useMemo(() => barred(labels, word, t, chosen), [labels, word, hidden.join()]);
  const unknown = value.filter((one) => !names.known(one));
  return (
    <div class="partners">
      <Combo
        label={label ?? t("partners")}
        value=""
        adding
        options={options}
        taken={taken}
        placeholder={value.length ? t("partners.add") : (empty ?? t("partners.all"))}
        onPick={(code) => onChange([...value, code])}
        fault={unknown.length ? `${t("country.unknown", { word: unknown.join(", ") })} ${t("country.unknown.remedy")}` : undefined}
      />
      {value.length > 0 && (
        <ul class="chips">
          {value.map((code) => (
            <li key={code} class={unknown.includes(code) ? "wrong" : undefined}>
              {names.country(code)}
              <button
                type="button"
                aria-label={t("partners.remove", { name: names.country(code) })}
                onClick={() => onChange(value.filter((one) => one !== code))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
