// The past: how reliance has changed over the years that the store holds.

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

export function Past({ asking }: { asking: Asking }) {
  const t = useText();
  const names = useNames();
  const { country, powers, sector } = asking;
  const args = powers.length ? named({ country, on: powers.join(","), sector }) : null;
  const { answer, failure, busy, progress, stale, stop } = useAnswer("trend", args, { job: true, said: true });
  if (!args) return <p class="hint">{t("reliance.need_partners")}</p>;
  const choices = { powers: powers.join(",") };
  const label = t("reliance.chart.past", { country: names.country(country) });
  const unit = (row: Item) => row.unit;
  const columns: Column<Item>[] = [
    { key: "year", head: t("col.year"), value: (row) => row.year ?? null, unit: "year" },
    { key: "partner", head: t("col.partner"), value: (row) => names.country(row.partner ?? "") },
    { key: "indicator", head: t("col.indicator"), value: (row) => answer?.variables[row.indicator ?? ""]?.short ?? row.indicator },
    { key: "sector", head: t("col.sector"), value: (row) => names.sector(row.sector ?? "") },
    { key: "value", head: t("col.value"), value: (row) => numeric(row.value), unit, bounds: (row) => [row.low, row.high] },
    { key: "source", head: t("col.source"), value: (row) => row.source },
  ];
  return (
    <>
      <Failure fault={failure} />
      <Busy busy={busy} progress={progress} stop={stop} stale={stale} />
      {answer?.sentences.map((one, place) => (
        <p key={one.text} class={place ? "further" : "sentence"}>
          {one.text}
        </p>
      ))}
      <section class="plate" aria-labelledby="past">
        <h2 id="past">{t("reliance.past")}</h2>
        <Chart question="trend" args={args} chart="past" choices={choices} label={label} records={answer?.records} />
      </section>
      {answer && (
        <section data-stale={stale || undefined}>
          <DataTable
            caption={t("reliance.past.caption", { country: names.country(country) })}
            columns={columns}
            rows={answer.records.filter((one) => one.country === country)}
            sort={{ key: "year", direction: "descending" }}
          />
        </section>
      )}
      {answer && <Apparatus answer={answer} question="trend" args={args} chart="past" choices={choices} />}
    </>
  );
}
