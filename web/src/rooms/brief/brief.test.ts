import { describe, expect, it } from "vitest";
import { begun, type Case, edited, lineOf, listed, replaced, toml } from "./case";

const CASE: Case = {
  country: "KOR",
  powers: ["USA", "CHN"],
  draws: 0,
  risk: { against: ["CHN"], probability: 0.02 },
  scenarios: [{ change: "embargo by USA on CHN" }, { file: "rcep" }],
  talks: [{ file: "nuclear" }],
  record: { ledger: "korea.jsonl", on: ["CHN"] },
  title: 'A "case"',
};

describe("a case", () => {
  it("is written as the file has it: values first, then tables, then lists of tables", () => {
    expect(toml(CASE)).toBe(
      [
        'title = "A \\"case\\""',
        'country = "KOR"',
        'powers = ["USA", "CHN"]',
        "draws = 0",
        "",
        "[risk]",
        'against = ["CHN"]',
        "probability = 0.02",
        "",
        "[[scenarios]]",
        'change = "embargo by USA on CHN"',
        "",
        "[[scenarios]]",
        'file = "rcep"',
        "",
        "[[talks]]",
        'file = "nuclear"',
        "",
        "[record]",
        'ledger = "korea.jsonl"',
        'on = ["CHN"]',
        "",
      ].join("\n"),
    );
  });

  it("leaves out what is empty, but never nought, and never the powers", () => {
    const held = edited(CASE, { title: "", scenarios: [], risk: undefined, powers: [] });
    expect(Object.keys(held)).toEqual(["country", "powers", "draws", "talks", "record"]);
    expect(held.draws).toBe(0);
  });

  it("begins with a country, and no power that is the country itself", () => {
    expect(begun("USA", ["USA", "CHN"], "ko")).toBe('country = "USA"\npowers = ["CHN"]\nlanguage = "ko"\ndraws = 0\n');
  });

  it("reads powers as a text or a list", () => {
    expect(listed("USA,CHN")).toEqual(["USA", "CHN"]);
    expect(listed(["EU"])).toEqual(["EU"]);
    expect(listed(undefined)).toEqual([]);
  });

  it("changes one entry of a list, or takes it out", () => {
    expect(replaced([1, 2, 3], 1, 9)).toEqual([1, 9, 3]);
    expect(replaced([1, 2, 3], 1, null)).toEqual([1, 3]);
  });

  it("finds the line that a fault names", () => {
    expect(lineOf("case, line 12, risk.against")).toBe(12);
    expect(lineOf("powers")).toBeNull();
  });
});
