// The hedge: the frontier between a calm year and a rupture, and a slider that moves along it.
//
// A frontier is solved at a number of probabilities: the slider goes from one to the next, so that what is told there is solved,
// and at once. What is told in words is of one probability; it is asked for when the slider rests.

import { useEffect, useRef, useState } from "preact/hooks";
import { keyOf } from "../../answers";
import type { Answer, Arguments, Item } from "../../api";
import { Apparatus } from "../../components/Apparatus";
import { Chart } from "../../components/Chart";
import { type Column, DataTable } from "../../components/DataTable";
import { Slider } from "../../components/Slider";
import { useNames } from "../../labels";
import { useNumbers } from "../../numbers";
import { useText } from "../../texts";
import { Line } from "../record/Pick";
import { Choice, Controls, Horizon, Tariffs } from "./Controls";
import { fixedOf, OWN, pointsOf } from "./args";
import { type Asking, INSTRUMENTS, PROBABILITY, SCARCITY } from "./state";
import { along, nearest, numeric, type Point, pointAt, rowsBy } from "./tables";
import { Sentences, useWork, Waiting } from "./Work";

/** Milliseconds that the slider rests before the words of its place are asked for. */
const REST = 700;
interface Held {
  fixed: string;
  args: Arguments;
  answer: Answer;
}

export function Hedge({ asking }: { asking: Asking }) {
  const t = useText();
  const names = useNames();
  const { country, on, of, put } = asking;
  const probability = of("probability") || PROBABILITY;
  const fixed = fixedOf(asking);
  const key = keyOf("hedge", fixed);
  const args = on ? { ...fixed, probability } : null;
  const work = useWork("hedge", args, { wait: REST });
  const held = useRef<Held | null>(null);
  if (work.answer && args && !work.stale) held.current = { fixed: key, args, answer: work.answer };
  const kept = held.current;
  const mine = kept?.fixed === key ? kept : null;
  const points = mine ? along(mine.answer.records) : [];
  const label = t("balance.hedge.chart", { first: names.country(country), second: names.country(on) });
  const [moving, move] = useState<number | null>(null);
  useEffect(() => move(null), [probability, key]);
  const at = moving ?? Number(probability);
  return (
    <>
      <Controls asking={asking} other="balance.against" groups>
        <Line label={t("balance.probability")} value={probability} onDone={put("probability")} />
        <Choice asking={asking} name="instruments" words={INSTRUMENTS} usual={INSTRUMENTS[0]} />
        <Choice asking={asking} name="scarcity" words={SCARCITY} usual={SCARCITY[0]} />
      </Controls>
      <More asking={asking} />
      <div class="pair even">
        <div>
          {points.length > 0 && <Along points={points} at={at} onMove={move} onRest={(value) => put("probability")(String(value))} />}
          <Waiting work={work} />
          <Sentences work={{ ...work, stale: work.stale || moving !== null }} />
        </div>
        {kept && (
          <section class="plate balance-along" aria-labelledby="along" data-stale={!mine || undefined}>
            <h2 id="along">{label}</h2>
            <Chart question="hedge" args={kept.args} chart="hedge_frontier" label={label} records={kept.answer.records} signals={{ at: mine ? at : -1 }} />
          </section>
        )}
      </div>
      {kept && <Below kept={kept} stale={work.stale} at={mine ? at : -1} />}
    </>
  );
}

/** What is seldom changed. */
function More({ asking }: { asking: Asking }) {
  const t = useText();
  const { of, put } = asking;
  const said = [...OWN, "horizon", "tariffs", "worst"].some((name) => of(name));
  return (
    <details open={said}>
      <summary>{t("balance.more")}</summary>
      <div class="balance-controls" role="group" aria-label={t("balance.more")}>
        {OWN.map((name) => (
          <Line key={name} label={t(`balance.${name}`)} value={of(name)} placeholder={name === "points" ? pointsOf(of("instruments") || INSTRUMENTS[0]) : t(`balance.${name}.usual`)} onDone={put(name)} />
        ))}
        <Horizon asking={asking} usual="short" />
        <Tariffs asking={asking} />
        <label class="check">
          <input type="checkbox" checked={of("worst") === "true"} onChange={(event) => put("worst")(event.currentTarget.checked ? "true" : "")} />
          {t("balance.worst")}
        </label>
      </div>
    </details>
  );
}

interface AlongProps {
  points: readonly Point[];
  at: number;
  onMove: (probability: number) => void;
  onRest: (probability: number) => void;
}

