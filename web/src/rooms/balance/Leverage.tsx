// Leverage: what each of two countries can make the other lose, and at what cost to itself; and who must join.

import type { Answer, Item } from "../../api";
import { Apparatus } from "../../components/Apparatus";
import { Chart } from "../../components/Chart";
import { type Column, DataTable } from "../../components/DataTable";
import { PartnersPicker } from "../../components/PartnersPicker";
import { Downloads } from "../../components/Downloads";
import { Same } from "../../components/Same";
import { Warnings, warningsOf } from "../../components/Warnings";
import { useNames } from "../../labels";
import { useNumbers } from "../../numbers";
import { type Key, useText } from "../../texts";
import { Line } from "../record/Pick";
import { named } from "./args";
import { Controls, Goods, Horizon, Tariffs } from "./Controls";
import type { Asking } from "./state";
import { bothWays, type Budget, budgetOf, budgets, numeric, type Pair, rowsBy } from "./tables";
import { Sentences, useWork, Waiting } from "./Work";

/** What a coalition does where nothing else is said: the question's own. */
const SANCTION = "embargo 90 %";

export function Leverage({ asking }: { asking: Asking }) {
  const t = useText();
  const names = useNames();
  const { country, on, of, put } = asking;
  const model = { sector: of("sector"), horizon: of("horizon"), tariffs: of("tariffs") };
  const args = on ? named({ country, on, costs: of("costs"), ...model }) : null;
  const quick = useWork("leverage", args && { ...args, first_order: "true" }, { said: false });
  const full = useWork("leverage", args);
  const pair = { first: names.country(country), second: names.country(on) };
  const roughly = !full.answer || full.stale;
  const shown = roughly && quick.answer && !quick.stale ? quick : full;
  return (
    <>
      <Controls asking={asking} other="balance.on">
        <Line label={t("balance.costs")} value={of("costs")} placeholder="0,0.05,0.1" onDone={put("costs")} />
        <Goods asking={asking} />
        <Horizon asking={asking} />
        <Tariffs asking={asking} />
      </Controls>
      <div class="pair even">
        <div>
          <Waiting work={full} />
          {shown === quick && (
            <p>
              <span class="badge">{t("balance.first_order")}</span>
            </p>
          )}
          <Sentences work={shown} />
        </div>
        {full.answer && args && !full.stale && (
          <section class="plate" aria-labelledby="frontiers">
            <h2 id="frontiers">{t("balance.frontiers", pair)}</h2>
            <Chart question="leverage" args={args} chart="frontiers" label={t("balance.frontiers", pair)} records={full.answer.records} />
            <p class="hint">{t("balance.frontiers.hint")}</p>
          </section>
        )}
      </div>
      {full.answer && args && !full.stale && <Frontiers asking={asking} answer={full.answer} args={args} pair={pair} />}
      {shown.answer && (
        <section data-stale={shown.stale || undefined} aria-labelledby="ways">
          <h2 id="ways">{t("balance.ways")}</h2>
          <Ways answer={shown.answer} asking={asking} />
        </section>
      )}
      <Joining asking={asking} model={model} said={shown.answer ? warningsOf(shown.answer) : []} />
      {full.answer && args && !full.stale && <Apparatus answer={full.answer} question="leverage" args={args} chart="frontiers" />}
    </>
  );
}

interface FrontiersProps {
  asking: Asking;
  answer: Answer;
  args: Record<string, string>;
  pair: Record<"first" | "second", string>;
}

/** The frontiers in numbers, and by what each side can hurt the other. */
function Frontiers({ asking, answer, args, pair }: FrontiersProps) {
  const t = useText();
  const { country, on } = asking;
  const rows = budgets(answer.records, country, on);
  if (!rows.length) return null;
  const ways = [
    { way: `${country},${on}`, sides: pair, id: "there" },
    { way: `${on},${country}`, sides: { first: pair.second, second: pair.first }, id: "back" },
  ];
  return (
    <>
      <section aria-labelledby="budgets">
        <h2 id="budgets">{t("balance.budgets")}</h2>
        <Budgets rows={rows} pair={pair} />
      </section>
      <div class="pair even">
        {ways.map(({ way, sides, id }) => (
          <section class="plate" key={id} aria-labelledby={`by-what-${id}`}>
            <h2 id={`by-what-${id}`}>{t("balance.by_what", sides)}</h2>
            <Chart question="leverage" args={args} chart="sectors" choices={{ way }} label={t("balance.by_what", sides)} records={answer.records} />
          </section>
        ))}
      </div>
    </>
  );
}

