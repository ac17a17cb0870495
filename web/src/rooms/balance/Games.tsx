// Tariffs between two sides: the best for one if nobody answers, a war's, and a truce's.

import type { Answer, Item } from "../../api";
import { Apparatus } from "../../components/Apparatus";
import { Chart } from "../../components/Chart";
import { type Column, DataTable } from "../../components/DataTable";
import { PartnersPicker } from "../../components/PartnersPicker";
import { useNames } from "../../labels";
import { useNumbers } from "../../numbers";
import { type Key, useText } from "../../texts";
import { Line } from "../record/Pick";
import { gameArgs } from "./args";
import { Choice, Controls, Goods, Horizon, Tariffs } from "./Controls";
import { type Asking, BY, type Game, GAMES, TAXES } from "./state";
import { numeric, rowsBy } from "./tables";
import { Sentences, useWork, Waiting } from "./Work";

/** The charts of each game: the rates, and who loses and gains. */
const CHARTS = { optimal: ["rates", "everyone"], war: ["nash_tariffs", "cost"], truce: ["truce_tariffs", "gains"] } as const;

export function Games({ asking }: { asking: Asking }) {
  const { game } = asking;
  return (
    <>
      <Choices asking={asking} />
      <Played key={game} asking={asking} />
    </>
  );
}

function Choices({ asking }: { asking: Asking }) {
  const t = useText();
  const { game, country, on, of, put } = asking;
  const also = of("also").split(",").filter(Boolean);
  return (
    <Controls asking={asking} other={game === "optimal" ? "balance.on_trade" : "balance.other_side"} groups>
      <Choice asking={asking} name="game" words={GAMES} usual={GAMES[0]} />
      {game === "optimal" && <Choice asking={asking} name="taxes" words={TAXES} usual={TAXES[0]} />}
      {game === "truce" && <Choice asking={asking} name="from" words={["war", "today"]} usual="war" />}
      {game === "truce" && <Choice asking={asking} name="solution" words={["nash", "even"]} usual="nash" />}
      <Choice asking={asking} name="by" words={BY} usual={BY[0]} />
      <Line label={t("balance.bounds")} value={of("bounds")} placeholder={game === "optimal" ? "-50:500" : "0:1000"} onDone={put("bounds")} />
      <Goods asking={asking} />
      <Horizon asking={asking} />
      <Tariffs asking={asking} />
      {game !== "optimal" && (
        <PartnersPicker label={t("balance.also")} value={also} without={[country, on]} empty={t("balance.also.none")} onChange={(codes) => put("also")(codes.join(","))} />
      )}
    </Controls>
  );
}

function Played({ asking }: { asking: Asking }) {
  const t = useText();
  const { game } = asking;
  const args = gameArgs(asking);
  const work = useWork(game, args);
  const { answer, stale } = work;
  return (
    <>
      <Waiting work={work} />
      <Sentences work={work} />
      {answer && args && !stale && (
        <div class="pair even">
          {CHARTS[game].map((chart) => (
            <section class="plate" key={chart} aria-labelledby={`chart-${chart}`}>
              <h2 id={`chart-${chart}`}>{t(`balance.chart.${chart}`)}</h2>
              <Chart question={game} args={args} chart={chart} label={t(`balance.chart.${chart}`)} records={answer.records} />
            </section>
          ))}
        </div>
      )}
      {answer && (
        <section data-stale={stale || undefined} aria-labelledby="rates">
          <h2 id="rates">{t("balance.rates")}</h2>
          {game === "optimal" ? <Optimal answer={answer} /> : <Sides answer={answer} game={game} />}
        </section>
      )}
      {answer && (
        <section data-stale={stale || undefined} aria-labelledby="everyone">
          <h2 id="everyone">{t("balance.everyone")}</h2>
          <Everyone answer={answer} game={game} asking={asking} />
        </section>
      )}
      {answer && args && !stale && <Apparatus answer={answer} question={game} args={args} chart={CHARTS[game][0]} />}
    </>
  );
}

interface Row {
  key: string;
  of: Record<string, Item>;
}

/** A tariff is a level: it has no sign in front. */
function useRate() {
  const n = useNumbers();
  const t = useText();
  return (item: Item | undefined) => {
    const value = numeric(item?.value);
    return value === null ? <i class="missing">{t("table.missing")}</i> : n.share(value / 100, 1);
  };
}

