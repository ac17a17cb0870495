// A chart: the service's specification drawn by Vega, with its words, its table and its tooltips.

import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Item } from "../api";
import type { Datum, Tip, View } from "../chart/draw";
import { themed } from "../chart/ink";
import { useText } from "../texts";
import { Caption } from "./Caption";
import { ChartTable } from "./ChartTable";
import "./chart.css";
import { Failure } from "./Failure";
import { Tooltip } from "./Tooltip";
import { type Asked, chartAddress, type Drawable, useChart } from "./useChart";
import { useDark } from "./useDark";
import { useScrollable } from "./useScrollable";

export interface ChartProps extends Asked {
  /** What the chart is called, for those who don't see it. */
  label: string;
  /** Set in the view as they change, without drawing anew. */
  signals?: Record<string, unknown>;
  onPick?: (datum: Datum) => void;
  /** The table in place of the one made of records. */
  table?: () => VNode;
  /** The answer's records, where the room has them; else they are asked for when the table is. */
  records?: Item[];
}

/** Once Vega is there, the service's picture is not asked for any more. */
let loaded = false;
const load = async () => {
  const draw = await import("../chart/draw");
  loaded = true;
  return draw;
};

/** Text of 12 pixels is 10 at this scale: a narrower place scrolls. */
const SMALLEST = 0.85;
const LARGEST = 2;

function fit(place: HTMLElement): void {
  const svg = place.querySelector("svg");
  const width = svg?.viewBox.baseVal.width;
  if (!svg || !width) return;
  svg.style.minWidth = `${Math.round(width * SMALLEST)}px`;
  svg.style.maxWidth = `${Math.round(width * LARGEST)}px`;
}

/** Draw beside the old drawing and take its place, so that nothing flickers. */
function useView({ drawable, dark, signals, onPick }: Pick<ChartProps, "signals" | "onPick"> & { drawable?: Drawable; dark: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<View | undefined>(undefined);
  const latest = useRef({ signals, onPick });
  latest.current = { signals, onPick };
  const [tip, setTip] = useState<Tip | null>(null);
  const [shown, setShown] = useState<Drawable>();
  const [fault, setFault] = useState("");

  useEffect(() => void load().catch(() => undefined), []); // Vega comes while the service answers
  useEffect(() => {
    if (!drawable) return undefined;
    let wanted = true;
    const draw = async () => {
      const { drawn, signalled } = await load();
      const fresh = document.createElement("div");
      const made = await drawn({
        spec: themed(drawable.spec, dark),
        place: fresh,
        onTip: setTip,
        onPick: (datum) => latest.current.onPick?.(datum),
      });
      if (latest.current.signals) await signalled(made, latest.current.signals);
      if (!wanted || !place.current) {
        made.finalize();
        return;
      }
      view.current?.finalize();
      view.current = made;
      fit(fresh);
      place.current.replaceChildren(fresh);
      setTip(null);
      setFault("");
      setShown(drawable);
    };
    draw().catch((error: unknown) => wanted && setFault(error instanceof Error ? error.message : String(error)));
    return () => {
      wanted = false;
    };
  }, [drawable, dark]);

  const key = JSON.stringify(signals ?? {});
  useEffect(() => {
    const now = view.current;
    if (!now || !signals) return;
    void load().then(async ({ signalled }) => {
      if (now === view.current) await signalled(now, signals);
    });
  }, [key]);

  useEffect(
    () => () => {
      view.current?.finalize();
      view.current = undefined;
    },
    [],
  );
  return { place, tip, shown, fault };
}

/** Milliseconds that Vega is given before the service is asked for its picture: drawing one takes it as long. */
const PATIENCE = 300;

/** Give the address of the service's picture while Vega is still on its way, or where it fails. */
function usePicture(asked: Asked, due: boolean, broken: boolean): string | undefined {
  const [late, turn] = useState(false);
  useEffect(() => {
    if (!due || (loaded && !broken)) return undefined;
    const timer = setTimeout(() => turn(!loaded || broken), PATIENCE);
    return () => {
      clearTimeout(timer);
      turn(false);
    };
  }, [due, broken]);
  return due && late ? chartAddress(asked, "svg") : undefined;
}

/** Draw a question's chart. */
export function Chart(props: ChartProps) {
  const { label, table, records, question, args, chart, choices } = props;
  const t = useText();
  const dark = useDark();
  const asked: Asked = { question, args, chart, choices };
  const { drawable, failure, stale } = useChart(asked);
  const { place, tip, shown, fault } = useView({ drawable, dark, signals: props.signals, onPick: props.onPick });
  const [asTable, turn] = useState(false);
  const { frame, wide } = useScrollable<HTMLDivElement>(asTable, shown);
  const waiting = !shown && !failure && !fault;
  const picture = usePicture(asked, !shown && !failure && !!drawable, fault !== "");
  const alternative = drawable?.alternative || label;
  const old = stale || shown !== drawable;
  return (
    <figure class="chart" aria-label={label} aria-busy={old && !failure}>
      <Failure fault={failure ?? (fault ? { what: fault, where: "", remedy: "", code: 1 } : null)} />
      <div class="chart-frame" ref={frame} hidden={asTable} {...(wide ? { tabIndex: 0, role: "group", "aria-label": label } : {})}>
        <div class={shown && (old || failure) ? "chart-drawing chart-old" : "chart-drawing"} role="img" aria-label={alternative}>
          <div ref={place} aria-hidden="true" class={props.onPick ? "chart-picks" : undefined} />
          {picture && <img class={dark ? "chart-picture chart-inverted" : "chart-picture"} src={picture} alt="" />}
        </div>
        {waiting && !picture && <p class="chart-waiting">{t("chart.drawing")}</p>}
      </div>
      {wide && !asTable && <p class="swipe">{t("chart.swipe")}</p>}
      {asTable && (
        <div class="chart-table">
          {table ? table() : <ChartTable asked={asked} records={records} caption={alternative} />}
        </div>
      )}
      <figcaption>
        {(drawable || asTable) && (
          <button type="button" class="chart-toggle" aria-pressed={asTable} onClick={() => turn(!asTable)}>
            {t(asTable ? "chart.as_chart" : "chart.as_table")}
          </button>
        )}
        {drawable?.caption && (
          <details class="chart-about">
            <summary>{t("chart.about")}</summary>
            <Caption parts={drawable.caption} />
          </details>
        )}
      </figcaption>
      {tip && !asTable && (
        <Tooltip at={tip.at}>
          {tip.rows.map(([name, value]) => (
            <div key={name}>
              {name && <span class="tip-name">{name}</span>} {value}
            </div>
          ))}
        </Tooltip>
      )}
    </figure>
  );
}
