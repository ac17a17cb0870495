// The partners: who sells the inputs, directly and looked through.

import { useMemo } from "preact/hooks";
import { useAnswer } from "../../answers";
import { Apparatus } from "../../components/Apparatus";
import { Busy } from "../../components/Busy";
import { Chart } from "../../components/Chart";
import { type Column, DataTable } from "../../components/DataTable";
import { Failure } from "../../components/Failure";
import { useNames } from "../../labels";
import { useText } from "../../texts";
import { numeric, type Row, rowsBy } from "./pivot";
import { type Asking, named } from "./state";

export function Partners({ asking }: { asking: Asking }) {
  const t = useText();
  const names = useNames();
  const { country, powers, year, source, sector } = asking;
  const args = named({ country, year, source, sector });
  const { answer, failure, busy, progress, stale } = useAnswer("rely", args, { said: true });
  const told = useAnswer("rely", named({ country, on: powers.join(","), year, source, sector }));
  const choices = { powers: powers.join(","), most: "12" };
  const label = (chart: "partners" | "through") => t(`reliance.chart.${chart}`, { country: names.country(country) });
  return (
    <>
      <Failure fault={failure} />
      {powers.length > 0 && told.answer && (
        <section data-stale={told.stale || undefined}>
          {told.answer.sentences.map((one, place) => (
            <p key={one.text} class={place ? "further" : "sentence"}>
              {one.text}
            </p>
          ))}
        </section>
      )}
      <Busy busy={busy} progress={progress} stale={stale} />
      <div class="pair even">
        <section class="plate" aria-labelledby="by-partner">
          <h2 id="by-partner">{t("reliance.by_partner")}</h2>
          <Chart question="rely" args={args} chart="partners" choices={choices} label={label("partners")} records={answer?.records} />
        </section>
        <section class="plate" aria-labelledby="through">
          <h2 id="through">{t("reliance.through")}</h2>
          <p class="hint">{t("reliance.through.hint")}</p>
          <Chart question="rely" args={args} chart="face_and_through" choices={choices} label={label("through")} records={answer?.records} />
        </section>
      </div>
      {answer && (
        <section data-stale={stale || undefined} aria-labelledby="partner-table">
          <h2 id="partner-table">{t("reliance.table")}</h2>
          <PartnerTable records={answer.records} country={country} sector={sector || "manufacturing"} variables={answer.variables} />
        </section>
      )}
      {answer && <Apparatus answer={answer} question="rely" args={args} chart="partners" choices={choices} />}
    </>
  );
}

interface TableProps {
  records: Parameters<typeof rowsBy>[0];
  country: string;
  sector: string;
  variables: Record<string, { short: string; label: string; unit: string }>;
}

export function PartnerTable({ records, country, sector, variables }: TableProps) {
  const t = useText();
  const names = useNames();
  const rows = useMemo(
    () => rowsBy(records, "partner", (one) => one.country === country && (!one.sector || one.sector === sector)),
    [records, country, sector],
  );
  const measures = Object.keys(variables).filter((name) => rows.some((row) => name in row.of));
  const columns: Column<Row>[] = [
    { key: "partner", head: t("col.partner"), value: (row) => names.country(row.key) },
    ...measures.map((name) => ({
      key: name,
      head: variables[name]?.short || name,
      title: variables[name]?.label,
      value: (row: Row) => numeric(row.of[name]?.value),
      unit: variables[name]?.unit ?? "",
      bounds: (row: Row) => [row.of[name]?.low, row.of[name]?.high] as const,
    })),
  ];
  const caption = t("reliance.table.caption", { country: names.country(country), sector: names.sector(sector) });
  const key = measures[0] ?? "partner";
  return <DataTable caption={caption} columns={columns} rows={rows} keyOf={(row) => row.key} sort={{ key, direction: "descending" }} />;
}
