import { expect, test } from "vitest";
import { mapScale, rounded } from "./scale";

test("a scale of one sign runs one way, over round breaks", () => {
  const scale = mapScale([0.01, 0.02, 0.05, 0.1, 0.2, 0.31, null, undefined, Number.NaN]);
  expect(scale.kind).toBe("one-way");
  expect(scale.classes).toHaveLength(5);
  const inner = scale.classes.slice(1).map(({ from }) => from);
  expect(inner).toEqual(inner.map(rounded));
  expect(scale.tone(0.01)).toBe("s1");
  expect(scale.tone(0.31)).toBe("s5");
});

test("what is missing has no colour, and nought has one", () => {
  const scale = mapScale([0, 1, 2, null]);
  expect(scale.tone(null)).toBeUndefined();
  expect(scale.tone(undefined)).toBeUndefined();
  expect(scale.tone(Number.NaN)).toBeUndefined();
  expect(scale.tone(0)).toBe("s1");
  expect(mapScale([null]).kind).toBe("empty");
});

test("both signs run from a middle at nought, alike on both sides", () => {
  const scale = mapScale([-8, -4, -2, -1, 0.5, 1, 3, 6]);
  expect(scale.kind).toBe("two-way");
  expect(scale.tone(0)).toBe("z");
  for (const value of [1.2, 2.2, 4, 7.5]) {
    expect(scale.tone(-value)?.replace("n", "p")).toBe(scale.tone(value));
  }
  const edges = scale.classes.map(({ from, to }) => [from, to]);
  edges.slice(1).forEach(([from], at) => expect(from).toBe(edges[at]?.[1]));
});

test("values that are all alike make one class", () => {
  const scale = mapScale([3, 3, 3]);
  expect(scale.classes).toHaveLength(1);
  expect(scale.tone(3)).toBe("s3");
});

test("one value on each side still has two sides", () => {
  const scale = mapScale([-0.2, 0.1]);
  expect(scale.tone(-0.2)).toBe("n3");
  expect(scale.tone(0)).toBe("z");
});
