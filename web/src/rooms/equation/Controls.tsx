// Who is looked at, between whom, and when.

import { CountryPicker } from "../../components/CountryPicker";
import { PeriodPicker } from "../../components/PeriodPicker";
import { useText } from "../../texts";
import type { Asking } from "./state";

export function Controls({ asking }: { asking: Asking }) {
  const t = useText();
  const { country, first, second, year, source, set } = asking;
  const powers = (one: string, other: string) => set({ powers: `${one},${other}`, until: "" }, { push: true });
  return (
    <form class="controls" onSubmit={(event) => event.preventDefault()} aria-label={t("equation.controls")}>
      <CountryPicker
        value={country}
        without={[first, second]}
        taken={{ [first]: "picker.taken.first", [second]: "picker.taken.second" }}
        onChange={(code) => set({ country: code, until: "" }, { push: true })}
      />
      <div class="between">
        <div class="power one">
          <CountryPicker
            label={t("equation.first")}
            groups
            value={first}
            without={[country, second]}
            taken={{ [country]: "picker.taken.country", [second]: "picker.taken.second" }}
            onChange={(code) => powers(code, second)}
          />
        </div>
        <button type="button" class="swap" onClick={() => powers(second, first)} aria-label={t("equation.swap")} title={t("equation.swap")}>
          ⇄
        </button>
        <div class="power two">
          <CountryPicker
            label={t("equation.second")}
            groups
            value={second}
            without={[country, first]}
            taken={{ [country]: "picker.taken.country", [first]: "picker.taken.first" }}
            onChange={(code) => powers(first, code)}
          />
        </div>
      </div>
      <PeriodPicker year={year} source={source} onChange={(chosen) => set({ ...chosen, until: "" }, { push: true })} />
    </form>
  );
}
