import { expect, test } from "vitest";
import type { Answer, Item } from "../../api";
import { outdated, type Solved, within } from "./solve";

const item = (variable: string, country: string, value: number): Item => ({ variable, country, value, unit: "percent" });
const answer = (records: Item[], key: string) =>
  ({ records, meta: { key }, sentences: [{ text: key }], variables: {} }) as unknown as Answer;

test("a variable is renewed within an answer, and all else stays", () => {
  const old = answer([item("welfare_pct", "KOR", 1), item("exports_pct", "KOR", 2)], "old");
  const found = answer([item("welfare_pct", "KOR", 3)], "new");
  const made = within(old, found);
  expect(made.records).toEqual([item("welfare_pct", "KOR", 3), item("exports_pct", "KOR", 2)]);
  expect(made.meta.key).toBe("new");
  expect(made.sentences).toEqual(old.sentences);
});

test("an outcome is of an earlier question while what is said is not understood", () => {
  const shown = { key: "a", args: {}, answer: answer([], "a"), firstOrder: false };
  const solved: Solved = { shown, failure: null, busy: false, stale: false, stop: () => undefined };
  expect(outdated(solved, true).stale).toBe(true);
  expect(outdated(solved, false)).toBe(solved);
  const none = { ...solved, shown: null };
  expect(outdated(none, true)).toBe(none);
});
