import { describe, expect, it } from "vitest";
import { cited, pairs, type Proposal, safe } from "./book";
import { decisions, wordsOf } from "./decide";
import { steady } from "./stability";

const proposal = (held: string | null = null): Proposal => ({
  quote: { exact: "We will talk", prefix: "", suffix: "" },
  speaker: { name: "Kari Lund", country: "NOR", resolved: "named" },
  addressee: ["POL", "SWE"],
  topic: "trade",
  said_on: null,
  verbatim: true,
  proposed: { speaker_by: "", candidates: [], look_at: [] },
  held,
});

describe("an address", () => {
  it("opens only where a browser loads it as a page", () => {
    expect(safe("https://a.example/x?y=1")).toBe("https://a.example/x?y=1");
    for (const wrong of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", " java\nscript:x", "a.example", "", null]) {
      expect(safe(wrong)).toBeUndefined();
    }
  });
});

describe("decisions", () => {
  it("name what was accepted, with what was changed of it alone", () => {
    const words = wordsOf(proposal());
    expect(words).toEqual({ name: "Kari Lund", office: "", country: "NOR", addressee: "POL,SWE", topic: "trade", said_on: "" });
    const decided = [
      { verdict: "accepted" as const, words: { ...words, office: " foreign minister ", name: "" } },
      { verdict: "rejected" as const, words },
      { verdict: "open" as const, words },
      { verdict: "accepted" as const, words },
      { verdict: "accepted" as const, words },
    ];
    expect(decisions([proposal(), proposal(), proposal(), proposal(), proposal("abcd")], decided)).toEqual([
      { number: 1, changes: { office: "foreign minister", name: "" } },
      { number: 4, changes: {} },
    ]);
  });
});

describe("the four numbers", () => {
  it("come together by series, with the breaks of each", () => {
    const of = (indicator: string, value: number, more = {}) => ({ indicator, variable: `${indicator}: input_share`, value, unit: "", ...more });
    const [row, ...rest] = steady([
      of("break_p_value", 0.01),
      of("shock_half_life", 2, { low: 1, high: 3 }),
      of("variance_ratio", 1.5),
      of("variance_p_value", 0.4),
      of("smallest_shift", 0.1),
      { indicator: "break_shift", scenario: "input_share after 2009-05 (2009-04 to 2009-06)", value: -1, unit: "index" },
      { indicator: "events", variable: "events: verbal conflict", value: 3, unit: "count" },
    ]);
    expect(rest).toEqual([]);
    expect(row).toEqual({
      series: "input_share",
      p: { value: 0.01, low: undefined, high: undefined },
      life: { value: 2, low: 1, high: 3 },
      ratio: { value: 1.5, low: undefined, high: undefined },
      shift: { value: 0.1, low: undefined, high: undefined },
      breaks: [{ after: "2009-05", first: "2009-04", last: "2009-06" }],
    });
  });
});

describe("what pulls apart", () => {
  it("is shown once for each pair", () => {
    const rows = [
      { id: "a", to: ["b", "gone"] },
      { id: "b", to: ["a"] },
    ];
    expect(pairs(rows, (row) => row.to).map(([one, other]) => one.id + other.id)).toEqual(["ab"]);
  });
  it("finds a record by what its source's text ends in", () => {
    expect(cited("“x”: a paper (record c7b37025)")).toBe("c7b37025");
    expect(cited("a paper")).toBe("");
  });
});
