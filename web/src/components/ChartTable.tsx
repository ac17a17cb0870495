// A chart's numbers as a table, for those who read better than they see.

import { useEffect, useState } from "preact/hooks";
import { type Answer, ask, type Item, type Variable } from "../api";
import type { Asked } from "./useChart";
import { type FrameWords, language } from "./words";

/** In the order of a sentence: who, on whom, what, when. */
const DIMENSIONS = [
  "scenario", "country", "party", "partner", "origin", "destination", "sector", "use", "product", "indicator", "variable", "year", "draw",
] as const;

/** Give the dimensions along which records differ, or the first there is. */
export function columns(records: Item[]): (keyof Item)[] {
  const there = DIMENSIONS.filter((name) => records.some((one) => one[name] !== undefined && one[name] !== null));
  const differ = there.filter((name) => new Set(records.map((one) => one[name])).size > 1);
  return differ.length ? differ : there.slice(0, 1);
}

/** Write a value in the page's language: a missing one is said to be missing. */
export function cell(value: number | string | null | undefined, unit: string, missing: string): string {
  if (value === null || value === undefined) return missing;
  if (typeof value === "string") return value;
  if (unit === "share") {
    return new Intl.NumberFormat(language(), { style: "percent", maximumSignificantDigits: 3 }).format(value);
  }
  return new Intl.NumberFormat(language(), { maximumSignificantDigits: 5 }).format(value);
}

interface Props {
  asked: Asked;
  records?: Item[];
  caption: string;
  words: FrameWords;
}

/** More rows than this nobody reads in a page; the download has them all. */
const MOST = 2000;

/** Show records as a plain table; where none are given, ask for those of the chart's question. */
export function ChartTable({ asked, records, caption, words }: Props) {
  const [answer, setAnswer] = useState<Answer>();
  const [fault, setFault] = useState("");
  const key = JSON.stringify([asked.question, asked.args]);
  useEffect(() => {
    if (records) return undefined;
    const stop = new AbortController();
    setFault("");
    ask(asked.question, asked.args, stop.signal)
      .then(setAnswer)
      .catch((error: unknown) => !stop.signal.aborted && setFault(error instanceof Error ? error.message : String(error)));
    return () => stop.abort();
  }, [key, records]);
  const found = records ?? answer?.records;
  const variables: Record<string, Variable> = answer?.variables ?? {};
  if (fault) return <p class="chart-failure" role="alert">{fault}</p>;
  if (!found) return <p class="chart-waiting">{words.drawing}</p>;
  if (!found.length) return <p>{words.noRows}</p>;
  const names = columns(found);
  const name = (one: Item, column: keyof Item) => {
    const value = one[column];
    return (typeof value === "string" && (column === "indicator" || column === "variable") && variables[value]?.label) || value;
  };
  return (
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {names.map((column) => <th scope="col" key={column}>{column}</th>)}
          <th scope="col" class="number">{words.value}</th>
          <th scope="col" />
        </tr>
      </thead>
      <tbody>
        {found.slice(0, MOST).map((one, at) => (
          <tr key={at}>
            {names.map((column) => <td key={column}>{name(one, column) ?? ""}</td>)}
            <td class="number">
              {cell(one.value, one.unit, words.missing)}
              {typeof one.low === "number" && typeof one.high === "number" &&
                ` [${cell(one.low, one.unit, "")}, ${cell(one.high, one.unit, "")}]`}
            </td>
            <td>{one.unit === "share" ? "" : one.unit}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
