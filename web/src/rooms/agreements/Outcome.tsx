// What an agreement does: sentences, a slider over the years of its phases, charts and tables of that year.

import { useEffect, useMemo, useState } from "preact/hooks";
import type { Answer, Arguments } from "../../api";
import { Apparatus } from "../../components/Apparatus";
import { Chart } from "../../components/Chart";
import { type Column, DataTable } from "../../components/DataTable";
import { Slider } from "../../components/Slider";
import { type Asked, useChart } from "../../components/useChart";
import { useNames } from "../../labels";
import { useText } from "../../texts";
import { Tabs } from "../change/Tabs";
import { Pick } from "../record/Pick";
import { drawnRows, parts, type Row, rows, TARIFFS, WHOLE, years } from "./outcome";
import { type Asking, VARIABLES } from "./state";

const CHARTS = ["phases", "gains", "sectors"] as const;
/** Milliseconds without a move of the slider after which charts are drawn. */
const REST = 200;

export interface Shown {
  years: number[];
  year: number;
  parts: string[];
  part: string;
  variable: string;
  /** The part and the year in words. */
  said: string;
}

/** Give what of an answer the link shows: a part, a year of the phases, a measure. */
export function useShown({ of }: Asking, answer: Answer | null): Shown {
  const t = useText();
  const held = useMemo(() => ({ years: years(answer?.records ?? []), parts: parts(answer?.records ?? []) }), [answer]);
  const year = held.years.includes(Number(of("at"))) ? Number(of("at")) : (held.years.at(-1) ?? 0);
  const part = held.parts.find((one) => of("part") === "tariffs" && one === TARIFFS) ?? held.parts.at(-1) ?? WHOLE;
  const variable = VARIABLES.find((one) => one === of("variable")) ?? "welfare_pct";
  const what = t(part === TARIFFS ? "agreements.part.tariffs" : "agreements.part.whole");
  return { ...held, year, part, variable, said: year ? t("agreements.year.of", { what, year }) : what };
}

interface Props {
  answer: Answer;
  args: Arguments;
  parties: readonly string[];
  asking: Asking;
  shown: Shown;
  stale: boolean;
}

export function Outcome({ answer, args, parties, asking, shown, stale }: Props) {
  return (
    <>
      <div class={stale ? "old" : undefined}>
        <Charts answer={answer} args={args} asking={asking} shown={shown} />
        {answer.sentences.slice(1).map((one) => (
          <p key={one.text} class="further">
            {one.text}
          </p>
        ))}
        <Countries answer={answer} parties={parties} shown={shown} />
      </div>
      <Apparatus answer={answer} question="agree" args={args} chart={shown.years.length ? "phases" : "gains"} />
    </>
  );
}

/** Which year of the phases is shown, which measure, and of which part. */
export function Choices({ answer, asking, shown }: Pick<Props, "answer" | "asking" | "shown">) {
  const t = useText();
  const { set } = asking;
  const last = shown.years.at(-1) ?? 0;
  return (
    <div class="agreement-shown">
      {last > 0 && (
        <Slider
          label={t("agreements.at")}
          value={shown.year}
          min={shown.years[0] ?? 1}
          max={last}
          text={t("agreements.at.year", { year: shown.year, last })}
          onInput={(year) => set({ at: year === last ? "" : String(year) })}
        />
      )}
      <Pick
        label={t("col.variable")}
        value={shown.variable}
        options={VARIABLES.map((value) => ({ value, text: answer.variables[value]?.short || value }))}
        onPick={(variable) => set({ variable })}
      />
      {shown.parts.length > 1 && (
        <Pick
          label={t("agreements.part")}
          value={shown.part === TARIFFS ? "tariffs" : "whole"}
          options={(["whole", "tariffs"] as const).map((value) => ({ value, text: t(`agreements.part.${value}`) }))}
          onPick={(part) => set({ part: part === "whole" ? "" : part })}
        />
      )}
    </div>
  );
}

