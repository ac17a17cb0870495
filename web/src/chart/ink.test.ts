import { expect, test } from "vitest";
import { contrast, darkened, themed } from "./ink";

const rgb = (text: string) => (text.match(/[0-9a-f]{2}/gi) ?? []).map((part) => parseInt(part, 16)) as [number, number, number];
const GROUND = rgb("#12181e");

test("inks are readable on the dark ground", () => {
  for (const ink of ["#1b2b38", "#000000", "black", "#6b7d89", "#0072B2", "#D55E00", "#009E73"]) {
    expect(contrast(rgb(darkened(ink)), GROUND), ink).toBeGreaterThan(3.9);
  }
});

test("white becomes the ground, and what is no plain colour stays", () => {
  expect(darkened("white")).toBe("#12181e");
  expect(darkened("datum.value")).toBe("datum.value");
  expect(darkened("transparent")).toBe("transparent");
});

test("light greys stay behind dark ones", () => {
  const weight = (ink: string) => contrast(rgb(darkened(ink)), GROUND);
  expect(weight("#e3e8ec")).toBeLessThan(weight("#9fb0bc"));
  expect(weight("#9fb0bc")).toBeLessThan(weight("#1b2b38"));
});

test("only ink is turned: data, and the specification that was given, stay", () => {
  const spec = { data: { values: [{ c: "#000000" }] }, mark: { type: "bar", color: "#000000" }, config: { axis: { labelColor: "#000000" } } };
  const before = JSON.stringify(spec);
  const made = themed(spec, true) as { data: unknown; mark: { color: string }; background: string; config: { axis: { labelColor: string } } };
  expect(JSON.stringify(spec)).toBe(before);
  expect(made.data).toEqual(spec.data);
  expect(made.mark.color).not.toBe("#000000");
  expect(made.config.axis.labelColor).toBe(made.mark.color);
  expect(made.background).toBe("transparent");
});

test("in the light theme only the ground goes", () => {
  const made = themed({ mark: "bar", background: "white", config: { background: "white", font: "x" } }, false);
  expect(made).toEqual({ mark: "bar", background: "transparent", config: { background: "transparent", font: "x" } });
});

test("of data only what is drawn as a colour itself is turned, in whatever layer it is", () => {
  const rows = [{ colour: "#1b2b38", text: "#1b2b38" }];
  const layer = [{ mark: "text", data: { name: "a" }, encoding: { color: { field: "colour", scale: null }, text: { field: "text" } } }];
  const made = themed({ datasets: { a: rows }, layer }, true) as { datasets: { a: typeof rows } };
  expect(made.datasets.a).toEqual([{ colour: darkened("#1b2b38"), text: "#1b2b38" }]);
  const scaled = [{ ...layer[0], encoding: { color: { field: "colour" } } }];
  expect((themed({ datasets: { a: rows }, layer: scaled }, true) as { datasets: unknown }).datasets).toEqual({ a: rows });
  expect((themed({ datasets: { a: rows }, layer }, false) as { datasets: unknown }).datasets).toEqual({ a: rows });
});
