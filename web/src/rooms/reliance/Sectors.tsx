// Sector by partner: where the reliance sits.

import { useMemo } from "preact/hooks";
import { useAnswer } from "../../answers";
import { Apparatus } from "../../components/Apparatus";
import { Busy } from "../../components/Busy";
import { Chart } from "../../components/Chart";
import { Failure } from "../../components/Failure";
import { HeatMap } from "../../components/HeatMap";
import { IndicatorPicker } from "../../components/IndicatorPicker";
import { EACH } from "../../components/SectorPicker";
import { useNames } from "../../labels";
import { useText } from "../../texts";
import { crossed, foremost } from "./pivot";
import { type Asking, named } from "./state";

const PARTNERS = 10;

export function Sectors({ asking }: { asking: Asking }) {
  const t = useText();
  const names = useNames();
  const { country, powers, year, source, set } = asking;
  const indicator = asking.indicator || "look_through";
  const args = named({ country, year, source, sector: EACH, indicators: indicator });
  const { answer, failure, busy, progress, stale } = useAnswer("rely", args, { said: true });
  const cells = useMemo(() => (answer ? crossed(answer.records, country, indicator) : new Map()), [answer, country, indicator]);
  const columns = foremost(cells, powers, PARTNERS).map((code) => ({ code, name: code ? names.country(code) : t("reliance.whole") }));
  const rows = [...cells.keys()].map((code) => ({ code, name: names.sector(code) }));
  const what = answer?.variables[indicator];
  const few = named({ country, on: powers.join(","), year, source, sector: EACH, indicators: "look_through" });
  const label = t("reliance.chart.exposed", { country: names.country(country) });
  return (
    <>
      <section aria-labelledby="heat" data-stale={stale || undefined}>
        <h2 id="heat">{t("reliance.heat")}</h2>
        <div class="narrow">
          <IndicatorPicker question="rely" by={["sector", "partner"]} value={indicator} onChange={(name) => set({ indicator: name }, { push: true })} />
        </div>
        <Failure fault={failure} />
        <Busy busy={busy} progress={progress} stale={stale} />
        {answer && rows.length > 0 && (
          <HeatMap
            caption={t("reliance.heat.caption", { country: names.country(country), measure: what?.label ?? indicator })}
            corner={t("col.sector")}
            rows={rows}
            columns={columns}
            value={(row, column) => cells.get(row)?.get(column) ?? null}
            unit={what?.unit ?? "share"}
          />
        )}
        {answer && !rows.length && !stale && <p class="hint">{t("reliance.heat.none")}</p>}
      </section>
      {powers.length > 0 && (
        <section class="plate" aria-labelledby="exposed">
          <h2 id="exposed">{t("reliance.exposed")}</h2>
          <Chart question="rely" args={few} chart="exposed_sectors" choices={{ powers: powers.join(",") }} label={label} />
        </section>
      )}
      {answer && <Apparatus answer={answer} question="rely" args={args} />}
    </>
  );
}
