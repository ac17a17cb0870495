// A scenario by clicking: what changes, what others do in return, what bridges the first year.

import type { Fault } from "../../api";
import { Failure } from "../../components/Failure";
import { useText } from "../../texts";
import { PlacesPicker, SectorsPicker } from "./pickers";
import {
  added,
  answerable,
  answeredBy,
  answers,
  answerTo,
  edited,
  type Part,
  removed,
  replaced,
  type Scenario,
  started,
  type Table,
  titled,
  words,
} from "./scenario";
import { ShockCard, type Turned } from "./ShockCard";

interface Props {
  scenario: Scenario;
  /** Whom a new shock starts with. */
  powers: readonly string[];
  timed: boolean;
  /** What is wrong with the scenario, or that it has no solution. */
  fault: Fault | null;
  onChange: Turned<Scenario>;
  onRest: () => void;
}

/** Give the shock that a fault is about, where it names one. */
export function placeOf(fault: Fault | null): { part: Part; index: number } | null {
  const found = /\b(shocks|retaliation)\[(\d+)\]/.exec(fault?.where ?? "");
  return found ? { part: found[1] as Part, index: Number(found[2]) } : null;
}

export function Builder({ scenario, powers, timed, fault, onChange, onRest }: Props) {
  const t = useText();
  const own = Object.keys(scenario.groups ?? {});
  const [by = "USA", on = "CHN"] = powers;
  const wrong = placeOf(fault);
  const card = (part: Part, index: number) => {
    const shock = scenario[part]?.[index];
    if (!shock) return null;
    const can = part === "shocks" && answerable(shock);
    return (
      <ShockCard
        key={`${part}${index}`}
        title={t(part === "shocks" ? "change.shock" : "change.retaliation.one", { number: index + 1 })}
        shock={shock}
        own={own}
        onChange={(next, moving) => onChange(replaced(scenario, part, index, next), moving)}
        onRest={onRest}
        fault={wrong?.part === part && wrong.index === index ? fault : null}
        onRemove={() => onChange(removed(scenario, part, index))}
        answered={can ? answerTo(scenario, shock) >= 0 : undefined}
        onAnswered={(yes) => onChange(answeredBy(scenario, shock, yes))}
        follows={part === "retaliation" && (scenario.shocks ?? []).some((one) => answers(shock, one))}
      />
    );
  };
  return (
    <div class="builder">
      <label class="field">
        <span>{t("change.title")}</span>
        <input
          type="text"
          value={scenario.title}
          onInput={(event) => onChange(edited(scenario, { title: event.currentTarget.value || titled(scenario) }), true)}
          onChange={onRest}
        />
      </label>
      {(scenario.shocks ?? []).map((_, index) => card("shocks", index))}
      <button type="button" onClick={() => onChange(added(scenario, "shocks", started("tariff", by, on)))}>
        {t("change.add")}
      </button>
      {(scenario.retaliation ?? []).length > 0 && <h2>{t("change.retaliation")}</h2>}
      {(scenario.retaliation ?? []).map((_, index) => card("retaliation", index))}
      <button type="button" class="quiet" onClick={() => onChange(added(scenario, "retaliation", started("tariff", on, by)))}>
        {t("change.retaliation.add")}
      </button>
      <Stockpiles scenario={scenario} timed={timed} onChange={onChange} onRest={onRest} own={own} by={on} />
      {!wrong && <Failure fault={fault} />}
    </div>
  );
}

interface StocksProps extends Pick<Props, "scenario" | "timed" | "onChange" | "onRest"> {
  own: readonly string[];
  by: string;
}

function Stockpiles({ scenario, timed, onChange, onRest, own, by }: StocksProps) {
  const t = useText();
  const list = scenario.stockpiles ?? [];
  const put = (stockpiles: Table[], moving?: boolean) =>
    onChange(edited(scenario, { stockpiles: stockpiles.length ? stockpiles : undefined }), moving);
  const turn = (index: number, changes: Table, moving?: boolean) => {
    const made = list.map((one, place) => (place === index ? { ...one, ...changes } : one));
    put(made.map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => !Array.isArray(value) || value.length))), moving);
  };
  if (!timed && !list.length) return null;
  return (
    <>
      {list.map((one, index) => {
        const title = t("change.stockpile", { number: index + 1 });
        return (
          <fieldset class="shock" key={title}>
            <legend>{title}</legend>
            <PlacesPicker label={t("change.stockpile.by")} value={words(one.by)} own={own} onChange={(by) => turn(index, { by })} />
            <SectorsPicker
              label={t("change.sectors")}
              value={words(one.sectors)}
              empty={t("change.sectors.all")}
              onChange={(sectors) => turn(index, { sectors })}
            />
            <label class="field">
              <span>{t("change.stockpile.covers")}</span>
              <input
                type="number"
                min={1}
                max={100}
                value={Number(one.covers)}
                onInput={(event) => event.currentTarget.value !== "" && turn(index, { covers: event.currentTarget.valueAsNumber }, true)}
                onChange={onRest}
              />
            </label>
            <button type="button" class="quiet" aria-label={t("change.remove.of", { what: title })} onClick={() => put(list.filter((_, place) => place !== index))}>
              {t("change.remove")}
            </button>
          </fieldset>
        );
      })}
      <button type="button" class="quiet" onClick={() => put([...list, { by: [by], covers: 25 }])}>
        {t("change.stockpile.add")}
      </button>
    </>
  );
}
