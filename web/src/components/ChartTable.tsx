// A chart's numbers as a table, for those who read better than they see.

import { useAnswer } from "../answers";
import type { Item } from "../api";
import { useNames } from "../labels";
import { type Key, useText } from "../texts";
import { Busy } from "./Busy";
import { type Column, DataTable } from "./DataTable";
import { Failure } from "./Failure";
import type { Asked } from "./useChart";

type Dimension = Exclude<keyof Item, "value" | "unit" | "low" | "high" | "estimated" | "coverage" | "source">;

/** In the order of a sentence: who, on whom, what, when; each with the head of its column. */
const DIMENSIONS = {
  scenario: "col.scenario",
  country: "col.country",
  party: "col.party",
  partner: "col.partner",
  origin: "col.origin",
  destination: "col.destination",
  sector: "col.sector",
  use: "col.use",
  product: "col.product",
  indicator: "col.indicator",
  variable: "col.variable",
  year: "col.year",
  draw: "col.draw",
} as const satisfies Record<Dimension, Key>;

const PLACES: ReadonlySet<Dimension> = new Set(["country", "party", "partner", "origin", "destination"]);

/** Give the dimensions along which records differ, or the first there is. */
export function columns(records: readonly Item[]): Dimension[] {
  const all = Object.keys(DIMENSIONS) as Dimension[];
  const there = all.filter((name) => records.some((one) => one[name] != null));
  const differ = there.filter((name) => new Set(records.map((one) => one[name])).size > 1);
  return differ.length ? differ : there.slice(0, 1);
}

interface Props {
  asked: Asked;
  records?: Item[];
  caption: string;
}

/** Show records as a table; where none are given, ask for those of the chart's question. */
export function ChartTable({ asked, records, caption }: Props) {
  const { answer, failure, busy, progress, stop } = useAnswer(asked.question, records ? null : asked.args);
  const t = useText();
  const names = useNames();
  const found = records ?? answer?.records;
  if (failure) return <Failure fault={failure} />;
  if (!found) return <Busy busy={busy} progress={progress} stop={stop} />;
  const spoken = (one: Item, name: Dimension) => {
    const word = one[name];
    if (typeof word !== "string") return word;
    if (PLACES.has(name)) return names.country(word);
    if (name === "sector") return names.sector(word);
    if (name === "indicator" || name === "variable") return answer?.variables[word]?.label ?? names.indicator(word);
    return word;
  };
  const heads = columns(found).map((name): Column<Item> => ({
    key: name,
    head: t(DIMENSIONS[name]),
    value: (one) => spoken(one, name),
    // A year is no quantity: it is written without a separator.
    unit: "year",
  }));
  const value: Column<Item> = {
    key: "value",
    head: t("col.value"),
    value: (one) => one.value,
    unit: (one) => one.unit,
    bounds: (one) => [one.low, one.high],
  };
  return <DataTable caption={caption} columns={[...heads, value]} rows={found} />;
}
