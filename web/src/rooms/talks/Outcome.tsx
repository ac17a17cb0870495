// What a negotiation comes to: the verdict, the zone, the path as a ladder, and how sure that is.

import type { ComponentChildren } from "preact";
import type { Answer, Arguments } from "../../api";
import { Apparatus } from "../../components/Apparatus";
import { Chart } from "../../components/Chart";
import { type Column, DataTable } from "../../components/DataTable";
import { useNumbers } from "../../numbers";
import { type Key, useText } from "../../texts";
import { Pick } from "../record/Pick";
import { Bargain, type Deal, type DealSet, type Doubt, type Figure, SETS, type Stage } from "./answer";
import { useCalled } from "./Form";

export const VIEWS = ["overview", "zone", "path", "sure", "words"] as const;
export type View = (typeof VIEWS)[number];

/** Where each sentence stands; one that is not named stands in the overview. */
const SAID: Record<string, View> = {
  stages: "path",
  stages_cost: "path",
  unravels: "path",
  bears: "path",
  incomes: "zone",
  payments: "zone",
  enforcement: "path",
  possible: "sure",
  enforced: "sure",
  ratified: "sure",
  breaks: "sure",
  anew: "sure",
  thresholds: "sure",
};
/** Sentences that stand in the overview and beside what they tell of. */
const TWICE: Partial<Record<View, readonly string[]>> = { zone: ["zone", "foretold"], path: ["weakest"], sure: ["survival"] };

/** What each chart draws, for its table. */
const DRAWN: Record<string, readonly string[]> = {
  zone: ["outside_value", "today_value", "frontier_value", "agreed_value"],
  ladder: ["path_level", "slack"],
  survival: ["margin", "survival_share", "regime_share"],
  breaks: ["central", "lowest", "highest", "breaks_low", "breaks_high", "margin_share"],
  regimes: ["grid_regime", "grid_stages"],
};
const drawnOf = (answer: Answer, chart: string) => answer.records.filter((one) => DRAWN[chart]?.includes(one.variable?.split(":")[0] ?? ""));

export interface Shown {
  view: View;
  answer: Answer;
  args: Arguments;
  /** Between whom the zone is drawn, and a function that changes that. */
  between: readonly string[];
  onLink: (changes: Record<string, string>) => void;
  /** What closes a zone that has no deals, by its course. */
  closed: Readonly<Record<string, number>>;
}

export function Outcome(props: Shown) {
  const { view, answer, args } = props;
  const bargain = new Bargain(answer);
  const parties = Object.entries(bargain.document.parties).map(([key, table]) => ({ key, table: table as Record<string, unknown> }));
  const called = useCalled(parties);
  const part = { ...props, bargain, called };
  const chart = { zone: "zone", path: "ladder", sure: "breaks" }[view as string];
  const drawn = chart && answer.charts.some((one) => one.name === chart) ? chart : undefined;
  const choices = view === "zone" && props.between.length ? { between: props.between.join(",") } : undefined;
  return (
    <>
      {view !== "path" && <Sentences answer={answer} view={view} />}
      {view === "overview" && <Overview {...part} />}
      {view === "zone" && <Zone {...part} />}
      {view === "path" && <Path {...part} />}
      {view === "sure" && <Sure {...part} />}
      <Apparatus answer={answer} question="negotiate" args={args} chart={drawn} choices={choices} />
    </>
  );
}

interface Part extends Shown {
  bargain: Bargain;
  called: (party: string) => string;
}

function Sentences({ answer, view }: { answer: Answer; view: View }) {
  const mine = answer.sentences.filter((one) => (SAID[one.kind ?? ""] ?? "overview") === view || TWICE[view]?.includes(one.kind ?? ""));
  return (
    <div class="sentences">
      {mine.map((one, place) => (
        <p key={one.text} class={view === "overview" && place === 0 ? "sentence" : "further"}>
          {one.text}
        </p>
      ))}
    </div>
  );
}

/** Draw something of each course, under its name where there are several. */
function Each({ bargain, children }: { bargain: Bargain; children: (course: string, label: string) => ComponentChildren }) {
  const several = bargain.courses.length > 1;
  return (
    <>
      {bargain.courses.map(({ name, label }) => (
        <section key={name} aria-label={label || undefined}>
          {several && <h3>{label}</h3>}
          {children(name, several ? `${label}: ` : "")}
        </section>
      ))}
    </>
  );
}

const bounds = ({ low, high }: Figure) => [low, high] as const;

