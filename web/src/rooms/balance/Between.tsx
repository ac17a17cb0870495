// Who stands between two powers: in production, by agreements and promises, and by interest.

import type { Answer, Item } from "../../api";
import { Apparatus } from "../../components/Apparatus";
import { Chart } from "../../components/Chart";
import { CountryPicker } from "../../components/CountryPicker";
import { type Column, DataTable } from "../../components/DataTable";
import { useNames } from "../../labels";
import { type Key, useText } from "../../texts";
import { Line } from "../record/Pick";
import { named } from "./args";
import { Choice, Horizon, Tariffs } from "./Controls";
import type { Asking } from "./state";
import { numeric, roles, rowsBy } from "./tables";
import { Sentences, useWork, Waiting } from "./Work";

export function Between({ asking }: { asking: Asking }) {
  const t = useText();
  const names = useNames();
  const { powers, of } = asking;
  const [first, second] = powers;
  const args = first && second ? named({ first, second, size: of("size"), partition: of("partition"), horizon: of("horizon"), tariffs: of("tariffs") }) : null;
  const work = useWork("bridge", args);
  const { answer, stale } = work;
  const label = t("balance.positions", { first: names.country(first), second: names.country(second) });
  return (
    <>
      <Powers asking={asking} />
      <Waiting work={work} />
      <Sentences work={work} />
      {answer && args && !stale && (
        <div class="pair even">
          <section class="plate" aria-labelledby="positions">
            <h2 id="positions">{label}</h2>
            <Chart question="bridge" args={args} chart="positions" label={label} records={answer.records} />
          </section>
          <section class="plate" aria-labelledby="passages">
            <h2 id="passages">{t("balance.passages")}</h2>
            <Chart question="bridge" args={args} chart="passages" label={t("balance.passages")} records={answer.records} />
          </section>
        </div>
      )}
      {answer && (
        <section data-stale={stale || undefined} aria-labelledby="thirds">
          <h2 id="thirds">{t("balance.thirds")}</h2>
          <Thirds answer={answer} asking={asking} />
        </section>
      )}
      {answer && args && !stale && <Apparatus answer={answer} question="bridge" args={args} chart="positions" />}
    </>
  );
}

function Powers({ asking }: { asking: Asking }) {
  const t = useText();
  const { powers, of, put, set } = asking;
  const [first, second] = powers;
  const apart = first === second ? [] : [second]; // the service says what is wrong with one power twice
  const change = (one: string, other: string) => set({ powers: `${one},${other}` }, { push: true });
  return (
    <form class="balance-controls" onSubmit={(event) => event.preventDefault()} aria-label={t("balance.controls")}>
      <CountryPicker label={t("balance.first")} groups value={first} without={apart} taken={{ [second]: "picker.taken.second" }} onChange={(code) => change(code, second)} />
      <CountryPicker label={t("balance.second")} groups value={second} without={apart.length ? [first] : []} taken={{ [first]: "picker.taken.first" }} onChange={(code) => change(first, code)} />
      <Line label={t("balance.size")} value={of("size")} placeholder="10" onDone={put("size")} />
      <Choice asking={asking} name="partition" words={["own", "camps"]} usual="own" />
      <Horizon asking={asking} />
      <Tariffs asking={asking} />
    </form>
  );
}

interface Row {
  key: string;
  of: Record<string, Item>;
  there: Item | undefined;
  back: Item | undefined;
}

function Thirds({ answer, asking }: { answer: Answer; asking: Asking }) {
  const t = useText();
  const names = useNames();
  const { country, powers, put } = asking;
  const [first, second] = [String(answer.meta.arguments.first ?? powers[0]), String(answer.meta.arguments.second ?? powers[1])];
  const passing = (code: string, from: string) =>
    answer.records.find((one) => one.variable === "through_share" && one.country === code && one.origin === from);
  const rows: Row[] = rowsBy(answer.records, (one) => (one.country && !one.origin && !one.partner ? one.country : undefined)).map((row) => ({
    ...row,
    there: passing(row.key, first),
    back: passing(row.key, second),
  }));
  const tied = (word: string | undefined) =>
    roles(word ?? "")
      .map(({ kind, power }) => (kind ? t(`balance.role.${kind}` as Key, { country: power && names.country(power) }) : power))
      .join(", ");
  const sides = { first: names.country(first), second: names.country(second) };
  const change = (name: string): Column<Row> => ({
    key: name,
    head: answer.variables[name]?.short ?? name,
    title: answer.variables[name]?.label,
    value: (row) => numeric(row.of[name]?.value),
    unit: answer.variables[name]?.unit ?? "",
  });
  const interest = (row: Row) => row.of.decoupling_slope?.source ?? "";
  const columns: Column<Row>[] = [
    { key: "country", head: t("col.country"), value: (row) => names.country(row.key) },
    { key: "both", head: t("balance.through"), title: answer.variables.through_both?.label, value: (row) => numeric(row.of.through_both?.value), unit: "share" },
    { key: "interest", head: t("balance.interest"), value: (row) => interest(row) && t(`balance.interest.${interest(row)}` as Key) },
    { key: "agreements", head: t("balance.agreements"), value: (row) => tied(row.of.agreement_broker?.source) },
    { key: "promises", head: t("balance.promises"), value: (row) => tied(row.of.security_broker?.source) },
    change("decoupling_slope"),
    change("decoupling_rise_pct"),
    change("decoupling_fall_pct"),
    { key: "there", head: t("balance.from_to", sides), value: (row) => numeric(row.there?.value), unit: "share" },
    { key: "back", head: t("balance.from_to", { first: sides.second, second: sides.first }), value: (row) => numeric(row.back?.value), unit: "share" },
  ];
  return (
    <DataTable
      caption={t("balance.thirds.caption", { ...sides, count: rows.length })}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.key}
      sort={{ key: "both", direction: "descending" }}
      most={15}
      onPick={(row) => put("country")(row.key)}
      isChosen={(row) => row.key === country}
    />
  );
}
