// The world by any indicator: how much each country relies on one partner.

import { useMemo } from "preact/hooks";
import { useAnswer } from "../../answers";
import { Apparatus } from "../../components/Apparatus";
import { Busy } from "../../components/Busy";
import { CountryPicker } from "../../components/CountryPicker";
import { Failure } from "../../components/Failure";
import { IndicatorPicker } from "../../components/IndicatorPicker";
import { WorldMap } from "../../components/WorldMap";
import { useNames } from "../../labels";
import { useText } from "../../texts";
import { numeric } from "./pivot";
import { type Asking, named } from "./state";

export function Everywhere({ asking }: { asking: Asking }) {
  const t = useText();
  const names = useNames();
  const { country, year, source, partner, set } = asking;
  const indicator = asking.indicator || "look_through";
  const sector = asking.sector || "manufacturing";
  const args = partner ? named({ country: "ALL", on: partner, year, source, sector, indicators: indicator }) : null;
  const { answer, failure, busy, progress, stale, stop } = useAnswer("rely", args, { job: true, said: true });
  const held = useMemo(() => (answer?.records ?? []).filter((one) => one.indicator === indicator && one.country), [answer, indicator]);
  const values = useMemo(() => Object.fromEntries(held.map((one) => [one.country ?? "", numeric(one.value)])), [held]);
  const what = answer?.variables[indicator];
  const pick = (code: string) => set({ country: code }, { push: true });
  const label = t("reliance.map.label", { measure: what?.label ?? names.indicator(indicator), partner: names.country(partner) });
  return (
    <>
      <form class="controls" onSubmit={(event) => event.preventDefault()} aria-label={t("reliance.map.controls")}>
        <CountryPicker label={t("reliance.map.partner")} groups value={partner} onChange={(code) => set({ partner: code }, { push: true })} />
        <IndicatorPicker question="rely" value={indicator} onChange={(name) => set({ indicator: name }, { push: true })} />
      </form>
      <Failure fault={failure} />
      <Busy busy={busy} progress={progress} stop={stop} stale={stale} />
      {answer && (
        <section class="plate" aria-labelledby="map" data-stale={stale || undefined}>
          <h2 id="map">{t("reliance.map", { partner: names.country(partner) })}</h2>
          <WorldMap values={values} unit={what?.unit ?? "share"} label={label} chosen={country} onPick={pick} />
        </section>
      )}
      {answer && args && <Apparatus answer={answer} question="rely" args={args} />}
    </>
  );
}
