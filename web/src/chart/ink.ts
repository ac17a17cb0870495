// A specification's colours on a dark ground: they are chosen for white paper.

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type Specification = { [name: string]: Json };

type Rgb = [number, number, number];

/** The dark theme's ground, against which contrast is reckoned. */
const GROUND: Rgb = [18, 24, 30];
const TEXT = "#e6ecf0";
const LINE = "#4b5965";
const GRID = "#2a343d";
/** Contrast that a coloured mark keeps to the ground (WCAG 2.2, 1.4.3, asks it of text). */
const CONTRAST = 4.5;
/** Below this spread between its channels a colour counts as grey. */
const GREY = 48;

function parsed(text: string): Rgb | undefined {
  const plain = { white: "#ffffff", black: "#000000" }[text] ?? text;
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(plain);
  return found ? (found.slice(1).map((part) => parseInt(part, 16)) as Rgb) : undefined;
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Give the contrast of two colours, from 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((left, right) => left - right);
  return (high + 0.05) / (low + 0.05);
}

const mixed = (from: Rgb, to: Rgb, share: number) => from.map((part, at) => part + ((to[at] ?? 0) - part) * share) as Rgb;
const written = (colour: Rgb) => `#${colour.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

/** Give what a colour becomes on a dark ground; what is no plain colour stays. */
export function darkened(text: string): string {
  const colour = parsed(text);
  if (!colour) return text;
  const spread = Math.max(...colour) - Math.min(...colour);
  if (spread < GREY) {
    // Greys and inks trade places, between the ground and nearly white, and keep their tint.
    const light = (Math.max(...colour) + Math.min(...colour)) / 510;
    const grey = mixed([235, 240, 244], GROUND, light ** 1.5); // a dim mark fades sooner on a dark ground
    return written(grey.map((part, at) => Math.min(255, part + ((colour[at] ?? 0) - light * 255) * 0.6)) as Rgb);
  }
  let made = colour;
  for (let share = 0.05; contrast(made, GROUND) < CONTRAST && share < 1; share += 0.05) {
    made = mixed(colour, [255, 255, 255], share);
  }
  return written(made);
}

/** Where the data are: a colour there is a value, not ink. */
const DATA = new Set(["data", "datasets", "description", "usermeta"]);

function recoloured(part: Json): Json {
  if (typeof part === "string") return darkened(part);
  if (Array.isArray(part)) return part.map(recoloured);
  if (part === null || typeof part !== "object") return part;
  return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, DATA.has(name) ? one : recoloured(one)]));
}

/** Give the fields whose values are colours themselves: channels without a scale. */
function inked(part: Json): string[] {
  if (Array.isArray(part)) return part.flatMap(inked);
  if (part === null || typeof part !== "object") return [];
  const own = Object.entries(part).flatMap(([name, one]) => {
    const { field, scale } = object(one);
    return ["color", "fill", "stroke"].includes(name) && scale === null && typeof field === "string" ? [field] : [];
  });
  return [...own, ...Object.entries(part).flatMap(([name, one]) => (DATA.has(name) ? [] : inked(one)))];
}

/** Give rows, wherever they stand in a specification's data, with the colours that some fields hold turned. */
function repainted(part: Json, fields: ReadonlySet<string>): Json {
  if (Array.isArray(part)) return part.map((one) => repainted(one, fields));
  if (part === null || typeof part !== "object") return part;
  return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, typeof one === "string" ? (fields.has(name) ? darkened(one) : one) : repainted(one, fields)]));
}

/** Turn the inks of a whole specification; of its data only what is drawn as a colour. */
function turned(spec: Specification): Specification {
  const made = recoloured(spec) as Specification;
  const fields = new Set(inked(spec));
  if (!fields.size) return made;
  const data = ["data", "datasets"].filter((name) => name in made).map((name) => [name, repainted(made[name] ?? null, fields)] as const);
  return { ...made, ...Object.fromEntries(data) };
}

const object = (part: Json | undefined): Specification =>
  part && typeof part === "object" && !Array.isArray(part) ? part : {};

const LABELS = { labelColor: TEXT, titleColor: TEXT };
const LEFT_TO_VEGA = {
  axis: { ...LABELS, domainColor: LINE, tickColor: LINE, gridColor: GRID },
  header: LABELS,
  legend: LABELS,
  title: { color: TEXT, subtitleColor: TEXT },
  view: { stroke: LINE },
  text: { color: TEXT },
  rule: { color: TEXT },
  tick: { color: TEXT },
};

/** Give a specification without a ground of its own, and for the dark theme with inks that can be read on it. */
export function themed(spec: Specification, dark: boolean): Specification {
  const painted = dark ? turned(spec) : spec;
  const config = object(painted.config);
  const clear = { ...painted, background: "transparent", config: { ...config, background: "transparent" } };
  if (!dark) return clear;
  // What a specification leaves to Vega is black there.
  const inks = Object.entries(LEFT_TO_VEGA).map(([name, ink]) => [name, { ...ink, ...object(config[name]) }]);
  return { ...clear, config: { ...clear.config, ...Object.fromEntries(inks) } };
}
