import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Place } from "./shapes";
import { lettersByNumber, made } from "./shapes";
import { expect, test } from "vitest";

const shapes = made();
const drawn = shapes.topology.objects.countries.geometries.map(({ properties }) => properties as Place);
const codes = [...drawn, ...shapes.points].map(({ code }) => code).filter(Boolean);

test("the shapes are small enough to send", () => {
  expect(gzipSync(JSON.stringify(shapes)).length).toBeLessThan(70_000);
});

test("every country is there once, small states and Kosovo too", () => {
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of ["KOR", "PRK", "CHN", "TWN", "HKG", "SGP", "MLT", "LUX", "CYP", "XKX", "PSE", "ESH", "ISL"]) expect(codes).toContain(code);
  expect(codes.length).toBeGreaterThan(230);
});

test("places without a code of the project are drawn without one", () => {
  expect(drawn.filter(({ code }) => !code).map(({ name }) => name)).toEqual(["Somaliland", "N. Cyprus", "Siachen Glacier"]);
});

test("codes are those of the project's own table", () => {
  const table = lettersByNumber(readFileSync(new URL("../src/counterpoise/codes/tables/countries.csv", import.meta.url), "utf8"));
  const own = new Set([...table.values(), "XKX"]);
  expect(codes.filter((code) => !own.has(code))).toEqual([]);
});

test("a place lies where it should", () => {
  const [east, north] = shapes.points.find(({ code }) => code === "SGP")?.at ?? [0, 0];
  expect(Math.abs(east - 103.8)).toBeLessThan(0.5);
  expect(Math.abs(north - 1.3)).toBeLessThan(0.5);
});
