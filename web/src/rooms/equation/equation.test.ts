import { describe, expect, it } from "vitest";
import type { Answer, Item } from "../../api";
import { kindOf, trailOf } from "./trail";
import { readWeights, shareOf, shownWeights, together, weighable, writtenWeights } from "./weights";

const base = { economic: { look_through: 2.5, sales: 5 }, security: { arms: 5, presence: 5 } };

describe("weights", () => {
  it("begin with the largest of each side in the middle", () => {
    const weights = { economic: { a: 0.25, b: 0.5, c: 0 }, security: { d: 1 / 3, e: 1 / 3 } };
    const answer = { meta: { diagnostics: { weights } } } as unknown as Answer;
    expect(shownWeights(answer)).toEqual({ economic: { a: 2.5, b: 5, c: 0 }, security: { d: 5, e: 5 } });
  });

  it("come back from a link as they were written, those of nought left out", () => {
    expect(writtenWeights({ look_through: 2.5, sales: 0 })).toBe("look_through=2.5");
    expect(readWeights("look_through=2.5, sales=1,broken,x=y")).toEqual({ look_through: 2.5, sales: 1 });
  });

  it("keep a side that the link names nothing of", () => {
    expect(together(base, { arms: 1 })).toEqual({ economic: base.economic, security: { arms: 1, presence: 0 } });
  });

  it("need something above nought on each side", () => {
    expect(weighable(base)).toBe(true);
    expect(weighable({ ...base, security: { arms: 0, presence: 0 } })).toBe(false);
    expect(shareOf({ arms: 0 }, "arms")).toBe(0);
    expect(shareOf(base.economic, "look_through")).toBeCloseTo(1 / 3);
  });
});

describe("a trail", () => {
  const item = (indicator: string, year: number, value: number | null): Item => ({ indicator, country: "KOR", year, value, unit: "share" });

  it("holds a year of which either side is known", () => {
    const steps = trailOf([item("trail_economic", 2011, 0.1), item("trail_economic", 1995, 0.2), item("trail_security", 2011, null)], "KOR");
    expect(steps).toEqual([
      { year: 1995, economy: 0.2, security: null },
      { year: 2011, economy: 0.1, security: null },
    ]);
    expect(kindOf(steps)).toBe("economy");
  });

  it("is too short with one year", () => expect(kindOf(trailOf([item("trail_economic", 2022, 0.1)], "KOR"))).toBe("short"));

  it("is of both where both are known twice", () => {
    const records = [1995, 2011].flatMap((year) => [item("trail_economic", year, 0.1), item("trail_security", year, 0.5)]);
    expect(kindOf(trailOf(records, "KOR"))).toBe("both");
  });
});
