// A country's trade and its sectors after a change; asked for when they are looked at.

import { useMemo } from "preact/hooks";
import { useAnswer } from "../../answers";
import type { Arguments } from "../../api";
import { Busy } from "../../components/Busy";
import { CountryPicker } from "../../components/CountryPicker";
import { type Column, DataTable } from "../../components/DataTable";
import { Downloads } from "../../components/Downloads";
import { Failure } from "../../components/Failure";
import { Same } from "../../components/Same";
import { useNames } from "../../labels";
import { useText } from "../../texts";
import { Certainty } from "./Certainty";
import { at } from "./compare";
import { type Flow, flows } from "./trade";

interface Props {
  /** The arguments of the exact outcome that is shown. */
  args: Arguments;
  country: string;
  time: string;
  onCountry: (code: string) => void;
}

const ONE = /^[A-Z]{3}$/;

function useDetail({ args, country }: Props, variables: string) {
  const { language: _, ...said } = args;
  return useAnswer("simulate", ONE.test(country) ? { ...said, country, variables } : null);
}

interface TradeProps extends Props {
  by: "partner" | "sector";
  partner: string;
  onBy: (changes: { by?: string; partner?: string }) => void;
}

export function Trade(props: TradeProps) {
  const { country, time, by, partner, onBy, onCountry, args } = props;
  const t = useText();
  const names = useNames();
  const asked = useDetail(props, "trade_change,trade_new");
  const { answer, failure, busy, stale, stop } = asked;
  const rows = useMemo(() => flows(answer, country, { by, partner: by === "sector" ? partner : "", time }), [answer, country, by, partner, time]);
  const columns: Column<Flow>[] = [
    { key: "key", head: t(by === "partner" ? "col.partner" : "col.sector"), value: (row) => (by === "partner" ? names.country(row.key) : names.sector(row.key)) },
    { key: "exports", head: t("change.trade.exports"), unit: "million USD", value: (row) => row.exports },
    { key: "exportsPct", head: t("change.trade.exports.pct"), unit: "percent", value: (row) => row.exportsPct },
    { key: "imports", head: t("change.trade.imports"), unit: "million USD", value: (row) => row.imports },
    { key: "importsPct", head: t("change.trade.imports.pct"), unit: "percent", value: (row) => row.importsPct },
  ];
  return (
    <div class={stale ? "old" : undefined}>
      <div class="row">
        <CountryPicker value={country} onChange={onCountry} />
        <label class="field">
          <span>{t("change.trade.by")}</span>
          <select value={by} onChange={(event) => onBy({ by: event.currentTarget.value })}>
            <option value="partner">{t("change.trade.by.partner")}</option>
            <option value="sector">{t("change.trade.by.sector")}</option>
          </select>
        </label>
        {by === "sector" && <CountryPicker label={t("change.trade.with")} value={partner || "ALL"} everyone onChange={(code) => onBy({ partner: code === "ALL" ? "" : code })} />}
      </div>
      <Busy busy={busy} stop={stop} stale={stale} />
      <Failure fault={failure} />
      {answer && (
        <DataTable
          caption={t("change.trade.caption", { country: names.country(country) })}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.key}
          onPick={by === "partner" ? (row) => onBy({ by: "sector", partner: row.key }) : undefined}
        />
      )}
      <Certainty answer={answer} />
      {answer && <Downloads question="simulate" args={{ ...args, country, variables: "trade_change,trade_new" }} chart="trade" choices={{ countries: country }} />}
      <Same answer={answer} />
    </div>
  );
}

interface SectorRow {
  sector: string;
  pct: number | null;
  change: number | null;
  output: number | null;
  price: number | null;
}

const SECTORS = "output_pct,output_change,output_new,producer_price_hat";

export function Sectors(props: Props) {
  const { country, time, onCountry, args } = props;
  const t = useText();
  const names = useNames();
  const { answer, failure, busy, stale, stop } = useDetail(props, SECTORS);
  const rows = useMemo(() => {
    const tables = SECTORS.split(",").map(
      (name) => new Map(at(answer, name, time).filter((one) => one.country === country).map((one) => [one.sector ?? "", one.value])),
    );
    const number = (value: unknown) => (typeof value === "number" ? value : null);
    const [pct, change, output, price] = tables;
    return [...(pct?.keys() ?? [])].map((sector): SectorRow => {
      const hat = number(price?.get(sector));
      const of = (table: typeof pct) => number(table?.get(sector));
      return { sector, pct: of(pct), change: of(change), output: of(output), price: hat === null ? null : 100 * (hat - 1) };
    });
  }, [answer, country, time]);
  const columns: Column<SectorRow>[] = [
    { key: "sector", head: t("col.sector"), value: (row) => names.sector(row.sector) },
    { key: "pct", head: t("change.sectors.pct"), unit: "percent", value: (row) => row.pct },
    { key: "change", head: t("change.sectors.change"), unit: "million USD", value: (row) => row.change },
    { key: "output", head: t("change.sectors.output"), unit: "million USD", value: (row) => row.output },
    { key: "price", head: t("change.sectors.price"), unit: "percent", value: (row) => row.price },
  ];
  return (
    <div class={stale ? "old" : undefined}>
      <CountryPicker value={country} onChange={onCountry} />
      <Busy busy={busy} stop={stop} stale={stale} />
      <Failure fault={failure} />
      {answer && (
        <DataTable
          caption={t("change.sectors.caption", { country: names.country(country) })}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.sector}
          sort={{ key: "change", direction: "descending" }}
        />
      )}
      <Certainty answer={answer} />
      {answer && <Downloads question="simulate" args={{ ...args, country, variables: SECTORS }} chart="sectors" choices={{ countries: country }} />}
      <Same answer={answer} />
    </div>
  );
}