function Overview({ bargain, called, closed }: Part) {
  const t = useText();
  const ratifiers = (bargain.document.ratifiers ?? []).map((one) => one.name).join(", ");
  return (
    <Each bargain={bargain}>
      {(course, head) => {
        const figure = (name: string, party: string, set = "") => bargain.figure(name, course, set, party);
        const column = (key: string, of: (party: string) => Figure): Column<string> => ({
          key,
          head: t(`talks.has.${key}` as Key),
          unit: bargain.unit,
          value: (party) => of(party).value ?? t("talks.none"),
          bounds: (party) => bounds(of(party)),
        });
        const deals = (set: DealSet) => bargain.value("deals", course, set) ?? 0;
        return (
          <>
            <p>{t(ratifiers ? "talks.deals.ratified" : "talks.deals.count", { any: deals("any deal"), kept: deals("self-enforcing") })}</p>
            {deals("any deal") === 0 && ratifiers && course in closed && (
              <p class="closed" role="note">
                {closed[course] ? t("talks.closed.veto", { who: ratifiers, count: closed[course] ?? 0 }) : t("talks.closed.empty", { who: ratifiers })}
              </p>
            )}
            <DataTable
              caption={`${head}${t("talks.has")}`}
              columns={[
                { key: "party", head: t("talks.party"), value: called },
                column("outside", (party) => figure("outside_value", party)),
                column("today", (party) => figure("today_value", party)),
                column("best", (party) => figure("ideal_value", party, "any deal")),
                column("kept", (party) => figure("ideal_value", party, "self-enforcing")),
              ]}
              rows={bargain.parties}
              keyOf={(one) => one}
            />
          </>
        );
      }}
    </Each>
  );
}

function Zone({ bargain, called, answer, args, between, onLink }: Part) {
  const t = useText();
  const { parties } = bargain;
  const [first = "", second = ""] = between.length === 2 ? between : parties;
  const options = (other: string) => parties.filter((one) => one !== other).map((value) => ({ value, text: called(value) }));
  const pick = (pair: readonly [string, string]) => onLink({ between: pair.join(",") === parties.slice(0, 2).join(",") ? "" : pair.join(",") });
  return (
    <>
      {parties.length > 2 && (
        <div class="row">
          <Pick label={t("talks.between.x")} value={first} options={options(second)} onPick={(one) => pick([one, second])} />
          <Pick label={t("talks.between.y")} value={second} options={options(first)} onPick={(one) => pick([first, one])} />
        </div>
      )}
      {answer.charts.some((one) => one.name === "zone") && (
        <div class="plate">
          <Chart question="negotiate" args={args} chart="zone" choices={{ between: `${first},${second}` }} label={t("talks.zone.chart", { first: called(first), second: called(second) })} records={drawnOf(answer, "zone")} />
        </div>
      )}
      <Each bargain={bargain}>
        {(course, head) => (
          <>
            <Deals caption={`${head}${t("talks.predictions")}`} deals={bargain.predictions(course)} {...{ bargain, called, course }} ruled />
            {SETS.map((set) => (
              <details key={set} class="more-deals">
                <summary>{t(set === "any deal" ? "talks.frontier.any" : "talks.frontier.kept", { count: bargain.frontier(course, set).length })}</summary>
                <Deals caption={`${head}${t(set === "any deal" ? "talks.frontier.any.caption" : "talks.frontier.kept.caption")}`} deals={bargain.frontier(course, set)} {...{ bargain, called, course }} />
              </details>
            ))}
          </>
        )}
      </Each>
    </>
  );
}

interface DealsProps {
  caption: string;
  deals: readonly Deal[];
  bargain: Bargain;
  called: (party: string) => string;
  course: string;
  /** Whether rules took them. */
  ruled?: boolean;
}

/** A row for each deal: what each party has by it, and the issues on which it changes something. */
function Deals({ caption, deals, bargain, called, course, ruled }: DealsProps) {
  const t = useText();
  const labels = new Map(bargain.document.issues.map((one) => [one.name, one.label || one.name]));
  const begins = bargain.beginning(course);
  const setOf = (set: DealSet) => t(set === "any deal" ? "talks.set.any" : "talks.set.kept");
  const columns: Column<Deal>[] = [
    ruled
      ? { key: "rule", head: t("talks.rule"), value: (one) => t(`talks.rule.${one.rule}` as Key) }
      : { key: "rule", head: t("talks.deal"), value: (one) => Number(one.rule.replace("deal ", "")) + 1 },
    ...(ruled ? [{ key: "set", head: t("talks.set"), value: ({ set }: Deal) => setOf(set), cell: ({ set }: Deal) => <span class="nowrap">{setOf(set)}</span> }] : []),
    ...bargain.parties.map((party, at): Column<Deal> => ({ key: `value ${party}`, head: called(party), title: t("talks.value.to", { name: called(party) }), unit: bargain.unit, value: (one) => one.values[at] })),
    ...bargain.moved(deals, course).map((issue): Column<Deal> => ({
      key: `level ${issue}`,
      head: labels.get(issue) ?? issue,
      value: (one) => one.levels[issue],
      cell: (one) => <span class={one.levels[issue] === begins[issue] ? "hint" : undefined}>{one.levels[issue]}</span>,
    })),
  ];
  return <DataTable caption={caption} columns={columns} rows={deals} keyOf={(one) => one.set + one.rule} />;
}

