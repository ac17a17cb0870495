import { describe, expect, test } from "vitest";
import { estimates } from "./holdings";
import { guess, sized, yearIn } from "./upload";

const SOURCES = ["adb", "baci", "cow-alliances", "figaro", "icio", "sipri-arms", "wdi", "world-mining-data"].map((source) => ({ source, title: source }));

describe("a file's name tells", () => {
  test.each([
    ["BACI_HS92_Y2022_V202401b.csv", "baci"],
    ["BACI_HS92_V202501.zip", "baci"],
    ["BACIHS92V202501.zip", "baci"],
    ["COWAlliances-4.1.csv", "cow-alliances"],
    ["2021_ICIO.zip", "icio"],
    ["World Mining Data 2024.xlsx", "world-mining-data"],
    ["sipri arms transfers.csv", "sipri-arms"],
    ["table.csv", ""],
  ])("whose %s is", (name, source) => expect(guess(name, SOURCES)).toBe(source));

  test.each([
    ["ICIO2025_2022.csv", ""],
    ["WDI-2023.csv", "2023"],
    ["BACI_HS92_V202401b.csv", ""],
  ])("the year of %s, if it is one", (name, year) => expect(yearIn(name)).toBe(year));
});

test("a size is written as a reader does", () => {
  const plain = (value: number, digits = 3) => value.toFixed(digits);
  expect([0, 999, 1500, 1_500_000_000].map((size) => sized(size, plain))).toEqual(["0 B", "999 B", "1.5 kB", "1.5 GB"]);
});

test("what is estimated is told in a dataset's own words", () => {
  const completeness = "80 economies by 50 sectors, one year. The rest of the world is left out, so bilateral flows are lower bounds. A thing.";
  expect(estimates({ completeness, verified: "Every flow is checked." })).toEqual(["The rest of the world is left out, so bilateral flows are lower bounds."]);
});
