// Choose the year of the accounts, by the dataset that holds it.

import { useId } from "preact/hooks";
import { useLabels } from "../labels";
import { useText } from "../texts";

interface Props {
  year: string;
  source: string;
  onChange: (chosen: { year: string; source: string }) => void;
  kind?: string;
}

export function PeriodPicker({ year, source, onChange, kind = "accounts" }: Props) {
  const t = useText();
  const id = useId();
  const sets = (useLabels()?.datasets ?? []).filter((one) => one.kind === kind && one.years.length);
  const value = year || source ? `${year}@${source}` : "";
  const offered = sets.some((one) => one.years.some((when) => `${when}@${one.name}` === value));
  const picked = (event: Event) => {
    const [when = "", where = ""] = (event.currentTarget as HTMLSelectElement).value.split("@");
    onChange({ year: when, source: where });
  };
  return (
    <div class="field">
      <label for={id}>{t("period")}</label>
      <select id={id} value={value} onChange={picked}>
        <option value="">{t("period.newest")}</option>
        {value && !offered && <option value={value}>{[year, source].filter(Boolean).join(", ")}</option>}
        {sets.map((one) => (
          <optgroup key={one.name} label={one.name}>
            {[...one.years].reverse().map((when) => (
              <option key={when} value={`${when}@${one.name}`}>
                {when}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}