function Countries({ answer, parties, shown }: Pick<Props, "answer" | "parties" | "shown">) {
  const t = useText();
  const names = useNames();
  const all = useMemo(() => rows(answer.records, shown.part, shown.year), [answer, shown.part, shown.year]);
  const both = shown.part === WHOLE;
  const short = (name: string) => answer.variables[name]?.short || name;
  const columns: Column<Row>[] = [
    { key: "country", head: t("col.country"), value: (row) => names.country(row.country) },
    ...VARIABLES.flatMap((name): Column<Row>[] => {
      const column = (of: "of" | "tariffs"): Column<Row> => ({
        key: of === "of" ? name : `${name} tariffs`,
        head: of === "of" ? short(name) : t("agreements.tariffs.alone", { measure: short(name) }),
        title: answer.variables[name]?.label,
        value: (row) => row[of][name]?.value,
        unit: answer.variables[name]?.unit ?? "",
        bounds: (row) => [row[of][name]?.low, row[of][name]?.high],
      });
      return both && name === "welfare_pct" ? [column("of"), column("tariffs")] : [column("of")];
    }),
  ];
  const inside = new Set(parties);
  const table = (title: string, some: Row[], key: string, direction: "ascending" | "descending") => (
    <section aria-labelledby={key}>
      <h2 id={key}>{title}</h2>
      <DataTable
        key={`${key}${shown.variable}`}
        caption={`${title}: ${shown.said}`}
        captionHidden={!shown.year}
        columns={columns}
        rows={some}
        keyOf={(row) => row.country}
        sort={{ key: shown.variable, direction }}
        most={10}
      />
    </section>
  );
  return (
    <>
      {table(t("agreements.party.table"), all.filter((row) => inside.has(row.country)), "parties", "descending")}
      {table(t("agreements.others.table"), all.filter((row) => !inside.has(row.country)), "others", "ascending")}
    </>
  );
}

/** Follow a number that moves, once it rests. */
function useRested(value: number): number {
  const [held, hold] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => hold(value), REST);
    return () => clearTimeout(timer);
  }, [value]);
  return held;
}

function Charts({ answer, args, asking, shown }: Omit<Props, "parties" | "stale">) {
  const t = useText();
  const { of, set } = asking;
  const rested = useRested(shown.year);
  const year = shown.years.includes(rested) ? rested : shown.year;
  const offered = CHARTS.filter((one) => one !== "phases" || shown.years.length > 0);
  const chosen = offered.find((one) => one === of("chart")) ?? offered[0] ?? "gains";
  const choices: Record<string, string> = chosen === "phases" ? { part: shown.part } : year && year !== shown.years.at(-1) ? { phase: String(year) } : {};
  const asked: Asked = { question: "agree", args, chart: chosen, choices };
  const title = t(`agreements.chart.${chosen}`);
  const label = shown.year && chosen !== "phases" ? t("agreements.year.of", { what: title, year }) : title;
  const tabs = offered.map((name) => ({ name, text: t(`agreements.chart.${name}`) }));
  return (
    <Tabs label={t("agreements.outcome")} tabs={tabs} chosen={chosen} onPick={(chart) => set({ chart })}>
      <Chart {...asked} label={label} records={answer.records} table={chosen === "sectors" ? () => <SectorTable asked={asked} caption={label} /> : undefined} />
    </Tabs>
  );
}

/** The sectors as they are drawn: the answer's records are of countries. */
function SectorTable({ asked, caption }: { asked: Asked; caption: string }) {
  const t = useText();
  const { drawable } = useChart(asked);
  const found = useMemo(() => drawnRows(drawable?.spec).filter((row) => typeof row.sector === "string"), [drawable]);
  const columns: Column<Record<string, unknown>>[] = [
    { key: "of", head: t("col.country"), value: (row) => String(row.of) },
    { key: "sector", head: t("col.sector"), value: (row) => String(row.sector) },
    { key: "value", head: t("col.value"), value: (row) => Number(row.value), unit: "percent", bounds: (row) => [row.low as number, row.high as number] },
  ];
  return <DataTable caption={caption} columns={columns} rows={found} />;
}
