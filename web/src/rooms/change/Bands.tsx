// How sure an outcome is: many draws of the elasticities, whose bands appear and tighten as the draws come in.

import { useEffect, useRef, useState } from "preact/hooks";
import { keyOf, type Progress } from "../../answers";
import type { Answer, Arguments, Fault, Item } from "../../api";
import { report as cite } from "../../cited";
import { Busy } from "../../components/Busy";
import { Chart } from "../../components/Chart";
import { type Column, DataTable } from "../../components/DataTable";
import { Downloads } from "../../components/Downloads";
import { Failure } from "../../components/Failure";
import { Same } from "../../components/Same";
import { Slider } from "../../components/Slider";
import { work } from "../../jobs";
import { session, useNames } from "../../labels";
import { useNumbers } from "../../numbers";
import { language, useText } from "../../texts";
import { Bars } from "./Bars";
import { Certainty } from "./Certainty";
import { byCountry } from "./compare";
import { faultOf } from "./solve";

interface Run {
  key: string;
  args: Arguments;
  answer: Answer | null;
  /** Whether all draws are in. */
  whole: boolean;
  failure: Fault | null;
  stopped: boolean;
}

/** The last run, which is there again when its tab is. */
let last: Run | null = null;

function useRun() {
  const [run, turn] = useState<Run | null>(last);
  const [progress, report] = useState<Progress | null>(null);
  const [busy, occupy] = useState(false);
  const control = useRef<AbortController | null>(null);
  const change = (next: Run) => turn((last = next));
  useEffect(() => () => control.current?.abort("left"), []);
  const start = async (key: string, args: Arguments) => {
    control.current?.abort("superseded");
    const mine = new AbortController();
    control.current = mine;
    const begun: Run = { key, args, answer: null, whole: false, failure: null, stopped: false };
    change(begun);
    occupy(true);
    report({ label: "", fraction: 0 });
    let newest = begun;
    const partly = (answer: Answer) => {
      if (!mine.signal.aborted) change((newest = { ...newest, answer }));
    };
    try {
      const answer = await work("ensemble", args, mine.signal, { report, partly });
      cite(answer);
      change({ ...newest, answer, whole: true });
    } catch (error) {
      if (mine.signal.aborted) {
        if (mine.signal.reason === "stopped") change({ ...newest, stopped: true });
      } else change({ ...newest, failure: faultOf(error) });
    } finally {
      if (control.current === mine) occupy(false);
    }
  };
  return { run, progress, busy, start, stop: () => control.current?.abort("stopped") };
}

interface Props {
  /** The scenario with all that its options say, as text. */
  scenario: string;
  /** Whether what is said now is not understood. */
  wrong: boolean;
  parties: readonly string[];
  country: string;
  variable: string;
  draws: number;
  onDraws: (draws: number) => void;
  onCountry: (code: string) => void;
}

const BANDED = ["welfare_pct", "real_wage_pct", "exports_pct", "imports_pct"];

export function Bands({ scenario, wrong, parties, country, variable, draws, onDraws, onCountry }: Props) {
  const t = useText();
  const n = useNumbers();
  const names = useNames();
  const word = language.use();
  const stamp = session.use()?.store ?? "";
  const { run, progress, busy, start, stop } = useRun();
  const args: Arguments = { scenario, draws: String(draws), language: word };
  const key = `${keyOf("ensemble", args)}#${stamp}`;
  const answer = run?.answer ?? null;
  const stale = run !== null && run.key !== key;
  const old = stale || (wrong && run !== null);
  const shown = BANDED.includes(variable) ? variable : "welfare_pct";
  const items = [...byCountry(answer, shown).values()];
  const label = answer?.variables[shown]?.short || answer?.variables[shown]?.label || shown;
  const done = Number(answer?.meta.diagnostics.draws ?? 0);
  const columns: Column<Item>[] = [
    { key: "country", head: t("col.country"), value: (row) => names.country(row.country ?? "") },
    { key: "value", head: t("change.bands.middle"), unit: (row) => row.unit, value: (row) => row.value },
    { key: "low", head: t("change.bands.low"), unit: (row) => row.unit, value: (row) => row.low },
    { key: "high", head: t("change.bands.high"), unit: (row) => row.unit, value: (row) => row.high },
  ];
  return (
    <div class="bands">
      <p>{t("change.bands.what")}</p>
      <Slider label={t("change.bands.draws")} value={draws} min={50} max={1000} step={50} text={n.plain(draws)} onInput={onDraws} />
      <p>
        <button type="button" onClick={() => void start(key, args)} disabled={busy && !stale}>
          {t(run && !stale && run.whole ? "change.bands.again" : "change.bands.start")}
        </button>
      </p>
      <Busy busy={busy} progress={progress} stop={stop} />
      <Failure fault={run?.failure ?? null} onRetry={() => void start(key, args)} />
      {run?.stopped && <p role="status">{t("change.bands.stopped", { count: n.plain(done) })}</p>}
      {answer && (
        <>
          <p role="status">
            {old && <span class="badge">{t("change.stale")}</span>}{" "}
            {t(run?.whole ? "change.bands.done" : "change.bands.partly", { count: n.plain(done), interval: n.plain(Number(answer.meta.diagnostics.interval ?? 90)) })}
          </p>
          <div class={old ? "old" : undefined}>
            <Bars label={label} items={items} parties={parties} chosen={country} onPick={onCountry} />
            {run?.whole && <Chart question="ensemble" args={run.args} chart="intervals" label={t("change.bands.chart")} records={answer.records} />}
            <DataTable caption={t("change.bands.table", { what: label })} columns={columns} rows={items} keyOf={(row) => row.country ?? ""} sort={{ key: "value", direction: "ascending" }} />
            <Certainty answer={answer} />
            {run?.whole && <Downloads question="ensemble" args={run.args} chart="intervals" />}
            {run?.whole && <Same answer={answer} />}
          </div>
        </>
      )}
    </div>
  );
}
