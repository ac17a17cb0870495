// What a change does: sentences, map, bars, charts, trade, sectors, every country; each with how sure it is.

import { useMemo } from "preact/hooks";
import type { Answer, Arguments } from "../../api";
import { Busy } from "../../components/Busy";
import { Chart } from "../../components/Chart";
import { type Column, DataTable } from "../../components/DataTable";
import { Downloads } from "../../components/Downloads";
import { Failure } from "../../components/Failure";
import { Same } from "../../components/Same";
import { WorldMap } from "../../components/WorldMap";
import { useNames } from "../../labels";
import { type Key, useText } from "../../texts";
import { Bars } from "./Bars";
import { Certainty } from "./Certainty";
import { byCountry, times } from "./compare";
import { Sectors, Trade } from "./Details";
import type { Shown, Solved } from "./solve";
import { Tabs } from "./Tabs";

/** What can be shown of a country besides what a table shows where nothing is named. */
export const MORE = ["employment_pct", "wage_hat", "price_hat", "relative_price_hat", "real_income_by_parts_pct"] as const;
export const HEADLINE = [
  "welfare_pct",
  "real_wage_pct",
  "equivalent_variation",
  "terms_of_trade_pct",
  "volume_of_trade_pct",
  "exports_pct",
  "imports_pct",
  "tariff_revenue_new",
] as const;

export const VIEWS = ["overview", "charts", "trade", "sectors", "countries", "bands", "compare"] as const;
export type View = (typeof VIEWS)[number];

export interface Place {
  view: View;
  variable: string;
  time: string;
  country: string;
  chart: string;
  by: "partner" | "sector";
  partner: string;
}

interface Props {
  solved: Solved;
  /** The last exact outcome, which the charts and the details are of. */
  settled: Shown | null;
  place: Place;
  parties: readonly string[];
  onPlace: (changes: Record<string, string>) => void;
}

/** Whether what is shown is exact, an approximation, or of an earlier question. */
export function Standing({ solved }: { solved: Solved }) {
  const t = useText();
  const { shown, stale, busy, stop, failure } = solved;
  return (
    <div class="standing">
      <Failure fault={failure} />
      <p aria-live="polite">
        {shown?.firstOrder && <span class="badge">{t(busy ? "change.first" : "change.first.only")}</span>}
        {stale && <span class="badge">{t("change.stale")}</span>}
      </p>
      <Busy busy={busy} stop={stop} />
    </div>
  );
}

export function Outcome(props: Props) {
  const { solved, place, onPlace } = props;
  const t = useText();
  const { shown, stale } = solved;
  const answer = shown?.answer ?? null;
  return (
    <div>
      <Standing solved={solved} />
      {!answer && !solved.busy && !solved.failure && <p>{t("change.nothing")}</p>}
      <div class={stale || (shown?.bare && place.view === "countries") ? "old" : undefined} aria-busy={solved.busy}>
        {answer && (
          <div class={shown?.bare && !stale ? "old" : undefined}>
            <Sentences answer={answer} to={1} />
          </div>
        )}
        {answer && <Chosen answer={answer} place={place} onPlace={onPlace} />}
        {answer && <Part {...props} answer={answer} />}
      </div>
    </div>
  );
}

function Sentences({ answer, from = 0, to }: { answer: Answer; from?: number; to?: number }) {
  const said = answer.sentences.slice(from, to);
  if (!said.length) return null;
  return (
    <div class={from ? "sentences further" : "sentences"}>
      {said.map((one) => (
        <p key={one.text}>{one.text}</p>
      ))}
    </div>
  );
}

/** Which variable, and of several times which. */
function Chosen({ answer, place, onPlace }: { answer: Answer; place: Place; onPlace: Props["onPlace"] }) {
  const t = useText();
  const held = times(answer);
  const words = [...HEADLINE, ...MORE];
  const nameOf = (name: string) => answer.variables[name]?.short || t(`change.variable.${name}` as Key);
  if (place.view === "charts" || place.view === "trade" || place.view === "sectors")
    return held.length > 1 && place.view !== "charts" ? <Time held={held} place={place} onPlace={onPlace} /> : null;
  return (
    <div class="row">
      <label class="field">
        <span>{t("col.variable")}</span>
        <select value={place.variable} onChange={(event) => onPlace({ variable: event.currentTarget.value })}>
          {words.map((name) => (
            <option key={name} value={name}>
              {nameOf(name)}
            </option>
          ))}
        </select>
      </label>
      {held.length > 1 && <Time held={held} place={place} onPlace={onPlace} />}
    </div>
  );
}

