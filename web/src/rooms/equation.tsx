// The equation: on whom a country leans for its economy, against on whom for its security, among all countries.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useAnswer } from "../answers";
import type { Answer, Arguments } from "../api";
import { Busy } from "../components/Busy";
import { Chart } from "../components/Chart";
import { Downloads } from "../components/Downloads";
import { Failure } from "../components/Failure";
import { Same } from "../components/Same";
import { Sources } from "../components/Sources";
import { Warnings, warningsOf } from "../components/Warnings";
import { useNames } from "../labels";
import { useText } from "../texts";
import { Controls } from "./equation/Controls";
import { Player } from "./equation/Player";
import { type Asking, argsOf, useAsking } from "./equation/state";
import { Indicators, Lost, Ranking } from "./equation/Tables";
import { trailOf } from "./equation/trail";
import { WeightSliders } from "./equation/Weights";
import { readWeights, shownWeights, together, type Weighed, weighable, writtenWeights } from "./equation/weights";

export function Equation() {
  const t = useText();
  const asking = useAsking();
  return asking ? <Room asking={asking} /> : <p class="starting">{t("starting")}</p>;
}

/** Weightings while a slider moves; at rest the question has its own number of them. */
const QUICK = "200";
const SOON = 60;
/** A key moves a slider step by step: it rests when no other follows. */
const REST = 400;

/** Give a value as it was a moment ago where it changes faster than that. */
function useCalm<T>(value: T): T {
  const [calm, turn] = useState(value);
  const last = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, SOON - (Date.now() - last.current));
    const timer = setTimeout(() => {
      last.current = Date.now();
      turn(value);
    }, wait);
    return () => clearTimeout(timer);
  }, [value]);
  return calm;
}

/** Give the weights that are shown, and the arguments: with few weightings while a slider moves. */
function useWeights(asking: Asking) {
  const rest = argsOf(asking);
  const [base, learn] = useState<Weighed | null>(null);
  const [moving, move] = useState<Weighed | null>(null);
  const inLink = useMemo(() => readWeights(asking.weights), [asking.weights]);
  const weighed = moving ?? (base && together(base, inLink));
  const calm = useCalm(moving && weighable(moving) ? allWeights(moving) : null);
  const args: Arguments = moving && calm ? { ...rest, weights: calm, draws: QUICK } : rest;
  const rested = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(rested.current), []);
  const onMove = (next: Weighed, settled: boolean) => {
    clearTimeout(rested.current);
    move(next);
    if (!settled || !weighable(next)) return;
    rested.current = setTimeout(() => {
      move(null);
      asking.set({ weights: allWeights(next) });
    }, REST);
  };
  const reset = () => {
    clearTimeout(rested.current);
    move(null);
    asking.set({ weights: "" });
  };
  return { weighed, learn, base, rest, args, quick: Boolean(moving), onMove, reset, own: Boolean(moving) || asking.weights !== "" };
}

const allWeights = (weighed: Weighed) => writtenWeights({ ...weighed.economic, ...weighed.security });

function Room({ asking }: { asking: Asking }) {
  const t = useText();
  const names = useNames();
  const { country, first, second } = asking;
  const weights = useWeights(asking);
  const { answer, failure, busy, progress, stale } = useAnswer("equation", weights.args, { said: !weights.quick });
  useEffect(() => {
    if (answer && !asking.weights && !weights.quick && !stale) weights.learn(shownWeights(answer));
    else if (answer && !weights.base) weights.learn(shownWeights(answer));
  }, [answer, stale]);
  const [year, turn] = useState<number | null>(Number(asking.until) || null);
  useEffect(() => turn(Number(asking.until) || null), [asking.until, country]);
  const steps = useMemo(() => (answer ? trailOf(answer.records, country) : []), [answer, country]);
  const onYear = (next: number | null, settled: boolean) => {
    turn(next);
    if (settled) asking.set({ until: next === null || next === steps.at(-1)?.year ? "" : String(next) });
  };
  const label = t("equation.chart", { country: names.country(country), first: names.country(first), second: names.country(second) });
  const [lead, ...more] = answer?.sentences ?? [];
  const shown = answer !== null && answer.meta.arguments.country !== undefined;
  return (
    <div class="equation">
      <header class="title">
        <h1>{t("equation.title")}</h1>
        <p class="lead">{t("equation.lead")}</p>
      </header>
      <Controls asking={asking} />
      <Failure fault={failure} />
      <div class="spread">
        <section class="plate" aria-label={label} data-stale={stale || undefined}>
          <Chart
            question="equation"
            args={weights.args}
            chart="equation"
            label={label}
            signals={{ until: year ?? 9999 }}
            records={answer?.records}
          />
          {shown && <Player steps={steps} year={year} onYear={onYear} />}
          <Busy busy={busy} progress={progress} stale={stale} />
        </section>
        <section class="words" data-stale={stale || undefined}>
          {lead && <p class="sentence">{lead.text}</p>}
          {more.map((one) => (
            <p key={one.text} class="further">
              {one.text}
            </p>
          ))}
          {weights.quick && <p class="hint">{t("equation.quick", { draws: QUICK })}</p>}
        </section>
        {weights.weighed && answer && (
          <WeightSliders
            weighed={weights.weighed}
            variables={answer.variables}
            own={weights.own}
            onMove={weights.onMove}
            onReset={weights.reset}
          />
        )}
      </div>
      {answer && <Below asking={asking} answer={answer} rest={weights.rest} args={weights.args} />}
    </div>
  );
}

