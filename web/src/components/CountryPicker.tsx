// Choose a country, or a group of countries, by its name in either language or by its code.

import { useMemo } from "preact/hooks";
import { type Labels, useLabels } from "../labels";
import type { Option } from "../search";
import { type Key, type Language, language, type Text, useText } from "../texts";
import { Combo } from "./Combo";

export const EVERYONE = "ALL";

interface Choices {
  groups?: boolean;
  everyone?: boolean;
  without?: readonly string[];
}

/** Give the countries and groups as options, in the order of the language. */
export function places(labels: Labels | null, word: Language, t: Text, { groups, everyone, without = [] }: Choices): Option[] {
  if (!labels) return [];
  const other = word === "ko" ? "en" : "ko";
  const order = new Intl.Collator(word);
  const sorted = <T extends { en: string; ko: string }>(list: readonly T[]) =>
    [...list].sort((a, b) => order.compare(a[word], b[word]));
  const countries = sorted(labels.countries).map((one) => ({
    value: one.code,
    text: one[word],
    also: `${one[other]} ${one.code}`,
    detail: one.accounts ? one.code : t("picker.no_accounts"),
    section: t("picker.countries"),
    last: !one.accounts,
  }));
  const known = countries.filter((one) => !one.last);
  const rest = countries.filter((one) => one.last);
  const clubs = sorted(labels.groups).map((one) => ({
    value: one.code,
    text: one[word] === one.code ? one.code : `${one[word]} (${one.code})`,
    also: `${one[other]} ${one.code}`,
    detail: t("picker.group", { count: one.members.length }),
    section: t("picker.groups"),
  }));
  const all = everyone ? [{ value: EVERYONE, text: t("picker.everyone"), also: "ALL" }] : [];
  return [...all, ...known, ...(groups ? clubs : []), ...rest].filter((one) => !without.includes(one.value));
}

/** Give those that can't be chosen because they are chosen elsewhere, each with a sentence that says where. */
export function barred(labels: Labels | null, word: Language, t: Text, elsewhere: Readonly<Record<string, Key>>): Option[] {
  return places(labels, word, t, { groups: true }).flatMap((one) => {
    const said = elsewhere[one.value];
    return said ? [{ ...one, detail: t(said, { name: one.text }) }] : [];
  });
}

interface Props extends Choices {
  label?: string;
  value: string;
  onChange: (code: string) => void;
  /** Who is chosen elsewhere and so can't be chosen here, with the sentence that says so. */
  taken?: Readonly<Record<string, Key>>;
  /** Warn where the country is not in the accounts; on by default. */
  accounts?: boolean;
}

export function CountryPicker({ label, value, onChange, accounts = true, taken = {}, ...choices }: Props) {
  const t = useText();
  const labels = useLabels();
  const word = language.use();
  const { groups, everyone, without } = choices;
  const options = useMemo(
    () => places(labels, word, t, { groups, everyone, without }),
    [labels, word, groups, everyone, (without ?? []).join()],
  );
  const elsewhere = useMemo(() => barred(labels, word, t, taken), [labels, word, JSON.stringify(taken)]);
  const country = labels?.countries.find((one) => one.code === value);
  const unknown = labels !== null && value !== "" && !options.some((one) => one.value === value);
  const fault = unknown && (
    <>
      <strong>{t("country.unknown", { word: value })}</strong> {t("country.unknown.remedy")}
    </>
  );
  const hint = accounts && country && !country.accounts && t("country.not_in_accounts", { name: country[word] });
  return (
    <Combo label={label ?? t("country")} value={value} options={options} taken={elsewhere} onPick={onChange} fault={fault || undefined} hint={hint || undefined} />
  );
}