function Time({ held, place, onPlace }: { held: readonly string[]; place: Place; onPlace: Props["onPlace"] }) {
  const t = useText();
  const named = (time: string) => {
    const year = /^year (.+)$/.exec(time)?.[1];
    return year ? t("change.time.year", { year }) : t(`change.horizon.${time}` as Key);
  };
  return (
    <label class="field">
      <span>{t("change.time")}</span>
      <select value={held.includes(place.time) ? place.time : held.at(-1)} onChange={(event) => onPlace({ time: event.currentTarget.value })}>
        {held.map((time) => (
          <option key={time} value={time}>
            {named(time)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Part(props: Props & { answer: Answer }) {
  const { answer, place, settled, onPlace } = props;
  const args = settled?.args;
  const onCountry = (country: string) => onPlace({ country });
  switch (place.view) {
    case "charts":
      return args ? <Charts args={args} answer={settled.answer} chart={place.chart} onPlace={onPlace} /> : null;
    case "trade":
      return args ? (
        <Trade args={args} country={place.country} time={place.time} by={place.by} partner={place.partner} onBy={(changes) => onPlace(changes)} onCountry={onCountry} />
      ) : null;
    case "sectors":
      return args ? <Sectors args={args} country={place.country} time={place.time} onCountry={onCountry} /> : null;
    case "countries":
      return <Countries {...props} />;
    default:
      return <Overview {...props} answer={answer} />;
  }
}

function Overview({ answer, solved, settled, place, parties, onPlace }: Props & { answer: Answer }) {
  const items = useMemo(() => byCountry(answer, place.variable, place.time), [answer, place.variable, place.time]);
  const values = useMemo(() => {
    const pairs = [...items].map(([code, item]) => [code, typeof item.value === "number" ? item.value : null] as const);
    return Object.fromEntries(pairs);
  }, [items]);
  const t = useText();
  const about = answer.variables[place.variable];
  const label = about?.short || t(`change.variable.${place.variable}` as Key);
  const unit = [...items.values()][0]?.unit ?? about?.unit ?? "";
  const onCountry = (country: string) => onPlace({ country });
  return (
    <>
      <WorldMap values={values} unit={unit} label={label} chosen={place.country} onPick={onCountry} />
      <Certainty answer={answer} />
      <div class={solved.shown?.bare && !solved.stale ? "old" : undefined}>
        <Sentences answer={answer} from={1} />
        <PartiesTable answer={answer} parties={parties} time={place.time} country={place.country} onCountry={onCountry} />
      </div>
      <Bars label={about?.label || label} items={[...items.values()]} parties={parties} chosen={place.country} onPick={onCountry} />
      <Certainty answer={answer} />
      {settled && <Downloads question="simulate" args={settled.args} chart={times(answer).length > 1 ? "over_time" : "welfare"} document />}
      <Same answer={answer} />
    </>
  );
}

interface Wide {
  country: string;
  values: Record<string, { value: number | null; unit: string } | undefined>;
}

function wide(answer: Answer, names: readonly string[], time: string): Wide[] {
  const tables = names.map((name) => [name, byCountry(answer, name, time)] as const);
  const countries = new Set(tables.flatMap(([, table]) => [...table.keys()]));
  return [...countries].map((country) => {
    const cells = tables.map(([name, table]) => {
      const item = table.get(country);
      return [name, item && { value: typeof item.value === "number" ? item.value : null, unit: item.unit }] as const;
    });
    return { country, values: Object.fromEntries(cells) };
  });
}

function useWide(answer: Answer, time: string) {
  const t = useText();
  const names = useNames();
  const words = useMemo(() => [...new Set(answer.records.flatMap((one) => (one.variable && one.country && !one.sector ? [one.variable] : [])))], [answer]);
  const rows = useMemo(() => wide(answer, words, time), [answer, words, time]);
  const columns: Column<Wide>[] = [
    { key: "country", head: t("col.country"), value: (row) => names.country(row.country) },
    ...words.map((name) => ({
      key: name,
      head: answer.variables[name]?.short || name,
      title: answer.variables[name]?.label,
      unit: (row: Wide) => row.values[name]?.unit ?? "",
      value: (row: Wide) => row.values[name]?.value,
    })),
  ];
  return { rows, columns };
}

interface TableProps {
  answer: Answer;
  parties: readonly string[];
  time: string;
  country: string;
  onCountry: (code: string) => void;
}

function PartiesTable({ answer, parties, time, country, onCountry }: TableProps) {
  const t = useText();
  const { rows, columns } = useWide(answer, time);
  const named = [...new Set([...parties, country])];
  const shown = named.flatMap((code) => rows.filter((row) => row.country === code));
  if (!shown.length) return null;
  return (
    <DataTable
      caption={t("change.parties")}
      columns={columns}
      rows={shown}
      keyOf={(row) => row.country}
      isChosen={(row) => row.country === country}
      onPick={(row) => onCountry(row.country)}
    />
  );
}

function Countries({ answer, settled, place, onPlace }: Props & { answer: Answer }) {
  const t = useText();
  const { rows, columns } = useWide(answer, place.time);
  return (
    <>
      <DataTable
        caption={t("change.countries")}
        columns={columns}
        rows={rows}
        keyOf={(row) => row.country}
        sort={{ key: place.variable, direction: "descending" }}
        most={100}
        isChosen={(row) => row.country === place.country}
        onPick={(row) => onPlace({ country: row.country })}
      />
      <Certainty answer={answer} />
      {settled && <Downloads question="simulate" args={settled.args} />}
      <Same answer={answer} />
    </>
  );
}

const CHARTS = ["welfare", "decomposition", "sectors", "trade", "over_time"] as const;

function Charts({ args, answer, chart, onPlace }: { args: Arguments; answer: Answer; chart: string; onPlace: Props["onPlace"] }) {
  const t = useText();
  const several = times(answer).length > 1;
  const offered = answer.charts.map((one) => one.name);
  const known = CHARTS.filter((one) => several === (one === "over_time") && (!offered.length || offered.includes(one)));
  const shown = known.find((one) => one === chart) ?? known[0];
  const titleOf = (name: string) => t(`change.chart.${name}` as Key);
  if (!shown) return <p>{t("change.chart.none")}</p>;
  const { variables: _, ...whole } = args; // a chart takes what it needs of the outcome
  return (
    <>
      <Tabs label={t("change.charts")} tabs={known.map((name) => ({ name, text: titleOf(name) }))} chosen={shown} onPick={(name) => onPlace({ chart: name })}>
        <Chart question="simulate" args={whole} chart={shown} label={answer.charts.find((one) => one.name === shown)?.title || titleOf(shown)} />
      </Tabs>
      <Certainty answer={answer} />
      <Downloads question="simulate" args={whole} chart={shown} />
      <Same answer={answer} />
    </>
  );
}