/** The slider, and what the frontier tells at its place. */
function Along({ points, at, onMove, onRest }: AlongProps) {
  const t = useText();
  const n = useNumbers();
  const place = nearest(points, at);
  const point = pointAt(points, at);
  const said = Number.isFinite(at) ? n.share(at) : "";
  const probabilityOf = (index: number) => points[index]?.probability ?? 0;
  const rows: [string, string | null][] = [
    [t("balance.tie"), point?.tie == null ? null : n.share(point.tie, 1)],
    [t("balance.rate"), point?.rate == null ? null : n.share(point.rate, 2)],
    [t("balance.calm"), point?.calm == null ? null : n.percent(point.calm)],
    [t("balance.rupture"), point?.rupture == null ? null : n.percent(point.rupture, 2)],
  ];
  return (
    <div class="balance-slide">
      <Slider
        label={t("balance.slider")}
        value={place}
        min={0}
        max={points.length - 1}
        text={said}
        onInput={(index) => onMove(probabilityOf(index))}
        onChange={(index) => onRest(probabilityOf(index))}
      />
      <dl class="balance-figures" aria-label={t("balance.figures", { probability: said })}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value ?? <i class="missing">{t("balance.not_solved")}</i>}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">{t("balance.slider.hint", { count: points.length })}</p>
    </div>
  );
}

/** The tables and charts of one probability. */
function Below({ kept, stale, at }: { kept: Held; stale: boolean; at: number }) {
  const t = useText();
  const { answer, args } = kept;
  return (
    <>
      <section data-stale={stale || undefined} aria-labelledby="policies">
        <h2 id="policies">{t("balance.policies")}</h2>
        <Policies answer={answer} probability={args.probability ?? ""} />
      </section>
      <div class="pair even">
        <section class="plate" aria-labelledby="policy-along">
          <h2 id="policy-along">{t("balance.policy_along")}</h2>
          <Chart question="hedge" args={args} chart="policy_along" label={t("balance.policy_along")} records={answer.records} signals={{ at }} />
        </section>
        <section class="plate" aria-labelledby="hedged">
          <h2 id="hedged">{t("balance.hedged")}</h2>
          <Chart question="hedge" args={args} chart="hedged_sectors" label={t("balance.hedged")} records={answer.records} />
        </section>
      </div>
      <section data-stale={stale || undefined} aria-labelledby="by-sector">
        <h2 id="by-sector">{t("balance.by_sector")}</h2>
        <BySector answer={answer} />
      </section>
      <Apparatus answer={answer} question="hedge" args={args} chart="hedge_frontier" />
    </>
  );
}

const PARTS = { today: "today", "best without risk": "calm", "adequate level": "adequate", "firms unasked": "unasked" } as const;
const SHOWN = ["calm_pct", "rupture_pct", "expected_pct", "tie_level", "mean_rate", "rupture_probability", "stock_cover"] as const;

interface Row {
  key: string;
  of: Record<string, Item>;
}

function Policies({ answer, probability }: { answer: Answer; probability: string }) {
  const t = useText();
  const n = useNumbers();
  const rows: Row[] = rowsBy(answer.records, (one) => (!one.sector && one.scenario && one.scenario in PARTS ? one.scenario : undefined));
  const columns: Column<Row>[] = [
    { key: "part", head: t("balance.part"), value: (row) => t(`balance.part.${PARTS[row.key as keyof typeof PARTS]}`) },
    ...SHOWN.filter((name) => name in answer.variables).map((name) => ({
      key: name,
      head: answer.variables[name]?.short ?? name,
      title: answer.variables[name]?.label,
      value: (row: Row) => numeric(row.of[name]?.value),
      unit: answer.variables[name]?.unit ?? "",
      ...(name === "rupture_pct" && { cell: (row: Row) => finer(numeric(row.of[name]?.value), n.percent) }),
    })),
  ];
  return <DataTable caption={t("balance.policies.caption", { probability })} columns={columns} rows={rows} keyOf={(row) => row.key} />;
}

/** Losses in a rupture are large and near to each other: they take a digit more. */
const finer = (value: number | null, write: (value: number, digits: number) => string) => (value === null ? "" : write(value, 2));

const SECTORS = ["diversification_value", "hedging_rate", "private_rate", "policy_rate"] as const;

function BySector({ answer }: { answer: Answer }) {
  const t = useText();
  const names = useNames();
  const rows: Row[] = rowsBy(answer.records, (one) => (one.sector && !one.scenario ? one.sector : undefined));
  const columns: Column<Row>[] = [
    { key: "sector", head: t("col.sector"), value: (row) => names.sector(row.key) },
    ...SECTORS.map((name) => ({
      key: name,
      head: answer.variables[name]?.short ?? name,
      title: answer.variables[name]?.label,
      value: (row: Row) => numeric(row.of[name]?.value),
      unit: answer.variables[name]?.unit ?? "",
    })),
  ];
  const sort = { key: SECTORS[0], direction: "descending" } as const;
  return <DataTable caption={t("balance.by_sector.caption")} columns={columns} rows={rows} keyOf={(row) => row.key} sort={sort} most={12} />;
}