/** What stands below the first screen; it is asked for once that is there. */
function Below({ asking, answer, rest, args }: { asking: Asking; answer: Answer; rest: Arguments; args: Arguments }) {
  const t = useText();
  const names = useNames();
  const { country, first, second, set } = asking;
  const label = t("equation.leans", { country: names.country(country) });
  return (
    <>
      <div class="pair">
        <section class="plate" aria-labelledby="leans">
          <h2 id="leans">{label}</h2>
          <Chart question="equation" args={args} chart="leans" label={label} records={answer.records} />
        </section>
        <section aria-labelledby="indicators">
          <h2 id="indicators">{t("equation.indicators")}</h2>
          <Indicators answer={answer} country={country} />
        </section>
      </div>
      <Everyone rest={rest} chosen={country} onPick={(code) => set({ country: code, until: "" }, { push: true })} />
      <Withdrawal asking={asking} rest={rest} powers={[first, second]} />
      <Warnings answer={answer} />
      <footer class="apparatus">
        <Downloads question="equation" args={rest} chart="equation" />
        <Same answer={answer} />
        <Sources answer={answer} />
      </footer>
    </>
  );
}

function Everyone({ rest, chosen, onPick }: { rest: Arguments; chosen: string; onPick: (code: string) => void }) {
  const t = useText();
  const { answer, failure, busy, progress, stale, stop } = useAnswer("equation", { ...rest, country: "ALL" }, { wait: 500 });
  return (
    <section aria-labelledby="ranking" data-stale={stale || undefined}>
      <h2 id="ranking">{t("equation.ranking")}</h2>
      <p class="hint">{t("equation.ranking.hint")}</p>
      <Failure fault={failure} />
      <Busy busy={busy} progress={progress} stop={stop} stale={stale} />
      {answer && <Ranking answer={answer} chosen={chosen} onPick={onPick} />}
    </section>
  );
}

function Withdrawal({ asking, rest, powers }: { asking: Asking; rest: Arguments; powers: readonly string[] }) {
  const t = useText();
  const asked = asking.withdrawal ? { ...rest, withdrawal: "true" } : null;
  const { answer, failure, busy, progress, stale, stop } = useAnswer("equation", asked, { job: true, said: true });
  return (
    <section aria-labelledby="withdrawal" data-stale={stale || undefined}>
      <h2 id="withdrawal">{t("equation.withdrawal")}</h2>
      <label class="check">
        <input
          type="checkbox"
          checked={asking.withdrawal}
          onChange={(event) => asking.set({ withdrawal: event.currentTarget.checked ? "true" : "" })}
        />
        {t("equation.withdrawal.ask")}
      </label>
      {asking.withdrawal && (
        <>
          <Failure fault={failure} />
          <Busy busy={busy} progress={progress} stop={stop} stale={stale} />
          {answer && <Lost answer={answer} powers={powers} />}
          {answer && <p class="hint">{warningsOf(answer).filter((_, place) => answer.meta.warnings[place]?.startsWith("income lost")).join(" ")}</p>}
        </>
      )}
    </section>
  );
}
