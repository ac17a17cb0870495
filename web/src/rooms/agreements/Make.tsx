// An agreement built by clicking, and what it would do: a job that tells how far it is and can be stopped.

import { useMemo, useRef, useState } from "preact/hooks";
import { useAnswer } from "../../answers";
import type { Answer, Arguments, Fault } from "../../api";
import { Busy } from "../../components/Busy";
import { Failure } from "../../components/Failure";
import { WorldMap } from "../../components/WorldMap";
import { useLabels } from "../../labels";
import { retry } from "../../notices";
import { useText } from "../../texts";
import { Form } from "./Form";
import { Choices, Outcome, useShown } from "./Outcome";
import { rows } from "./outcome";
import { entries, type Known, registered } from "./register";
import { agreementOf, argumentsOf, type Asking, named } from "./state";

/** Milliseconds without a change after which an agreement is worked out. */
const REST = 600;

/** Give those whom a list of parties, a group or an agreement of the register binds. */
function useParties(agreement: string, known: readonly Known[]): string[] {
  const labels = useLabels();
  return useMemo(() => {
    const held = known.find((one) => one.name.toLowerCase() === agreement.toLowerCase());
    if (held) return held.parties;
    const groups = new Map((labels?.groups ?? []).map((one) => [one.code, one.members]));
    const countries = new Set((labels?.countries ?? []).map((one) => one.code));
    const found = named(agreement).flatMap((word) => {
      const upper = word.toUpperCase();
      return countries.has(upper) ? [upper] : (groups.get(upper) ?? []);
    });
    return [...new Set(found)];
  }, [agreement, known, labels]);
}

/** Give a refusal as long as what it refuses is asked, and not of what is asked since. */
function useOwn(fault: Fault | null, key: string): Fault | null {
  const held = useRef<{ fault: Fault; key: string } | null>(null);
  if (fault && held.current?.fault !== fault) held.current = { fault, key };
  return fault && held.current?.key === key ? fault : null;
}

export function Make({ asking }: { asking: Asking }) {
  const t = useText();
  const { of, set } = asking;
  const register = useAnswer("agreements", { country: "ALL", parts: "records" });
  const all = useMemo(() => entries(register.answer?.records ?? []), [register.answer]);
  const known = useMemo(() => registered(all), [all]);
  const agreement = agreementOf(of);
  const parties = useParties(agreement, known);
  const args = useMemo(() => argumentsOf(of), [of("agreement"), JSON.stringify(argumentsOf(of))]);
  const asked = named(agreement).some((one) => one !== "-") ? args : null;
  const { answer, failure: last, busy, progress, stale, stop } = useAnswer("agree", asked, { job: true, wait: REST, said: true });
  const failure = useOwn(last, JSON.stringify(asked));
  const settled = useRef<{ answer: Answer; args: Arguments; parties: readonly string[] } | null>(null);
  if (answer && !stale) settled.current = { answer, args, parties };
  const { current } = settled;
  const moving = useRef(false);
  const change = (changes: Record<string, string>, going = false) => {
    set(changes, { push: !(going && moving.current) });
    moving.current = going;
  };
  const toggle = (code: string) => change({ agreement: (parties.includes(code) ? parties.filter((one) => one !== code) : [...parties, code]).join(",") || "-" });
  const shown = useShown(asking, current?.answer ?? null);
  const held = useMemo(() => (current ? rows(current.answer.records, shown.part, shown.year) : []), [current?.answer, shown.part, shown.year]);
  const values = useMemo(() => Object.fromEntries(held.map((row) => [row.country, row.of[shown.variable]?.value as number | null])), [held, shown.variable]);
  const measure = current?.answer.variables[shown.variable];
  const [wide] = useState(() => matchMedia("(min-width: 62rem)").matches);
  const idle = asked !== null && !busy && !failure && (stale || !answer);
  const old = stale || failure !== null;
  const label = t("agreements.map.label", { measure: measure?.label ?? t("agreements.map"), part: shown.said });
  return (
    <div class="halves">
      <section class="scene">
        {!wide && (
          <button type="button" class="quiet to-answer" onClick={() => document.getElementById("outcome")?.scrollIntoView()}>
            {t("agreements.to_answer")}
          </button>
        )}
        <Failure fault={register.failure} />
        <Form asking={asking} all={all} known={known} parties={parties} onChange={change} onRest={() => void (moving.current = false)} />
      </section>
      <section class="answer" id="outcome" aria-label={t("agreements.outcome")} tabIndex={-1}>
        <Failure fault={failure} />
        <Busy busy={busy} progress={progress} stop={stop} stale={stale} />
        {idle && (
          <p class="agreement-idle" role="status">
            {t("agreements.stopped")}{" "}
            <button type="button" onClick={retry}>
              {t("agreements.start")}
            </button>
          </p>
        )}
        {current && (
          <div class={old ? "old" : undefined}>
            <p class="sentence">{current.answer.sentences[0]?.text}</p>
          </div>
        )}
        {current && <Choices answer={current.answer} asking={asking} shown={shown} />}
        <section class={old ? "plate old" : "plate"} aria-labelledby="whom">
          <h2 id="whom">{t("agreements.map")}</h2>
          <WorldMap values={values} unit={measure?.unit ?? "percent"} label={label} chosen={parties} onPick={toggle} />
          <p class="hint">{t("agreements.map.toggle")}</p>
        </section>
        {current && <Outcome {...current} asking={asking} shown={shown} stale={old} />}
      </section>
    </div>
  );
}
