import { expect, test } from "vitest";
import { columns } from "./ChartTable";

test("a table's columns are the dimensions along which its rows differ", () => {
  const one = { country: "KOR", partner: "CHN", year: 2011, value: 1, unit: "share" };
  expect(columns([one, { ...one, partner: "USA" }])).toEqual(["partner"]);
  expect(columns([one, { ...one, partner: "USA", year: 2012 }])).toEqual(["partner", "year"]);
  expect(columns([one])).toEqual(["country"]);
  expect(columns([])).toEqual([]);
});
