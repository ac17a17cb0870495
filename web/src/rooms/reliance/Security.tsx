// Security: treaties, arms and troops, partner by partner.

import { useMemo } from "preact/hooks";
import { useAnswer } from "../../answers";
import type { Answer, Item } from "../../api";
import { Apparatus } from "../../components/Apparatus";
import { Busy } from "../../components/Busy";
import { Chart } from "../../components/Chart";
import { type Column, DataTable } from "../../components/DataTable";
import { Failure } from "../../components/Failure";
import { useNames } from "../../labels";
import { useNumbers } from "../../numbers";
import { useText } from "../../texts";
import { numeric } from "./pivot";
import { type Asking, named } from "./state";

export function Security({ asking }: { asking: Asking }) {
  const t = useText();
  const names = useNames();
  const { country, powers } = asking;
  const args = named({ country, on: powers.join(",") });
  const { answer, failure, busy, progress, stale } = useAnswer("security", args, { said: true });
  const chart = answer?.charts.find((one) => one.name === "protection");
  return (
    <>
      <Failure fault={failure} />
      <Busy busy={busy} progress={progress} stale={stale} />
      {answer && (
        <section data-stale={stale || undefined}>
          {answer.sentences.map((one, place) => (
            <p key={one.text} class={place ? "further" : "sentence"}>
              {one.text}
            </p>
          ))}
        </section>
      )}
      {chart && (
        <section class="plate">
          <Chart question="security" args={args} chart={chart.name} label={chart.title} records={answer?.records} />
        </section>
      )}
      {answer && (
        <section data-stale={stale || undefined} aria-labelledby="ties">
          <h2 id="ties">{t("reliance.security")}</h2>
          <Ties answer={answer} country={country} caption={t("reliance.security.caption", { country: names.country(country) })} />
        </section>
      )}
      {answer && <Apparatus answer={answer} question="security" args={args} chart={chart?.name} />}
    </>
  );
}

interface Tie {
  name: string;
  on: Record<string, Item>;
}

function Ties({ answer, country, caption }: { answer: Answer; country: string; caption: string }) {
  const t = useText();
  const n = useNumbers();
  const names = useNames();
  const own = useMemo(() => answer.records.filter((one) => one.country === country && one.indicator), [answer, country]);
  const partners = [...new Set(own.map((one) => one.partner ?? ""))].sort((a, b) => Number(a === "") - Number(b === ""));
  const rows = Object.keys(answer.variables).map((name): Tie => ({
    name,
    on: Object.fromEntries(own.filter((one) => one.indicator === name).map((one) => [one.partner ?? "", one])),
  }));
  const said = (item: Item | undefined) => {
    if (!item) return "";
    const { low = null, high = null, unit } = item;
    const value = numeric(item.value);
    if (value !== null && unit === "" && (value === 0 || value === 1)) return t(value ? "yes" : "no");
    if (value !== null) return n.of(value, unit);
    return low !== null && high !== null ? t("table.bounds", { low: n.of(low, unit), high: n.of(high, unit) }) : t("table.missing");
  };
  const columns: Column<Tie>[] = [
    { key: "name", head: t("col.indicator"), value: (row) => answer.variables[row.name]?.label || row.name },
    ...partners.map((code) => ({
      key: code || "own",
      head: code ? names.country(code) : t("reliance.own"),
      value: (row: Tie) => numeric(row.on[code]?.value),
      cell: (row: Tie) => <span title={row.on[code]?.source}>{said(row.on[code])}</span>,
    })),
    { key: "year", head: t("col.year"), value: (row) => Object.values(row.on)[0]?.year ?? null, unit: "year" },
  ];
  return <DataTable caption={caption} columns={columns} rows={rows} keyOf={(row) => row.name} most={40} />;
}
