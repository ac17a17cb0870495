import { expect, test } from "vitest";
import { neighbour } from "./moves";

const spots = [
  { code: "A", x: 0, y: 0 },
  { code: "B", x: 10, y: 1 },
  { code: "C", x: 4, y: 9 },
  { code: "D", x: -3, y: -20 },
];
const [a] = spots as [(typeof spots)[number]];

test("an arrow leads to the nearest place that lies that way", () => {
  expect(neighbour(spots, a, "ArrowRight")?.code).toBe("B");
  expect(neighbour(spots, a, "ArrowDown")?.code).toBe("C");
  expect(neighbour(spots, a, "ArrowUp")?.code).toBe("D");
});

test("where the map ends, and for another key, there is none", () => {
  expect(neighbour(spots, a, "ArrowLeft")).toBeUndefined();
  expect(neighbour(spots, a, "x")).toBeUndefined();
});
