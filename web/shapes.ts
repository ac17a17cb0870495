// The world's shapes, made small enough to send when the front end is built: `import shapes from "virtual:shapes"`.
//
// From Natural Earth's countries at 1:50 million (public domain), by way of the package world-atlas. Its ISO numbers
// become the three letters of the project's own table of countries.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { geoArea, geoCentroid } from "d3-geo";
import { feature, quantize } from "topojson-client";
import { filter, filterWeight, presimplify, simplify, sphericalRingArea, sphericalTriangleArea } from "topojson-simplify";
import type { GeometryCollection, GeometryObject, Topology } from "topojson-specification";
import type { Feature, MultiPolygon, Polygon } from "geojson";
import type { Plugin } from "vite";

const ATLAS = new URL("./node_modules/world-atlas/countries-50m.json", import.meta.url);
const CODES = new URL("../src/counterpoise/codes/tables/countries.csv", import.meta.url);

/** Places that Natural Earth draws without an ISO number, and that the project has a code for. */
const BY_NAME: Record<string, string> = { Kosovo: "XKX" };

/** Drawn nowhere: it fills the foot of the map, and no figure is about it. */
const LEFT_OUT = new Set(["ATA"]);

/** Corners that stand for less than this many steradians go: about a pixel's half at 1000 pixels across. */
const CORNER = 5e-6;
/** Islands of less than this many steradians go; their state keeps its point. */
const ISLAND = 2e-5;
const GRID = 6000;

interface Named {
  name: string;
}

export interface Place {
  code: string;
  name: string;
  /** Where it is, in degrees east and north: the middle of its largest part. */
  at: [number, number];
}

export interface Shapes {
  topology: Topology<{ countries: GeometryCollection<Place> }>;
  /** Those whose every part was too small to keep. */
  points: Place[];
}

/** Read the project's table: ISO numbers to three letters. */
export function lettersByNumber(table: string): Map<string, string> {
  const [head = "", ...lines] = table.trim().split("\n");
  const columns = head.split(",");
  const [code, numeric] = [columns.indexOf("code"), columns.indexOf("numeric")];
  const rows = lines.map((line) => line.split(",")).filter((row) => row[numeric]);
  return new Map(rows.map((row) => [row[numeric] ?? "", row[code] ?? ""]));
}

function middle(shape: Polygon | MultiPolygon): [number, number] {
  const parts = shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
  const polygons = parts.map((coordinates): Polygon => ({ type: "Polygon", coordinates }));
  const largest = polygons.reduce((best, one) => (geoArea(one) > geoArea(best) ? one : best));
  const [east, north] = geoCentroid(largest);
  return [Math.round(east * 100) / 100, Math.round(north * 100) / 100];
}

/** Make the shapes from the atlas and the table of codes. */
export function simplified(atlas: Topology, table: string): Shapes {
  const letters = lettersByNumber(table);
  const countries = atlas.objects.countries as GeometryCollection<Named>;
  const placed = new Set<string>();
  const named = countries.geometries.map((one): GeometryObject<Place> => {
    const { geometry: whole } = feature(atlas, one) as Feature<Polygon | MultiPolygon>;
    const { name = "" } = one.properties as Named;
    const code = BY_NAME[name] ?? letters.get(String(one.id ?? "")) ?? "";
    return { ...one, id: undefined, properties: { code, name, at: middle(whole) } } as GeometryObject<Place>;
  });
  const kept = named.filter(({ properties }) => {
    const { code } = properties as Place;
    if (LEFT_OUT.has(code) || (code && placed.has(code))) return false;
    placed.add(code);
    return true;
  });
  const whole = { ...atlas, objects: { countries: { type: "GeometryCollection", geometries: kept } } } as Topology;
  const weighed = presimplify(whole as never, sphericalTriangleArea);
  const smooth = simplify(weighed, CORNER);
  const small = filter(smooth, filterWeight(smooth, ISLAND, sphericalRingArea as never));
  const topology = quantize(small, GRID) as unknown as Shapes["topology"];
  const drawn = topology.objects.countries.geometries.filter(({ type }) => type !== null);
  topology.objects.countries.geometries = drawn;
  const seen = new Set(drawn.map((one) => (one.properties as Place).code));
  const points = kept.map((one) => one.properties as Place).filter(({ code }) => code && !seen.has(code));
  return { topology, points };
}

/** Read both files and make the shapes. */
export function made(): Shapes {
  return simplified(JSON.parse(readFileSync(ATLAS, "utf8")) as Topology, readFileSync(CODES, "utf8"));
}

/** Give the shapes to the front end as a module of their own, which is loaded when a map is first shown. */
export function shapes(): Plugin {
  const name = "virtual:shapes";
  return {
    name: "shapes",
    resolveId: (asked) => (asked === name ? `\0${name}` : undefined),
    load(asked) {
      if (asked !== `\0${name}`) return undefined;
      this.addWatchFile(fileURLToPath(CODES));
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(made()))});`;
    },
  };
}