function Path({ bargain, called, answer, args }: Part) {
  const t = useText();
  return (
    <>
      {answer.charts.some((one) => one.name === "ladder") && (
        <div class="plate">
          <Chart question="negotiate" args={args} chart="ladder" label={t("talks.ladder")} records={drawnOf(answer, "ladder")} />
        </div>
      )}
      <Sentences answer={answer} view="path" />
      <Each bargain={bargain}>
        {(course, head) => (
          <>
            <Stages {...{ bargain, called, course }} caption={`${head}${t("talks.stages")}`} />
            <Bears {...{ bargain, called, course }} caption={`${head}${t("talks.bears")}`} />
          </>
        )}
      </Each>
    </>
  );
}

interface OneProps {
  bargain: Bargain;
  called: (party: string) => string;
  course: string;
  caption: string;
}

function Stages({ bargain, called, course, caption }: OneProps) {
  const t = useText();
  const stages = bargain.stages(course);
  if (!stages.length) return <p class="hint">{t("talks.no_path")}</p>;
  const labels = new Map(bargain.document.issues.map((one) => [one.name, one.label || one.name]));
  const last = stages.length - 1;
  const steps = (one: Stage) => one.done.map(({ issue, owner, level }) => `${called(owner)}: ${labels.get(issue) ?? issue} → ${level}`);
  const heads = bargain.document.side_payments ? [t("talks.together")] : bargain.parties.map(called);
  const columns: Column<Stage>[] = [
    { key: "stage", head: t("talks.stage"), value: (one) => (one.stage === last ? t("talks.stage.after") : String(one.stage + 1)) },
    {
      key: "done",
      head: t("talks.stage.done"),
      value: (one) => steps(one).join("; ") || t("talks.stage.kept"),
      cell: (one) => <div class="steps">{steps(one).length ? steps(one).map((step) => <div key={step}>{step}</div>) : t("talks.stage.kept")}</div>,
    },
    {
      key: "weakest",
      head: t("talks.weakest"),
      value: (one) => (one.weakest ? t("talks.weakest.here") : " "),
      cell: (one) =>
        one.weakest && (
          <strong class="weakest">{one.tempted.map(({ party, kind }) => t(`talks.instead.${kind}`, { name: called(party) })).join("; ") || t("talks.weakest.here")}</strong>
        ),
    },
    ...heads.map((name, at): Column<Stage> => ({ key: `slack ${at}`, head: t("talks.slack", { name }), unit: bargain.unit, value: (one) => one.slacks[at]?.value, bounds: (one) => bounds(one.slacks[at] ?? { value: null, low: null, high: null }) })),
  ];
  return <DataTable caption={caption} columns={columns} rows={stages} keyOf={(one) => String(one.stage)} isChosen={(one) => one.weakest} />;
}

function Bears({ bargain, called, course, caption }: OneProps) {
  const t = useText();
  const n = useNumbers();
  const of = (name: string, party: string) => bargain.value(name, course, "", party);
  if (bargain.parties.every((one) => of("critical_outside", one) === null)) return null;
  const discount = (party: string) => {
    const [low, high] = [of("critical_discount", party), of("critical_discount_most", party)];
    if (low === null) return t("talks.never");
    return high === null ? t("talks.from", { low: n.plain(low) }) : t("talks.from_to", { low: n.plain(low), high: n.plain(high) });
  };
  const columns: Column<string>[] = [
    { key: "party", head: t("talks.party"), value: called },
    { key: "discount", head: t("talks.bears.discount"), value: (one) => of("discount", one) },
    { key: "keeps", head: t("talks.bears.keeps"), value: discount },
    { key: "lag", head: t("talks.bears.lag"), value: (one) => of("critical_lag", one) },
    { key: "detection", head: t("talks.bears.detection"), unit: "share", value: (one) => of("critical_detection", one) },
    { key: "outside", head: t("talks.bears.outside"), unit: bargain.unit, value: (one) => of("critical_outside", one) },
    { key: "cost", head: t("talks.bears.cost"), unit: bargain.unit, value: (one) => of("delay_cost", one) },
  ];
  const told = columns.filter((one) => one.key === "party" || bargain.parties.some((party) => one.value(party) !== null));
  return <DataTable caption={caption} columns={told} rows={bargain.parties} keyOf={(one) => one} />;
}