/** The frontiers' numbers: what the target loses, what the sender does, and how much more the next step does. */
function Budgets({ rows, pair }: { rows: readonly Budget[]; pair: Record<"first" | "second", string> }) {
  const t = useText();
  const columns: Column<Budget>[] = [
    {
      key: "budget",
      head: t("balance.budget"),
      value: (row) => {
        const { kind, cost } = budgetOf(row.budget);
        return kind === "other" ? row.budget : t(`balance.budget.${kind}`, { cost });
      },
    },
  ];
  const back = { first: pair.second, second: pair.first };
  for (const [way, sides] of [["there", pair], ["back", back]] as const) {
    columns.push(
      { key: `loss ${way}`, head: t("balance.loses", sides), title: t("balance.loses.what"), unit: "percent lost", value: (row) => row.of.leverage_loss_pct?.[way] },
      { key: `cost ${way}`, head: t("balance.costs_itself", sides), title: t("balance.costs_itself.what"), unit: "percent lost", value: (row) => row.of.leverage_cost_pct?.[way] },
      { key: `price ${way}`, head: t("balance.price"), title: t("balance.price.what"), unit: "ratio", value: (row) => row.of.leverage_price?.[way] },
    );
  }
  return <DataTable caption={t("balance.budgets.caption")} columns={columns} rows={rows} keyOf={(row) => row.budget} />;
}

const WAYS = ["trade_dependence", "trade_in_income", "hirschman_asymmetry", "geoeconomic_power_pct", "sanction_loss_pct", "sanction_cost_pct"] as const;

/** What the accounts tell of both directions, and each instrument on all goods. */
function Ways({ answer, asking }: { answer: Answer; asking: Asking }) {
  const t = useText();
  const names = useNames();
  const { country, on } = asking;
  const rows = bothWays(answer.records, country, on, WAYS);
  const called = (row: Pair) => {
    const label = answer.variables[row.name]?.label ?? row.name;
    return row.scenario ? `${label} (${t(`balance.tax.${row.scenario}` as Key)})` : label;
  };
  const side = (key: "there" | "back", first: string, second: string): Column<Pair> => ({
    key,
    head: t("balance.way", { first: names.country(first), second: names.country(second) }),
    value: (row) => numeric(row[key]?.value),
    unit: (row) => row[key]?.unit ?? "",
  });
  const columns: Column<Pair>[] = [
    { key: "name", head: t("col.indicator"), value: called },
    side("there", country, on),
    side("back", on, country),
  ];
  return <DataTable caption={t("balance.ways.caption")} columns={columns} rows={rows} keyOf={(row) => `${row.name} ${row.scenario}`} />;
}

const ADDED = ["shapley_loss_pct", "alone_loss_pct", "added_loss_pct", "member_cost_pct", "joined_loss_pct"] as const;

interface Member {
  key: string;
  of: Record<string, Item>;
}

/** Who must join: what each member of a coalition adds to the target's loss, and what it costs the member. */
function Joining({ asking, model, said }: { asking: Asking; model: Record<string, string>; said: readonly string[] }) {
  const t = useText();
  const n = useNumbers();
  const names = useNames();
  const { country, on, of, put } = asking;
  const coalition = of("coalition").split(",").filter(Boolean);
  const sanction = of("sanction");
  const args = on && coalition.length ? named({ country, on, coalition: coalition.join(","), sanction, first_order: "true", ...model }) : null;
  const work = useWork("leverage", args);
  const answer = args ? work.answer : null;
  const rows: Member[] = answer ? rowsBy(answer.records, (one) => one.party) : [];
  const columns: Column<Member>[] = [
    { key: "member", head: t("balance.member"), value: (row) => names.country(row.key) },
    ...ADDED.map((name) => ({
      key: name,
      head: answer?.variables[name]?.short ?? name,
      title: answer?.variables[name]?.label,
      value: (row: Member) => numeric(row.of[name]?.value),
      unit: answer?.variables[name]?.unit ?? "",
    })),
  ];
  const together = numeric(answer?.records.find((one) => one.variable === "coalition_loss_pct")?.value);
  const sides = { first: names.country(country), second: names.country(on) };
  return (
    <section aria-labelledby="joining">
      <h2 id="joining">{t("balance.joining", sides)}</h2>
      <div class="balance-controls">
        <PartnersPicker
          label={t("balance.coalition")}
          value={coalition}
          without={[country, on]}
          empty={t("balance.coalition.none")}
          onChange={(codes) => put("coalition")(codes.join(","))}
        />
        <Line label={t("balance.sanction")} value={sanction} placeholder={SANCTION} onDone={put("sanction")} />
      </div>
      {!args && <p class="hint">{t("balance.joining.hint")}</p>}
      {args && <Waiting work={work} />}
      {args && answer && (
        <div class="balance-members" data-stale={work.stale || undefined}>
          {together !== null && <p class="further">{t("balance.together", { second: sides.second, loss: n.of(together, "percent lost") })}</p>}
          {!work.stale && <Chart question="leverage" args={args} chart="members" label={t("balance.joining", sides)} records={answer.records} />}
          <DataTable caption={t("balance.joining.caption")} columns={columns} rows={rows} keyOf={(row) => row.key} />
          <Warnings answer={{ ...answer, warnings: warningsOf(answer).filter((one) => !said.includes(one)) }} />
          <footer class="apparatus">
            <Downloads question="leverage" args={args} chart="members" />
            <Same answer={answer} />
          </footer>
        </div>
      )}
    </section>
  );
}
