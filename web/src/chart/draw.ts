// Vega, without the parts that no chart of ours uses. Loaded when a chart is first drawn.
//
// Expressions are interpreted: nothing is compiled from text, so that the security policy needs no `unsafe-eval`.

import { transforms } from "vega-dataflow";
import * as encode from "vega-encode";
import { expressionInterpreter } from "vega-interpreter";
import { compile, type TopLevelSpec } from "vega-lite";
import { parse } from "vega-parser";
import * as general from "vega-transforms";
import { View } from "vega-view";
import * as layout from "vega-view-transforms";
import type { Specification } from "./ink";

Object.assign(transforms, general, encode, layout);

export type Row = [name: string, value: string];
export type Datum = Record<string, unknown>;

export interface Tip {
  rows: Row[];
  /** Where the pointer is, in the window. */
  at: [number, number];
}

export interface Wishes {
  spec: Specification;
  place: HTMLElement;
  onTip: (tip: Tip | null) => void;
  onPick?: (datum: Datum) => void;
}

/** Specifications carry their data: nothing is loaded, and a link or a picture in one is refused. */
const refuse = () => Promise.reject(new Error("a chart loads nothing"));
const loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

/** Read what a mark's tooltip says: its channels by name, or one text. */
export function rows(value: unknown): Row[] {
  if (value === null || value === undefined || value === "") return [];
  if (typeof value !== "object") return [["", String(value)]];
  return Object.entries(value).map(([name, one]) => [name, String(one ?? "")]);
}

/** Draw a specification into a place; the view is there once it has been drawn. */
export async function drawn({ spec, place, onTip, onPick }: Wishes): Promise<View> {
  const compiled = compile(spec as unknown as TopLevelSpec, { logger: silent }).spec;
  const view = new View(parse(compiled, undefined, { ast: true }), {
    container: place,
    expr: expressionInterpreter,
    renderer: "svg",
    loader: loader as never,
    logLevel: 0,
    hover: true,
    tooltip: (_handler: unknown, event: MouseEvent, _item: unknown, value: unknown) => {
      const found = rows(value);
      onTip(found.length ? { rows: found, at: [event.clientX, event.clientY] } : null);
    },
  } as never);
  if (onPick) {
    view.addEventListener("click", (_event, item) => {
      const datum = item?.datum as Datum | undefined;
      if (datum) onPick(datum);
    });
  }
  await view.runAsync();
  return view;
}

/** Set signals by name, those that the chart has; it is not drawn anew. */
export async function signalled(view: View, signals: Record<string, unknown>): Promise<void> {
  for (const [name, value] of Object.entries(signals)) {
    try {
      view.signal(name, value);
    } catch {
      continue; // a chart without this signal
    }
  }
  await view.runAsync();
}

const silent = {
  level: () => silent,
  error: () => silent,
  warn: () => silent,
  info: () => silent,
  debug: () => silent,
} as never;

export type { View };
