import { describe, expect, it } from "vitest";
import type { Item } from "../../api";
import { drawnRows, parts, rows, slice, years } from "./outcome";
import { phased, schedule } from "./phases";
import { among, entries, lines, mapped, registered, stated } from "./register";
import { argumentsOf } from "./state";

const held = (variable: string, partner: string, said: string, depth: number | null, year = 2015): Item[] => [
  { indicator: "agreement_in_force", variable, country: "KOR", partner, year, value: said.includes("in force") ? 1 : 0, unit: "", source: said },
  { indicator: "agreement_depth", variable, country: "KOR", partner, year, value: depth, unit: "index", estimated: variable === "RCEP" },
];
const RECORDS = [
  ...held("Korea-China", "CHN", "free trade agreement, in part; in force since 2015-12-20: WTO; lines: a paper", 6),
  ...held("RCEP", "CHN", "free trade agreement, in part; in force since 2022-02-01: MOFCOM", 6, 2022),
  ...held("RCEP", "IDN", "free trade agreement, in part; in force since 2023-01-02: MOFCOM", 6, 2023),
  ...held("Korea-Japan", "JPN", "free trade agreement; stopped: From memory", null, 2003),
  ...held("Korea-India", "IND", "free trade agreement; in force since 2010-01-01: WTO", null, 2010),
  ...held("", "PRK", "the register knows none in force", null, 2025),
];

describe("the register's records", () => {
  it("tell the kind, how it stands and since when, and keep the citation whole", () => {
    expect(stated("free trade agreement, in part; in force since 2015-12-20: WTO; lines: a paper")).toEqual({
      kind: "free trade agreement, in part",
      status: "in force",
      since: "2015-12-20",
      until: "",
      source: "WTO; lines: a paper",
    });
    expect(stated("customs union; ended until 1994-12-31: x")).toMatchObject({ status: "ended", until: "1994-12-31", source: "x" });
    expect(stated("partial scope; negotiating")).toMatchObject({ status: "negotiating", source: "" });
    expect(stated("the register knows none in force").status).toBe("none");
  });

  it("make a line an agreement, or one for each pair, those in force first", () => {
    const all = entries(RECORDS);
    const whole = lines(all, false);
    expect(whole.map((one) => one.agreement)).toEqual(["Korea-India", "Korea-China", "RCEP", "Korea-Japan"]);
    expect(whole.find((one) => one.agreement === "RCEP")).toMatchObject({ partners: ["CHN", "IDN"], since: "2022-02-01", last: "2023-01-02", own: true });
    expect(lines(all, true)).toHaveLength(5);
  });

  it("leave missing on the map what nobody has read, and what is not in force", () => {
    const all = entries(RECORDS);
    expect(mapped(all, "depth", 2025)).toEqual({ CHN: 6, IDN: 6, IND: null });
    expect(mapped(all, "since", 2025)).toEqual({ CHN: 10, IDN: 2, IND: 15 });
    expect(mapped(all, "count", 2025)).toEqual({ CHN: 2, IDN: 1, IND: 1 });
  });

  it("name each agreement with its parties, and tell what binds some countries already", () => {
    const all = entries(RECORDS);
    expect(registered(all).find((one) => one.name === "RCEP")?.parties).toEqual(["CHN", "IDN", "KOR"]);
    expect(among(all, ["KOR", "CHN"])).toEqual([
      { agreement: "Korea-China", pairs: 1, since: "2015-12-20" },
      { agreement: "RCEP", pairs: 1, since: "2022-02-01" },
    ]);
    expect(among(all, ["KOR", "JPN"])).toEqual([]);
  });
});

describe("a schedule", () => {
  it("is read and written as the question has it", () => {
    for (const text of ["", "10", "10,A01:20,C29:15", "0,A01:20"]) expect(phased(schedule(text) ?? { years: -1, of: [] })).toBe(text);
    expect(schedule("A01:20")).toEqual({ years: 0, of: [{ sector: "A01", years: 20 }] });
  });

  it("that a form can't show is left as it was typed", () => {
    for (const text of ["ten", "10,20", "10,:5", "10,A01", "1.5"]) expect(schedule(text)).toBeNull();
  });
});

const item = (scenario: string, country: string, value: number): Item => ({ variable: "welfare_pct", scenario, country, value, unit: "percent" });
const ANSWER = [item("tariffs only, year 1", "KOR", 1), item("tariffs only, year 2", "KOR", 2), item("whole agreement, year 1", "KOR", 3), item("whole agreement, year 2", "KOR", 4)];

describe("an answer", () => {
  it("has parts, and years where it is phased in", () => {
    expect(slice("tariffs only")).toEqual({ part: "tariffs only", year: 0 });
    expect(parts(ANSWER)).toEqual(["tariffs only", "whole agreement"]);
    expect(years(ANSWER)).toEqual([1, 2]);
    expect(years([item("tariffs only", "KOR", 1)])).toEqual([]);
  });

  it("gives the numbers of one year, the tariffs beside the whole", () => {
    const [row] = rows(ANSWER, "whole agreement", 2);
    expect([row?.of.welfare_pct?.value, row?.tariffs.welfare_pct?.value]).toEqual([4, 2]);
  });

  it("gives what a chart draws once, under the panel's title", () => {
    const data = { values: [{ sector: "Cars", value: 1 }] };
    expect(drawnRows({ hconcat: [{ title: "Korea", layer: [{ data }, { data }] }] })).toEqual([{ sector: "Cars", value: 1, of: "Korea" }]);
  });
});

describe("the question", () => {
  it("is told what the link says, and no draws where it says nothing of them", () => {
    const of = (name: string) => ({ agreement: "KOR,JPN", phase: "10", country: "FRA", at: "3" })[name] ?? "";
    expect(argumentsOf(of)).toMatchObject({ agreement: "KOR,JPN", phase: "10", draws: "0" });
    expect(argumentsOf(of)).not.toHaveProperty("country");
    expect(argumentsOf(of)).not.toHaveProperty("at");
    expect(argumentsOf((name) => (name === "draws" ? "40" : "")).draws).toBe("40");
  });
});
