// Lists of places and of sectors, as a scenario says them: codes, groups, lists of its own, or all.

import { useMemo } from "preact/hooks";
import { Combo } from "../../components/Combo";
import { EVERYONE, places } from "../../components/CountryPicker";
import { useLabels, useNames } from "../../labels";
import type { Option } from "../../search";
import { language, useText } from "../../texts";

interface Props {
  label: string;
  value: readonly string[];
  onChange: (words: string[]) => void;
  /** Lists of the scenario's own. */
  own?: readonly string[];
  /** What an empty list stands for; where there is none, it is a fault. */
  empty?: string;
}

interface ChipsProps extends Props {
  options: readonly Option[];
  nameOf: (word: string) => string;
  known: (word: string) => boolean;
}

function Chips({ label, value, onChange, empty, options, nameOf, known }: ChipsProps) {
  const t = useText();
  const wrong = value.filter((word) => !known(word));
  const fault = wrong.length ? t("country.unknown", { word: wrong.join(", ") }) : !value.length && !empty ? t("change.pick.missing") : undefined;
  return (
    <div class="partners">
      <Combo
        label={label}
        value=""
        adding
        options={options.filter((one) => !value.includes(one.value))}
        taken={options.filter((one) => value.includes(one.value)).map((one) => ({ ...one, detail: t("picker.taken", { name: one.text }) }))}
        placeholder={value.length ? t("change.pick.more") : (empty ?? t("change.pick.first"))}
        onPick={(word) => onChange(word === EVERYONE ? [EVERYONE] : [...value.filter((one) => one !== EVERYONE), word])}
        fault={fault}
      />
      {value.length > 0 && (
        <ul class="chips">
          {value.map((word) => (
            <li key={word} class={wrong.includes(word) ? "wrong" : undefined}>
              {nameOf(word)}
              <button
                type="button"
                aria-label={t("partners.remove", { name: nameOf(word) })}
                onClick={() => onChange(value.filter((one) => one !== word))}
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

export function PlacesPicker({ own = [], ...props }: Props) {
  const t = useText();
  const labels = useLabels();
  const names = useNames();
  const word = language.use();
  const options = useMemo(() => {
    const mine = own.map((one) => ({ value: one, text: one, section: t("change.pick.own") }));
    return [...mine, ...places(labels, word, t, { groups: true, everyone: true })];
  }, [labels, word, own.join()]);
  const nameOf = (one: string) => (one.toUpperCase() === EVERYONE ? t("picker.everyone") : names.country(one));
  const known = (one: string) => one.toUpperCase() === EVERYONE || own.includes(one) || names.known(one.toUpperCase());
  return <Chips {...props} options={options} nameOf={nameOf} known={known} />;
}

export function SectorsPicker(props: Props) {
  const t = useText();
  const labels = useLabels();
  const names = useNames();
  const options = useMemo(() => {
    const groups = (labels?.sector_groups ?? []).map((one) => ({ ...one, section: t("sector.groups") }));
    const each = (labels?.sectors ?? []).map((one) => ({
      ...one,
      section: t(one.kind === "goods" ? "sector.goods" : "sector.services"),
    }));
    return [...groups, ...each].map(({ code, name, section, words }) => ({
      value: code,
      text: name || code,
      also: code,
      words,
      detail: code,
      section,
    }));
  }, [labels, t("sector.groups")]);
  return <Chips {...props} options={options} nameOf={(one) => names.sector(one)} known={() => true} />;
}
