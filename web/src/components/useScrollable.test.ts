import { expect, it } from "vitest";
import { isWider } from "./useScrollable";

it("tells what is wider than its place, and nothing of what is not shown", () => {
  expect(isWider({ scrollWidth: 640, clientWidth: 320 })).toBe(true);
  expect(isWider({ scrollWidth: 321, clientWidth: 320 })).toBe(false);
  expect(isWider({ scrollWidth: 640, clientWidth: 0 })).toBe(false);
});
