// Both directions: the country on its partners, and the partners on it.

import { useMemo } from "preact/hooks";
import { useAnswer } from "../../answers";
import type { Item } from "../../api";
import { Apparatus } from "../../components/Apparatus";
import { Busy } from "../../components/Busy";
import { Chart } from "../../components/Chart";
import { type Column, DataTable } from "../../components/DataTable";
import { Failure } from "../../components/Failure";
import { useNames } from "../../labels";
import { useText } from "../../texts";
import { numeric } from "./pivot";
import { type Asking, named } from "./state";

interface Pair {
  key: string;
  partner: string;
  indicator: string;
  there: Item | undefined;
  back: Item | undefined;
}

/** Bring the two directions of a tie beside each other. */
export function pairs(records: readonly Item[], country: string, partners: readonly string[]): Pair[] {
  const whole = records.filter((one) => !one.sector || one.sector === "TOTAL");
  const indicators = [...new Set(whole.map((one) => one.indicator ?? ""))].filter(Boolean);
  const find = (indicator: string, from: string, on: string) =>
    whole.find((one) => one.indicator === indicator && one.country === from && one.partner === on);
  return partners.flatMap((partner) =>
    indicators.map((indicator) => ({
      key: `${partner} ${indicator}`,
      partner,
      indicator,
      there: find(indicator, country, partner),
      back: find(indicator, partner, country),
    })),
  );
}

export function Both({ asking }: { asking: Asking }) {
  const t = useText();
  const names = useNames();
  const { country, powers, year, source } = asking;
  const args = powers.length ? named({ country, on: powers.join(","), year, source, both: "true" }) : null;
  const { answer, failure, busy, progress, stale } = useAnswer("rely", args, { said: true });
  const rows = useMemo(() => (answer ? pairs(answer.records, country, powers) : []), [answer, country, powers.join()]);
  const label = t("reliance.chart.both", { country: names.country(country) });
  const here = names.country(country);
  const unit = (row: Pair) => answer?.variables[row.indicator]?.unit ?? "";
  const columns: Column<Pair>[] = [
    { key: "partner", head: t("col.partner"), value: (row) => names.country(row.partner) },
    { key: "indicator", head: t("col.indicator"), value: (row) => answer?.variables[row.indicator]?.short ?? row.indicator },
    { key: "there", head: t("reliance.there", { country: here }), value: (row) => numeric(row.there?.value), unit },
    { key: "back", head: t("reliance.back", { country: here }), value: (row) => numeric(row.back?.value), unit },
  ];
  if (!args) return <p class="hint">{t("reliance.need_partners")}</p>;
  return (
    <>
      <Failure fault={failure} />
      <Busy busy={busy} progress={progress} stale={stale} />
      <section class="plate" aria-labelledby="both">
        <h2 id="both">{t("reliance.both")}</h2>
        <Chart question="rely" args={args} chart="both_directions" choices={{ powers: powers.join(",") }} label={label} records={answer?.records} />
      </section>
      {answer && (
        <section data-stale={stale || undefined}>
          <DataTable caption={t("reliance.both.caption")} columns={columns} rows={rows} keyOf={(row) => row.key} />
        </section>
      )}
      {answer && <Apparatus answer={answer} question="rely" args={args} chart="both_directions" choices={{ powers: powers.join(",") }} />}
    </>
  );
}
