// The equation's numbers as tables: what each side rests on, where every country stands, what a withdrawal would cost.

import { useMemo } from "preact/hooks";
import type { Answer, Item, Variable } from "../../api";
import { type Column, DataTable } from "../../components/DataTable";
import { useNames } from "../../labels";
import { useNumbers } from "../../numbers";
import { useText } from "../../texts";
import { SIDES, type Side } from "./weights";

interface Lean {
  name: string;
  side: Side;
  item: Item;
  weight: number | null;
  variable: Variable | undefined;
}

function leansOf(answer: Answer, country: string): Lean[] {
  const told = (answer.meta.diagnostics.weights ?? {}) as Record<Side, Record<string, number>>;
  return SIDES.flatMap((side) =>
    Object.entries(told[side] ?? {}).flatMap(([name, weight]) => {
      const item = answer.records.find((one) => one.indicator === `lean_${name}` && one.country === country);
      return item ? [{ name, side, item, weight, variable: answer.variables[`lean_${name}`] }] : [];
    }),
  );
}

const numeric = (value: Item["value"] | undefined) => (typeof value === "number" ? value : null);

/** Each indicator's lean with its bounds, its weight and the year of its data. */
export function Indicators({ answer, country }: { answer: Answer; country: string }) {
  const t = useText();
  const n = useNumbers();
  const names = useNames();
  const rows = useMemo(() => leansOf(answer, country), [answer, country]);
  const columns: Column<Lean>[] = [
    {
      key: "indicator",
      head: t("col.indicator"),
      value: (row) => row.variable?.short || row.name,
      cell: (row) => (
        <>
          {row.variable?.short || row.name}
          {row.item.estimated && <em class="tag">{t("table.estimated")}</em>}
        </>
      ),
    },
    { key: "side", head: t("equation.side"), value: (row) => t(`equation.side.${row.side}`) },
    {
      key: "lean",
      head: t("equation.lean.points"),
      value: (row) => numeric(row.item.value),
      cell: (row) => <Points item={row.item} />,
    },
    { key: "weight", head: t("col.weight"), value: (row) => row.weight, cell: (row) => n.share(row.weight ?? 0, 0) },
    { key: "year", head: t("col.year"), value: (row) => row.item.year ?? null, unit: "year" },
    { key: "coverage", head: t("col.coverage"), value: (row) => row.item.coverage ?? null, unit: "share" },
    { key: "source", head: t("col.source"), value: (row) => row.item.source ?? "" },
  ];
  const caption = t("equation.indicators.caption", { country: names.country(country) });
  return <DataTable caption={caption} columns={columns} rows={rows} keyOf={(row) => row.name} />;
}

function Points({ item }: { item: Item | undefined }) {
  const t = useText();
  const n = useNumbers();
  const { low = null, high = null } = item ?? {};
  const value = numeric(item?.value);
  const spanned = low !== null && high !== null && low !== high;
  return (
    <>
      {value !== null && n.points(value)}
      {value === null && !spanned && <i class="missing">{t("table.missing")}</i>}
      {spanned && <span class="bounds"> {t("table.bounds", { low: n.points(low), high: n.points(high) })}</span>}
    </>
  );
}

type Place = { country: string; of: Record<string, Item> };

/** Bring records that have a country into a row for each. */
export function byCountry(records: readonly Item[]): Place[] {
  const rows = new Map<string, Place>();
  for (const one of records) {
    if (!one.country || !one.indicator || one.partner) continue;
    const row = rows.get(one.country) ?? { country: one.country, of: {} };
    row.of[one.indicator] = one;
    rows.set(one.country, row);
  }
  return [...rows.values()];
}

/** Every country between the two powers, the most pressed first; a click chooses one. */
export function Ranking({ answer, chosen, onPick }: { answer: Answer; chosen: string; onPick: (code: string) => void }) {
  const t = useText();
  const names = useNames();
  const rows = useMemo(() => byCountry(answer.records), [answer]);
  const value = (name: string) => (row: Place) => numeric(row.of[name]?.value);
  const bounds = (name: string) => (row: Place) => [row.of[name]?.low, row.of[name]?.high] as const;
  const points = (name: string, head: string): Column<Place> => ({
    key: name,
    head,
    value: value(name),
    cell: (row) => <Points item={row.of[name]} />,
  });
  const columns: Column<Place>[] = [
    { key: "country", head: t("col.country"), value: (row) => names.country(row.country) },
    { key: "rank", head: t("col.rank"), value: value("cross_pressure_rank") },
    {
      key: "cross_pressure",
      head: t("equation.pressure"),
      value: value("cross_pressure"),
      unit: "index",
      bounds: bounds("cross_pressure"),
    },
    points("net_economic_reliance", t("equation.side.economic")),
    points("net_security_reliance", t("equation.side.security")),
    {
      key: "cross_pressured_share",
      head: t("equation.weightings"),
      value: value("cross_pressured_share"),
      unit: "share",
      bounds: bounds("cross_pressured_share"),
      title: t("equation.weightings.title"),
    },
  ];
  return (
    <DataTable
      caption={t("equation.ranking.caption", { count: rows.length })}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.country}
      sort={{ key: "rank", direction: "ascending" }}
      most={12}
      onPick={(row) => onPick(row.country)}
      isChosen={(row) => row.country === chosen}
    />
  );
}

const LOST = ["income_lost_short", "income_lost_long", "protection_lost"];

/** What would be lost if either power withdrew. */
export function Lost({ answer, powers }: { answer: Answer; powers: readonly string[] }) {
  const t = useText();
  const names = useNames();
  const rows = LOST.filter((name) => answer.records.some((one) => one.indicator === name));
  const held = (name: string, power: string) => answer.records.find((one) => one.indicator === name && one.partner === power);
  const columns: Column<string>[] = [
    { key: "what", head: t("col.indicator"), value: (name) => answer.variables[name]?.label || name },
    ...powers.map((power) => ({
      key: power,
      head: t("equation.without", { power: names.country(power) }),
      value: (name: string) => numeric(held(name, power)?.value),
      unit: "share",
      bounds: (name: string) => [held(name, power)?.low, held(name, power)?.high] as const,
    })),
  ];
  return <DataTable caption={t("equation.withdrawal")} columns={columns} rows={rows} keyOf={(name) => name} />;
}
