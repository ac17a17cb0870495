// Classes of colour for the values of a map: in one direction, or from a middle at zero where values have both signs.

export interface MapClass {
  from: number;
  to: number;
  /** Names the colour in the style sheet: s1 to s5, or n3 to n1, z, p1 to p3. */
  tone: string;
}

export interface MapScale {
  kind: "one-way" | "two-way" | "empty";
  classes: MapClass[];
  tone: (value: number | null | undefined) => string | undefined;
}

/** Round to two significant figures, so that a legend can be read. */
export function rounded(value: number): number {
  return Number(value.toPrecision(2));
}

function quantile(sorted: number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return low + (high - low) * (at - Math.floor(at));
}

/** Give round breaks between as many classes of about as many values; fewer where values are alike. */
function breaks(values: number[], count: number, [least, most]: [number, number]): number[] {
  const sorted = [...values].sort((left, right) => left - right);
  const cuts = Array.from({ length: count - 1 }, (_, at) => rounded(quantile(sorted, (at + 1) / count)));
  return [...new Set(cuts)].filter((one) => one > least && one < most);
}

function spread(count: number): string[] {
  // With fewer classes, the ends of the scale are kept and the middle goes.
  const all = ["s1", "s2", "s3", "s4", "s5"];
  if (count === 1) return ["s3"];
  return Array.from({ length: count }, (_, at) => all[Math.round((at * (all.length - 1)) / (count - 1))] ?? "s5");
}

function pieces(edges: number[], tones: string[]): MapClass[] {
  return tones.map((tone, at) => ({ from: edges[at] ?? 0, to: edges[at + 1] ?? 0, tone }));
}

function twoWay(values: number[], least: number, most: number): MapClass[] {
  const far = Math.max(-least, most);
  const cuts = breaks(values.map(Math.abs).filter((one) => one > 0), 4, [0, far]);
  if (!cuts.length) cuts.push(rounded(far / 2));
  const outward = cuts.map((_, at) => 3 - (cuts.length - 1 - at));
  const tones = [...outward.map((at) => `n${at}`).reverse(), "z", ...outward.map((at) => `p${at}`)];
  const inner = [...cuts.map((one) => -one).reverse(), ...cuts];
  const classes = pieces([Math.min(least, inner[0] ?? 0), ...inner, Math.max(most, inner.at(-1) ?? 0)], tones);
  return classes;
}

/** Make the scale of a map's values. */
export function mapScale(given: Iterable<number | null | undefined>): MapScale {
  const values = [...given].filter((one): one is number => typeof one === "number" && Number.isFinite(one));
  if (!values.length) return { kind: "empty", classes: [], tone: () => undefined };
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const both = least < 0 && most > 0;
  const cuts = both ? [] : breaks(values, 5, [least, most]);
  const classes = both ? twoWay(values, least, most) : pieces([least, ...cuts, most], spread(cuts.length + 1));
  const tone = (value: number | null | undefined) => {
    if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
    return (classes.find(({ to }) => value < to) ?? classes.at(-1))?.tone;
  };
  return { kind: both ? "two-way" : "one-way", classes, tone };
}
