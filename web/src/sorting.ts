// The order of a table's rows: what is missing comes last, whichever way it is sorted.

export type Direction = "ascending" | "descending";
type Value = number | string | null | undefined;

const words = new Intl.Collator(undefined, { numeric: true });
const missing = (value: Value): value is null | undefined | "" => value == null || value === "" || Number.isNaN(value);

export function compared(a: Value, b: Value, direction: Direction): number {
  if (missing(a) || missing(b)) return Number(missing(a)) - Number(missing(b));
  const way = direction === "ascending" ? 1 : -1;
  return way * (typeof a === "number" && typeof b === "number" ? a - b : words.compare(String(a), String(b)));
}