function Sure({ bargain, called, answer, args }: Part) {
  const t = useText();
  const n = useNumbers();
  const charts = ["survival", "breaks", "regimes"].filter((name) => answer.charts.some((one) => one.name === name));
  const draws = n.plain(Number(answer.meta.diagnostics.draws ?? 0));
  return (
    <>
      {!bargain.courses.some((one) => bargain.doubts(one.name).length) && <p class="hint">{t("talks.no_doubts")}</p>}
      {charts.map((name) => (
        <div class="plate" key={name}>
          <h3>{t(`talks.chart.${name}` as Key)}</h3>
          <Chart question="negotiate" args={args} chart={name} label={t(`talks.chart.${name}` as Key)} records={drawnOf(answer, name)} />
        </div>
      ))}
      <Each bargain={bargain}>
        {(course, head) => (
          <>
            <Shares {...{ bargain, course, draws }} />
            <Doubts caption={`${head}${t("talks.doubts")}`} doubts={bargain.doubts(course)} called={called} />
          </>
        )}
      </Each>
    </>
  );
}

function Shares({ bargain, course, draws }: { bargain: Bargain; course: string; draws: string }) {
  const t = useText();
  const n = useNumbers();
  const margin = bargain.figure("margin", course);
  const rows: [Key, string][] = [];
  const share = (key: Key, name: string) => {
    const value = bargain.value(name, course);
    if (value !== null) rows.push([key, n.share(value)]);
  };
  if (margin.value !== null) {
    const span = margin.low !== null && margin.high !== null && margin.high > margin.low ? ` ${t("table.bounds", { low: n.of(margin.low, bargain.unit), high: n.of(margin.high, bargain.unit) })}` : "";
    rows.push(["talks.margin", n.of(margin.value, bargain.unit) + span]);
  }
  share("talks.survival", "survival_share");
  share("talks.ratified", "ratified_share");
  share("talks.possible", "possible_share");
  share("talks.enforced", "enforced_share");
  share("talks.hazard.most", "critical_hazard");
  return (
    <dl class="facts">
      {rows.map(([key, value]) => (
        <div key={key}>
          <dt>{t(key, { draws })}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Say what is not known that stands where a number does: whose it is, and of what. */
function spelledOut(t: ReturnType<typeof useText>, name: string, called: (party: string) => string): string {
  const [, party = "", what = "", rest = ""] = /^parties\.(.+?)\.(discount|detection|welfare|outside\.value|outside\.by)(.*)$/.exec(name) ?? [];
  if (party) return t(`talks.doubt.${what}` as Key, { name: called(party), level: rest.replace(/^\./, "") });
  const [, issue = "", whose = "", level = ""] = /^issues\.([^.]+)\.worth\.([^.]+)\.(.+)$/.exec(name) ?? [];
  if (issue) return t("talks.doubt.worth", { name: called(whose), level: `${issue}: ${level}` });
  const one = { discount: "talks.discount.all", "monitoring.hazard": "talks.hazard", "monitoring.detection": "talks.doubt.noticed" }[name] as Key | undefined;
  return one ? t(one) : name;
}

function Doubts({ caption, doubts, called }: { caption: string; doubts: readonly Doubt[]; called: (party: string) => string }) {
  const t = useText();
  const n = useNumbers();
  if (!doubts.length) return null;
  const holds = ({ first, last, low, high }: Doubt) => {
    if (first === null || last === null) return t("talks.nowhere");
    const near = 1e-6 * Math.max(high - low, 1e-12);
    if (first <= low + near && last >= high - near) return t("talks.throughout");
    if (first <= low + near) return t("talks.up_to", { high: n.plain(last) });
    return last >= high - near ? t("talks.from", { low: n.plain(first) }) : t("talks.from_to", { low: n.plain(first), high: n.plain(last) });
  };
  const columns: Column<Doubt>[] = [
    { key: "label", head: t("talks.unknown"), value: (one) => one.label || spelledOut(t, one.name, called) },
    { key: "central", head: t("talks.central"), value: (one) => one.central },
    { key: "range", head: t("talks.range"), value: (one) => t("talks.from_to", { low: n.plain(one.low), high: n.plain(one.high) }) },
    { key: "holds", head: t("talks.holds"), value: holds },
    { key: "share", head: t("talks.share"), unit: "share", value: (one) => one.share },
  ];
  return <DataTable caption={caption} columns={columns} rows={doubts} keyOf={(one) => one.name} most={10} />;
}
