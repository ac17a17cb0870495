import { readFileSync } from "node:fs";
import * as util from "vega-util";
import { expect, test } from "vitest";
import { rows } from "./draw";

test("a tooltip is rows of text, never markup", () => {
  expect(rows({ Year: "2011", "<b>x</b>": 3, gap: null })).toEqual([["Year", "2011"], ["<b>x</b>", "3"], ["gap", ""]]);
  expect(rows("words")).toEqual([["", "words"]]);
  expect(rows(null)).toEqual([]);
});

test("what vega-lite takes of vega is in the part that the build gives it", () => {
  const text = readFileSync(new URL("../../node_modules/vega-lite/build/index.js", import.meta.url), "utf8");
  const taken = [...text.matchAll(/import \{([^}]*)\} from ['"]vega['"]/g)].flatMap(([, names = ""]) => names.split(","));
  expect(taken.length).toBeGreaterThan(0);
  expect(taken.map((name) => name.trim().split(" ")[0] ?? "").filter((name) => !(name in util))).toEqual([]);
});
