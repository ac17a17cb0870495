import { describe, expect, test } from "vitest";
import type { Answer, Item } from "../../api";
import { asking, beside, columns, exchanged, gone, within } from "./columns";
import { at, inputs, leading, outcomes, times } from "./compare";
import type { Scenario } from "./scenario";
import { flows } from "./trade";

const answer = (records: Item[], source = "icio"): Answer =>
  ({ meta: { baseline: [{ source, year: 2022 }], diagnostics: {} }, records, variables: {}, charts: [], sentences: [] }) as unknown as Answer;

const welfare = (country: string, value: number, scenario?: string): Item => ({
  variable: "welfare_pct",
  country,
  value,
  unit: "percent",
  ...(scenario && { scenario }),
});

const one: Scenario = { title: "a", shocks: [{ kind: "tariff", by: ["USA"], on: ["CHN"], up_by_points: 25 }] };
const other: Scenario = { title: "b", shocks: [{ kind: "tariff", by: "USA", up_by_points: 10 }], model: { closure: "balanced" } };

describe("what was said", () => {
  test("differs by shock, and by option whether the question or the file names it", () => {
    const rows = inputs([
      { scenario: one, options: {} },
      { scenario: other, options: { tariffs: "us-2025" } },
    ]);
    expect(rows.map(({ part, key, values }) => [part, key, ...values])).toEqual([
      ["shocks", "on", "CHN", "ALL"],
      ["shocks", "up_by_points", "25", "10"],
      ["option", "closure", "additive", "balanced"],
      ["option", "tariffs", "", "us-2025"],
    ]);
  });

  test("differs by the data that the answers rest on", () => {
    const same = { scenario: one, options: {} };
    expect(inputs([same, same], [answer([]), answer([], "figaro")])).toEqual([
      { part: "data", index: 0, key: "accounts", values: ["icio, 2022", "figaro, 2022"] },
    ]);
    expect(inputs([same, same], [answer([]), answer([])])).toEqual([]);
  });
});

describe("what came out", () => {
  const a = answer([welfare("KOR", 0.1), welfare("CHN", -1), welfare("MEX", 0.2)]);
  const b = answer([welfare("KOR", 0.3), welfare("CHN", -0.5)]);

  test("is told against the first", () => {
    expect(outcomes([a, b], "welfare_pct", ["CHN", "MEX"])).toEqual([
      { country: "CHN", variable: "welfare_pct", unit: "percent", values: [-1, -0.5], differences: [0, 0.5] },
      { country: "MEX", variable: "welfare_pct", unit: "percent", values: [0.2, null], differences: [0, null] },
    ]);
  });

  test("leads with those that are named, then with the most affected", () => {
    const tables = [a, b].map((each) => new Map(each.records.map((item) => [item.country ?? "", item])));
    expect(leading(tables, ["MEX", "XXX"], 1)).toEqual(["MEX", "CHN"]);
  });

  test("has times", () => {
    const path = answer([welfare("KOR", -17, "year 1"), welfare("KOR", -2, "year 10")]);
    expect(times(path)).toEqual(["year 1", "year 10"]);
    expect(at(path, "welfare_pct", "year 1")[0]?.value).toBe(-17);
    expect(at(path, "welfare_pct")[0]?.value).toBe(-2);
  });
});

describe("the columns of a link", () => {
  const link = new URLSearchParams({ s: "embargo by ALL on DEU", closure: "balanced", s2: "same", tariffs2: "us-2025", s4: "agreement RCEP" });
  const held = columns(link, "tariff");

  test("are read", () => {
    expect(held.map(({ place, scenario, same }) => [place, scenario, same])).toEqual([
      [1, "embargo by ALL on DEU", false],
      [2, "embargo by ALL on DEU", true],
      [4, "agreement RCEP", false],
    ]);
    expect(held[1] && asking(held[1])).toEqual({ scenario: "embargo by ALL on DEU", tariffs: "us-2025" });
    expect(columns(new URLSearchParams(), "tariff")[0]?.scenario).toBe("tariff");
  });

  test("are added, taken away and exchanged", () => {
    expect(beside(held, false)).toMatchObject({ s3: "embargo by ALL on DEU", closure3: "balanced" });
    expect(gone(2)).toMatchObject({ s2: "", tariffs2: "" });
    expect(exchanged(held, 4)).toMatchObject({ s: "agreement RCEP", closure: "", s4: "embargo by ALL on DEU", closure4: "balanced" });
    expect(exchanged(held, 2)).toMatchObject({ s: "embargo by ALL on DEU", tariffs: "us-2025", s2: "same", closure2: "balanced" });
  });
});

test("a scenario says by itself what its options say", () => {
  expect(within(other, { tariffs: "us-2025", input_substitution: "0.2", factor_mobility: "specific" })).toMatchObject({
    baseline: { tariffs: "us-2025" },
    model: { closure: "balanced", input_substitution: 0.2, factor_mobility: "specific" },
  });
  expect(within(one, { years: "1-10" }, "year 3").model).toEqual({ years_after: 3 });
  expect(within(one, { horizon: "all" }, "short").model).toEqual({ horizon: "short" });
  expect(within(one, {}).model).toBeUndefined();
});

test("a country's trade is added up by partner", () => {
  const flow = (variable: string, origin: string, destination: string, sector: string, value: number): Item => ({
    variable,
    origin,
    destination,
    sector,
    value,
    unit: "million USD",
  });
  const made = answer([
    flow("trade_change", "KOR", "CHN", "C26", -10),
    flow("trade_change", "KOR", "CHN", "C27", -5),
    flow("trade_new", "KOR", "CHN", "C26", 90),
    flow("trade_new", "KOR", "CHN", "C27", 45),
    flow("trade_change", "USA", "KOR", "C26", 2),
    flow("trade_new", "USA", "KOR", "C26", 2),
    flow("trade_change", "KOR", "KOR", "C26", 99),
  ]);
  expect(flows(made, "KOR")).toEqual([
    { key: "CHN", exports: -15, exportsPct: -10, imports: 0, importsPct: null },
    { key: "USA", exports: 0, exportsPct: null, imports: 2, importsPct: null },
  ]);
  expect(flows(made, "KOR", { by: "sector", partner: "CHN" })[0]).toMatchObject({ key: "C26", exports: -10 });
});
