// How the world adjusts, and against what the scenario is held: what a question names in place of the scenario.

import { useLabels } from "../../labels";
import { type Key, useText } from "../../texts";
import { holds, type Option, type Options } from "./columns";
import type { Scenario } from "./scenario";

interface Props {
  scenario: Scenario | null;
  options: Options;
  onChange: (changes: Options) => void;
}

const CHOICES: Partial<Record<Option, readonly string[]>> = {
  horizon: ["short", "medium", "long", "all"],
  closure: ["additive", "multiplicative", "balanced"],
  sourcing: ["none", "kind", "user"],
  deficits: ["recorded", "purged"],
};

const NESTS: readonly Option[] = [
  "input_substitution",
  "value_added_substitution",
  "consumption_substitution",
  "factor_mobility",
  "labour_supply",
];

/** Names in a list whose entries are words, or tables with a name. */
export function namesOf(list: readonly unknown[] | undefined): string[] {
  return (list ?? []).flatMap((one) => {
    if (typeof one === "string") return [one];
    const table = one as { name?: unknown; code?: unknown } | null;
    const name = table?.name ?? table?.code;
    return typeof name === "string" ? [name] : [];
  });
}

export function OptionsForm({ scenario, options, onChange }: Props) {
  const t = useText();
  const labels = useLabels();
  const accounts = (labels?.datasets ?? []).filter((one) => one.kind === "accounts");
  const source = options.source || accounts[0]?.name;
  const years = accounts.find((one) => one.name === source)?.years ?? [];
  const usual = (name: Option) => {
    const held = holds(name, {}, scenario);
    const said = CHOICES[name]?.includes(held) ? t(`change.${name}.${held}` as Key) : held;
    return said ? t("change.option.usual", { value: said }) : t("change.option.unsaid");
  };
  const select = (name: Option, words: readonly string[], named = false) => {
    const value = options[name] ?? "";
    const all = value && !words.includes(value) ? [...words, value] : words;
    return (
      <label class="field" key={name}>
        <span>{t(`change.option.${name}` as Key)}</span>
        <select value={value} onChange={(event) => onChange({ [name]: event.currentTarget.value })}>
          <option value="">{usual(name)}</option>
          {all.map((word) => (
            <option key={word} value={word}>
              {named && words.includes(word) ? t(`change.${name}.${word}` as Key) : word}
            </option>
          ))}
        </select>
      </label>
    );
  };
  const typed = (name: Option, hint = "") => (
    <label class="field" key={name}>
      <span>{t(`change.option.${name}` as Key)}</span>
      <input
        type="text"
        value={options[name] ?? ""}
        placeholder={hint || usual(name)}
        onChange={(event) => onChange({ [name]: event.currentTarget.value.trim() })}
      />
    </label>
  );
  /** A choice where the service tells which there are, else a word that it checks. */
  const listed = (name: Option, words: readonly string[]) => (words.length ? select(name, words) : typed(name));
  return (
    <div class="options">
      <div class="row">
        <label class="field">
          <span>{t("change.option.horizon")}</span>
          <select
            value={options.horizon ?? ""}
            onChange={(event) => onChange({ horizon: event.currentTarget.value, years: "" })}
          >
            <option value="">{usual("horizon") === t("change.option.unsaid") ? t("change.horizon.none") : usual("horizon")}</option>
            {CHOICES.horizon?.map((word) => (
              <option key={word} value={word}>
                {t(`change.horizon.${word}` as Key)}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{t("change.option.years")}</span>
          <input
            type="text"
            value={options.years ?? ""}
            placeholder="1,3,10"
            onChange={(event) => onChange({ years: event.currentTarget.value.trim(), ...(event.currentTarget.value.trim() && { horizon: "" }) })}
          />
        </label>
      </div>
      <details>
        <summary>{t("change.option.more")}</summary>
        <div class="row">
          {select("closure", CHOICES.closure ?? [], true)}
          {select("deficits", CHOICES.deficits ?? [], true)}
          {select("sourcing", CHOICES.sourcing ?? [], true)}
          {listed("elasticities", namesOf(labels?.elasticities))}
          {NESTS.map((name) => typed(name))}
        </div>
      </details>
      <details>
        <summary>{t("change.option.baseline")}</summary>
        <div class="row">
          {listed("tariffs", namesOf(labels?.tariffs))}
          {select("source", accounts.map((one) => one.name))}
          {select("year", years.map(String))}
        </div>
      </details>
    </div>
  );
}
