// The room of changes: a scenario, and what it would do.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { forget } from "../answers";
import type { Fault } from "../api";
import { open, session, useLabels } from "../labels";
import { useLink } from "../link";
import { useText } from "../texts";
import { Bands } from "./change/Bands";
import { Builder } from "./change/Builder";
import "./change/change.css";
import { columns, holds, type Options, within } from "./change/columns";
import { argumentsOf, Compare } from "./change/Compare";
import { Gallery } from "./change/Gallery";
import { OptionsForm } from "./change/OptionsForm";
import { HEADLINE, MORE, Outcome, type Place, Standing, VIEWS } from "./change/Outcome";
import { parties } from "./change/parties";
import { Paste } from "./change/Paste";
import { type Scenario, text as written, toml } from "./change/scenario";
import { outdated, type Shown, useSolved } from "./change/solve";
import { type Spoken, useSpoken, wrote } from "./change/spoken";
import { Tabs } from "./change/Tabs";

/** Milliseconds between two looks at whether the data in the store has changed. */
const LOOK = 30_000;

/** Ask for the data's fingerprint now and then, and forget answers that rest on what has changed. */
function useFreshData(): string {
  const stamp = session.use()?.store ?? "";
  useEffect(() => {
    const look = () => document.visibilityState === "visible" && void open().catch(() => undefined);
    const timer = setInterval(look, LOOK);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  const before = useRef(stamp);
  if (before.current !== stamp) {
    if (before.current) forget();
    before.current = stamp;
  }
  return stamp;
}

function placeOf(params: URLSearchParams, country: string): Place {
  const said = (name: string) => params.get(name) ?? "";
  return {
    view: VIEWS.find((one) => one === said("view")) ?? "overview",
    variable: [...HEADLINE, ...MORE].find((one) => one === said("variable")) ?? "welfare_pct",
    time: said("time"),
    country: said("country") || country,
    chart: said("chart"),
    by: said("by") === "sector" ? "sector" : "partner",
    partner: said("partner"),
  };
}

/** Give a function that changes the link; while a slider moves, all its moves are one step of the browser's history. */
function useSteps(set: ReturnType<typeof useLink>["set"]) {
  const moving = useRef(false);
  const change = (changes: Record<string, string>, going = false) => {
    set(changes, { push: !(going && moving.current) });
    moving.current = going;
  };
  return { change, rest: () => void (moving.current = false) };
}

export function Change() {
  const t = useText();
  const { params, set } = useLink();
  const { change, rest } = useSteps(set);
  const defaults = session.use()?.defaults;
  const stamp = useFreshData();
  const labels = useLabels();
  const powers = String(defaults?.powers ?? "USA,CHN").split(",");
  const [by = "USA", on = "CHN"] = powers;
  const otherwise = `tariff +25 points by ${by} on ${on}; ${on} retaliates`;
  const held = columns(params, otherwise);
  const place = placeOf(params, defaults?.country ?? "KOR");
  const spoken = useSpoken(held.map((one) => one.scenario));
  const [typedWrong, setTypedWrong] = useState(false);
  const comparing = place.view === "compare";
  const more = (HEADLINE as readonly string[]).includes(place.variable) ? "" : [...HEADLINE, place.variable].join(",");
  const solved = useSolved(
    held.map((one, index) => ({
      name: `column ${one.place}`,
      args: (index === 0 || comparing) && !(spoken[index]?.fault && !spoken[index]?.scenario) ? argumentsOf(one, more) : null,
    })),
    place.variable,
  );
  const [first] = held;
  const said = spoken[0];
  const asked = solved["column 1"];
  const mine = asked && outdated(asked, typedWrong || Boolean(said?.fault));
  const settled = useRef<Shown | null>(null);
  if (mine?.shown && !mine.shown.firstOrder && !mine.shown.bare) settled.current = mine.shown;
  const named = useMemo(() => parties(said?.scenario ?? null, labels), [said?.scenario, labels]);
  if (!first || !said || !mine) return null;

  const build = (scenario: Scenario, moving = false) => {
    const text = written(scenario);
    wrote(text, scenario);
    change({ s: text }, moving);
  };
  const put = (changes: Record<string, string>) => change(changes);
  const timed = Boolean(holds("horizon", first.options, said.scenario) || holds("years", first.options, said.scenario));
  const views = VIEWS.map((name) => ({ name, text: t(`change.view.${name}`) }));
  return (
    <div class="change">
      <header class="title">
        <h1>{t("change.heading")}</h1>
        <p class="lead">{t("change.lead")}</p>
      </header>
      <div class="halves">
        <Scene {...{ said, first, powers, timed }} failure={mine.failure} onBuild={build} onText={(s, moving) => change({ s }, moving)} onWrong={setTypedWrong} onRest={rest} onOptions={(options) => put(options as Record<string, string>)} />
        <section class="answer" id="outcome" aria-label={t("change.answer")} key={stamp}>
          <Tabs label={t("change.views")} tabs={views} chosen={place.view} onPick={(view) => put({ view: view === "overview" ? "" : view })}>
            {place.view === "compare" ? (
              <Compare
                columns={held}
                spoken={spoken}
                solved={held.map((one, index) => {
                  const found = index ? solved[`column ${one.place}`] : mine;
                  return found ? outdated(found, Boolean(spoken[index]?.fault)) : mine;
                })}
                parties={named}
                variable={place.variable}
                time={place.time}
                country={place.country}
                onLink={put}
                onCountry={(country) => put({ country })}
              />
            ) : place.view === "bands" ? (
              said.scenario ? (
                <Bands
                  scenario={toml(within(said.scenario, first.options, place.time))}
                  wrong={typedWrong || said.fault !== null}
                  parties={named}
                  country={place.country}
                  variable={place.variable}
                  draws={Math.max(50, Number(params.get("draws")) || 200)}
                  onDraws={(draws) => change({ draws: String(draws) }, true)}
                  onCountry={(country) => put({ country })}
                />
              ) : (
                <Standing solved={mine} />
              )
            ) : (
              <Outcome solved={mine} settled={settled.current} place={place} parties={named} onPlace={put} />
            )}
          </Tabs>
        </section>
      </div>
    </div>
  );
}

interface SceneProps {
  said: Spoken;
  /** Why there is no outcome. */
  failure: Fault | null;
  first: { scenario: string; options: Options };
  powers: readonly string[];
  timed: boolean;
  onBuild: (scenario: Scenario, moving?: boolean) => void;
  onText: (text: string, moving?: boolean) => void;
  onWrong: (wrong: boolean) => void;
  onRest: () => void;
  onOptions: (options: Options) => void;
}

/** The scenario in its three forms, with what the question says besides. */
function Scene({ said, failure, first, powers, timed, onBuild, onText, onWrong, onRest, onOptions }: SceneProps) {
  const t = useText();
  const { scenario, reply, fault } = said;
  const [wide] = useState(() => matchMedia("(min-width: 62rem)").matches); // on a small screen the outcome is not far below
  return (
    <section class="scene" aria-label={t("change.scenario")}>
      {!wide && (
        <button type="button" class="quiet to-answer" onClick={() => document.getElementById("outcome")?.scrollIntoView()}>
          {t("change.to_answer")}
        </button>
      )}
      <details class="part">
        <summary>{t("change.gallery")}</summary>
        <Gallery text={first.scenario} onPick={(toml) => onText(toml)} />
      </details>
      <details class="part" open>
        <summary>{t("change.builder")}</summary>
        {scenario ? (
          <Builder scenario={scenario} powers={powers} timed={timed} fault={fault ?? failure} onChange={onBuild} onRest={onRest} />
        ) : (
          <p class="hint">{t(fault ? "change.builder.none" : "starting")}</p>
        )}
      </details>
      <details class="part" open={wide}>
        <summary>{t("change.options")}</summary>
        <OptionsForm scenario={scenario} options={first.options} onChange={onOptions} />
      </details>
      <details class="part" open={wide}>
        <summary>{t("change.plain")}</summary>
        <Plain lines={reply?.plain ?? []} wrong={fault !== null} />
      </details>
      <details class="part" open={fault !== null && !scenario}>
        <summary>{t("change.file")}</summary>
        <Paste text={first.scenario} spoken={said} onText={onText} onWrong={onWrong} onRest={onRest} />
      </details>
    </section>
  );
}

function Plain({ lines, wrong }: { lines: readonly string[] | string; wrong: boolean }) {
  const t = useText();
  const all = typeof lines === "string" ? lines.split("\n") : lines;
  if (!all.length) return <p class="hint">{t(wrong ? "change.builder.none" : "starting")}</p>;
  return (
    <div class="plain-words" aria-live="polite">
      {all.map((line, place) => (
        <p key={`${place}${line}`} class={/^\s{2,}/.test(line) ? "more-plain" : undefined}>
          {line.trim()}
        </p>
      ))}
    </div>
  );
}
