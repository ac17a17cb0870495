// The room of talks: a negotiation, which deal is possible in it, by which steps, and how sure that is.

import { useEffect, useState } from "preact/hooks";
import { keyOf, useAnswer } from "../answers";
import type { Arguments } from "../api";
import { Busy } from "../components/Busy";
import { Failure } from "../components/Failure";
import { Slider } from "../components/Slider";
import { useLink } from "../link";
import { useNumbers } from "../numbers";
import { useText } from "../texts";
import { Tabs } from "./change/Tabs";
import { Bargain } from "./talks/answer";
import { type Held, held, unratified } from "./talks/document";
import { Check } from "./talks/fields";
import { Editor } from "./talks/Form";
import { Outcome, type View, VIEWS } from "./talks/Outcome";
import { type Checked, type Example, keyOfFault, useChecked, useExamples, useWritten, type Written } from "./talks/state";
import "./talks/talks.css";
import { Text } from "./talks/Text";

const DRAWS = { least: 100, most: 5000, step: 100, usual: 1000 };
/** Draws of a question that is asked only for how many deals there are. */
const FEW = "10";

export function Talks() {
  const t = useText();
  const { params, set } = useLink();
  const { examples, failure } = useExamples();
  const written = useWritten(examples);
  const checked = useChecked(written.text);
  const [form, hold] = useState<Held | null>(null);
  useEffect(() => {
    const read = written.text === null ? null : held(written.text);
    if (read) hold(read); // what is no TOML at the moment leaves the form as it was
  }, [written.text]);
  const args = argumentsOf(params, written.word);
  const view = VIEWS.find((one) => one === params.get("view")) ?? "overview";
  const put = (changes: Record<string, string>) => set(changes, { push: true });
  return (
    <div class="talks">
      <header class="title">
        <h1>{t("talks.heading")}</h1>
        <p class="lead">{t("talks.lead")}</p>
      </header>
      <div class="halves">
        <Scene {...{ examples, written, checked, form }} />
        <Answer {...{ checked, form, args, view, put }} between={(params.get("between") ?? "").split(",").filter(Boolean)} />
        <Failure fault={failure} />
      </div>
    </div>
  );
}

/** Give what the question is asked, by the link. */
function argumentsOf(params: URLSearchParams, talks: string): Arguments {
  const said = ["course", "draws", "over"].map((name) => [name, params.get(name) ?? ""] as const);
  return { talks, ...Object.fromEntries(said.filter(([, value]) => value !== "")) };
}

interface SceneProps {
  examples: readonly Example[];
  written: Written;
  checked: Checked;
  form: Held | null;
}

/** The negotiation: an example to start from, the form, and the text. */
function Scene({ examples, written, checked, form }: SceneProps) {
  const t = useText();
  const n = useNumbers();
  const [wide] = useState(() => matchMedia("(min-width: 62rem)").matches); // on a small screen the answer is not far below
  const [open, turn] = useState(false);
  const [going, go] = useState<{ place: number } | null>(null);
  const { text, word } = written;
  const { fault, fresh } = checked;
  const example = examples.find((one) => one.name === word);
  const broken = fault !== null && text !== null && held(text) === null;
  return (
    <section class="scene" aria-label={t("talks.scene")}>
      {!wide && (
        <button type="button" class="quiet to-answer" onClick={() => document.getElementById("outcome")?.scrollIntoView()}>
          {t("talks.to_answer")}
        </button>
      )}
      <details class="part gallery">
        <summary>{t("talks.gallery")}</summary>
        <ul>
          {examples.map((one) => (
            <li key={one.name}>
              <button type="button" class="plain" aria-pressed={one.name === word} onClick={() => written.open(one.name)}>
                <strong>{one.title}</strong>
                <span>{one.asks}</span>
              </button>
            </li>
          ))}
        </ul>
      </details>
      <div class="checked" aria-live="polite">
        {fault && <Failure fault={fault} />}
        {broken && <p class="hint">{t("talks.form.old")}</p>}
        {!fault && checked.reply && <p class={fresh ? "hint" : "hint old"}>{t("talks.checked", Object.fromEntries(Object.entries(checked.reply.counts).map(([name, count]) => [name, n.plain(count)])))}</p>}
      </div>
      {form && text !== null ? (
        <fieldset class="whole" disabled={broken}>
          <legend class="unseen">{t("talks.form")}</legend>
          <Editor
            text={text}
            held={form}
            unfolded={wide}
            wrong={keyOfFault(fault)}
            onEdit={written.edit}
            onGo={(place) => {
              turn(true);
              go({ place });
            }}
          />
        </fieldset>
      ) : (
        <p class="hint">{t(fault ? "talks.form.none" : "starting")}</p>
      )}
      <details class="part" open={open || (broken && !form)} onToggle={(event) => turn(event.currentTarget.open)}>
        <summary>{t("talks.file")}</summary>
        {text !== null && <Text text={text} name={`${example?.name ?? "talks"}.toml`} fault={fault} going={open ? going : null} onText={written.edit} />}
      </details>
    </section>
  );
}

interface AnswerProps {
  checked: Checked;
  form: Held | null;
  args: Arguments;
  view: View;
  between: readonly string[];
  put: (changes: Record<string, string>) => void;
}

