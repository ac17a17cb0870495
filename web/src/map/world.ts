// The world's shapes, projected once. Loaded when a map is first shown.
//
// Equal Earth (Šavrič, Patterson and Jenny 2019): a colour's area on the map is its area on the ground.

import { geoEqualEarth, geoPath } from "d3-geo";
import type { FeatureCollection, MultiPolygon, Polygon } from "geojson";
import { feature } from "topojson-client";
import shapes from "virtual:shapes";
import type { Place } from "../../shapes";

export interface Land {
  code: string;
  /** As the atlas has it. */
  name: string;
  path: string;
  x: number;
  y: number;
  /** Too small to be seen: a circle stands for it. */
  small: boolean;
}

export const WIDTH = 960;
/** A shape that is nowhere this many units across gets a circle. */
const VISIBLE = 5;

export interface World {
  lands: Land[];
  height: number;
}

function projected(): World {
  const all = feature(shapes.topology, shapes.topology.objects.countries) as FeatureCollection<Polygon | MultiPolygon, Place>;
  const projection = geoEqualEarth().fitWidth(WIDTH, all);
  const path = geoPath(projection).digits(1);
  const [, [, height]] = path.bounds(all);
  const at = (place: Place) => projection(place.at) ?? [0, 0];
  const lands = all.features.map((one): Land => {
    const [[left, top], [right, bottom]] = path.bounds(one);
    const [x, y] = at(one.properties);
    const small = Math.max(right - left, bottom - top) < VISIBLE;
    const { code, name } = one.properties;
    return { code, name, path: path(one) ?? "", x, y, small };
  });
  const dots = shapes.points.map((place): Land => {
    const [x, y] = at(place);
    return { code: place.code, name: place.name, path: "", x, y, small: true };
  });
  return { lands: [...lands, ...dots], height: Math.ceil(height) };
}

export const world: World = projected();
