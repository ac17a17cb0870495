import { describe, expect, it } from "vitest";
import { compared, type Direction } from "./sorting";

const sorted = (values: (number | string | null)[], direction: Direction) => [...values].sort((a, b) => compared(a, b, direction));

describe("the order of a column", () => {
  it("leaves what is missing last both ways", () => {
    expect(sorted([2, null, 10], "ascending")).toEqual([2, 10, null]);
    expect(sorted([2, null, 10], "descending")).toEqual([10, 2, null]);
  });
  it("orders words by the language", () => expect(sorted(["b", "A", "C10", "C9"], "ascending")).toEqual(["A", "b", "C9", "C10"]));
});