/** What comes out: asked for when the room is entered, and then by the button. */
function Answer({ checked, form, args, view, between, put }: AnswerProps) {
  const t = useText();
  const [asked, ask] = useState<Arguments | null>(null);
  const ready = checked.fresh && checked.reply !== null;
  useEffect(() => {
    if (!asked && ready) ask(args);
  }, [ready]);
  const { answer, failure, busy, progress, stale, stop } = useAnswer("negotiate", asked, { job: true, said: true });
  const [stopped, halt] = useState(false);
  const other = asked !== null && keyOf("negotiate", asked) !== keyOf("negotiate", args);
  const old = other || stale;
  const closed = useClosed(answer && !old ? new Bargain(answer) : null, checked, asked);
  const tabs = VIEWS.map((name) => ({ name, text: t(`talks.view.${name}`) }));
  const solve = () => {
    halt(false);
    ask({ ...args });
  };
  return (
    <section class="answer" id="outcome" aria-label={t("talks.answer")}>
      {form && <Options {...{ form, args, put }} />}
      <div class="solve">
        <button type="button" disabled={!ready || (!other && !failure && !stopped)} onClick={solve}>
          {t("talks.solve")}
        </button>
        {old && answer && <span class="badge">{t("talks.stale")}</span>}
        {!ready && checked.fault && <span class="hint">{t("talks.solve.wrong")}</span>}
      </div>
      <Busy
        busy={busy}
        progress={progress}
        stop={() => {
          stop();
          halt(true);
          ask(null);
        }}
      />
      {stopped && !busy && <p role="status">{t("talks.stopped")}</p>}
      {!old && <Failure fault={failure} onRetry={solve} />}
      <Tabs label={t("talks.views")} tabs={tabs} chosen={view} onPick={(one) => put({ view: one === "overview" ? "" : one })}>
        {view === "words" ? (
          <Plain checked={checked} />
        ) : answer && asked ? (
          <div class={old ? "old" : undefined}>
            <Outcome view={view} answer={answer} args={asked} between={between} closed={closed} onLink={put} />
          </div>
        ) : (
          !busy && <p class="hint">{t(checked.fault ? "talks.solve.wrong" : "talks.solve.first")}</p>
        )}
      </Tabs>
    </section>
  );
}

/** Where a zone has no deal and the deal needs somebody's consent: how many there would be without that, by course. */
function useClosed(bargain: Bargain | null, checked: Checked, asked: Arguments | null): Record<string, number> {
  const courses = bargain?.document.ratifiers?.length ? bargain.empty() : [];
  const text = checked.reply?.text ?? "";
  const args = courses.length && text ? { talks: unratified(text), draws: FEW, anew: "0", ...(asked?.course ? { course: asked.course } : {}) } : null;
  const { answer, stale } = useAnswer("negotiate", args, { job: true });
  if (!args || !answer || stale) return {};
  const without = new Bargain(answer);
  return Object.fromEntries(courses.map((one) => [one, without.value("deals", one, "any deal") ?? 0]));
}

function Options({ form, args, put }: { form: Held; args: Arguments; put: (changes: Record<string, string>) => void }) {
  const t = useText();
  const n = useNumbers();
  const [moving, move] = useState<number | null>(null);
  const draws = moving ?? Math.min(DRAWS.most, Math.max(1, Number(args.draws) || DRAWS.usual));
  const courses = (args.course ?? "").split(",").filter(Boolean);
  const over = (args.over ?? "").split(",").filter(Boolean);
  const turn = (list: readonly string[], one: string, yes: boolean) => (yes ? [...list, one] : list.filter((each) => each !== one));
  return (
    <details class="part options">
      <summary>{t("talks.options")}</summary>
      <div class="inside">
        {form.courses.length > 1 && (
          <div role="group" aria-label={t("talks.courses")}>
            <p class="label">{t("talks.courses")}</p>
            {form.courses.map(({ name, label }) => {
              const all = form.courses.map((one) => one.name);
              const now = courses.length ? courses : all;
              const next = (yes: boolean) => all.filter((one) => (one === name ? yes : now.includes(one)));
              return (
                <Check key={name} checked={now.includes(name)} onTurn={(yes) => put({ course: next(yes).length === all.length ? "" : next(yes).join(",") })}>
                  {label || name}
                </Check>
              );
            })}
          </div>
        )}
        <Slider
          label={t("talks.draws")}
          value={draws}
          min={DRAWS.least}
          max={DRAWS.most}
          step={DRAWS.step}
          text={n.plain(draws)}
          onInput={move}
          onChange={(value) => {
            move(null);
            put({ draws: value === DRAWS.usual ? "" : String(value) });
          }}
        />
        {form.unknowns.length > 0 && (
          <div role="group" aria-label={t("talks.over")}>
            <p class="label">{t("talks.over")}</p>
            {form.unknowns.map(({ key, table }) => (
              <Check key={key} checked={over.includes(key)} onTurn={(yes) => put({ over: turn(over, key, yes).slice(-2).join(",") })}>
                {String(table.label || key)}
              </Check>
            ))}
          </div>
        )}
      </div>
    </details>
  );
}

/** What the negotiation says, in plain words. */
function Plain({ checked }: { checked: Checked }) {
  const t = useText();
  const { reply, fault, fresh } = checked;
  if (!reply) return <p class="hint">{t(fault ? "talks.form.none" : "starting")}</p>;
  return (
    <div class={fresh ? "plain-words" : "plain-words old"}>
      {reply.plain.map((line, place) => {
        if (!line.trim()) return null;
        const head = place > 0 && !reply.plain[place - 1]?.trim();
        if (head) return <h3 key={place}>{line}</h3>;
        return (
          <p key={place} class={/^\s/.test(line) ? "more-plain" : undefined}>
            {line.trim()}
          </p>
        );
      })}
      {reply.warnings.length > 0 && (
        <aside class="warnings" aria-label={t("warnings.title")}>
          <h3>{t("warnings.title")}</h3>
          <ul>
            {reply.warnings.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </aside>
      )}
    </div>
  );
}