/** The best rates, by sector and partner. */
function Optimal({ answer }: { answer: Answer }) {
  const t = useText();
  const names = useNames();
  const rate = useRate();
  const kinds = ["tariff", "export_tax"].filter((kind) => `${kind}_optimal_pct` in answer.variables);
  const rows: Row[] = rowsBy(answer.records, (one) => (one.variable?.endsWith("_pct") && (one.sector || one.partner) ? `${one.partner ?? ""} ${one.sector ?? ""}` : undefined));
  const partners = new Set(rows.map((row) => row.key.split(" ")[0]));
  const columns: Column<Row>[] = [
    { key: "sector", head: t("col.sector"), value: (row) => names.sector(row.key.split(" ")[1] ?? "") },
    ...(partners.size > 1 ? [{ key: "partner", head: t("col.partner"), value: (row: Row) => names.country(row.key.split(" ")[0] ?? "") }] : []),
    ...kinds.flatMap((kind): Column<Row>[] => [
      ...(["today", "optimal"] as const).map((which) => {
        const name = `${kind}_${which}_pct`;
        return { key: name, head: answer.variables[name]?.short ?? name, title: answer.variables[name]?.label, value: (row: Row) => numeric(row.of[name]?.value), cell: (row: Row) => rate(row.of[name]) };
      }),
      { key: `${kind}_worth_pct`, head: answer.variables[`${kind}_worth_pct`]?.short ?? "", title: answer.variables[`${kind}_worth_pct`]?.label, value: (row) => numeric(row.of[`${kind}_worth_pct`]?.value), unit: "percent" },
    ]),
  ];
  const sort = { key: `${kinds[0] ?? "tariff"}_worth_pct`, direction: "descending" } as const;
  return <DataTable caption={t("balance.rates.optimal")} columns={columns} rows={rows} keyOf={(row) => row.key} sort={sort} most={12} />;
}

/** The sides' mean tariffs on each other, before and after, and the trade between them; then each sector's. */
function Sides({ answer, game }: { answer: Answer; game: Game }) {
  const t = useText();
  const names = useNames();
  const rate = useRate();
  const way = (one: Item) => (one.origin && one.destination ? `${one.destination} ${one.origin}` : undefined);
  const pair = (key: string) => {
    const [by = "", on = ""] = key.split(" ");
    return t("balance.way", { first: names.country(by), second: names.country(on) });
  };
  const means: Row[] = rowsBy(answer.records.filter((one) => !one.sector), way);
  const level = (name: string): Column<Row> => ({
    key: name,
    head: answer.variables[name]?.short ?? name,
    title: answer.variables[name]?.label,
    value: (row) => numeric(row.of[name]?.value),
    cell: (row) => rate(row.of[name]),
  });
  const mean: Column<Row>[] = [
    { key: "way", head: t("balance.pair"), value: (row) => pair(row.key) },
    level("mean_tariff_today_pct"),
    level("mean_tariff_pct"),
    { key: "trade", head: answer.variables.trade_between_pct?.short ?? "", title: answer.variables.trade_between_pct?.label, value: (row) => numeric(row.of.trade_between_pct?.value), unit: "percent" },
  ];
  const names_ = game === "war" ? ["tariff_today_pct", "nash_tariff_pct"] : ["tariff_today_pct", "threat_tariff_pct", "truce_tariff_pct"];
  const sectors: Row[] = rowsBy(answer.records.filter((one) => one.sector), (one) => way(one) && `${way(one)} ${one.sector}`);
  const each: Column<Row>[] = [
    { key: "way", head: t("balance.pair"), value: (row) => pair(row.key) },
    { key: "sector", head: t("col.sector"), value: (row) => names.sector(row.key.split(" ")[2] ?? "") },
    ...names_.filter((name) => name in answer.variables).map(level),
  ];
  const sort = { key: names_.at(-1) ?? "", direction: "descending" } as const;
  return (
    <>
      <DataTable caption={t("balance.rates.mean")} columns={mean} rows={means} keyOf={(row) => row.key} />
      <DataTable caption={t("balance.rates.each")} columns={each} rows={sectors} keyOf={(row) => row.key} sort={sort} most={10} />
    </>
  );
}

const WORLD = {
  optimal: ["welfare_pct", "single_rate_welfare_pct", "real_wage_pct", "terms_of_trade_pct"],
  war: ["welfare_pct", "real_wage_pct", "equivalent_variation", "terms_of_trade_pct", "exports_pct", "imports_pct"],
  truce: ["gain_pct", "welfare_pct", "real_wage_pct", "exports_pct", "imports_pct"],
} as const;

/** What it does to everyone. */
function Everyone({ answer, game, asking }: { answer: Answer; game: Game; asking: Asking }) {
  const t = useText();
  const names = useNames();
  const ends = (one: Item) => !one.scenario || one.scenario === "truce"; // of a truce's outcomes that of the threat stands apart
  const rows: Row[] = rowsBy(answer.records.filter(ends), (one) => (one.country && !one.sector && !one.partner ? one.country : undefined));
  const columns: Column<Row>[] = [
    { key: "country", head: t("col.country"), value: (row) => names.country(row.key) },
    ...WORLD[game].filter((name) => name in answer.variables).map((name) => ({
      key: name,
      head: answer.variables[name]?.short ?? name,
      title: answer.variables[name]?.label,
      value: (row: Row) => numeric(row.of[name]?.value),
      unit: answer.variables[name]?.unit ?? "",
    })),
  ];
  const [key] = WORLD[game];
  return (
    <DataTable
      caption={t(`balance.everyone.${game}` as Key)}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.key}
      sort={{ key, direction: "ascending" }}
      most={12}
      isChosen={(row) => row.key === asking.country || row.key === asking.on}
    />
  );
}
