// An agreement by clicking: its parties, what it frees, how deep it is, over how many years.

import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { Combo } from "../../components/Combo";
import { PartnersPicker } from "../../components/PartnersPicker";
import { Slider } from "../../components/Slider";
import { useLabels, useNames } from "../../labels";
import { useText } from "../../texts";
import { namesOf } from "../change/OptionsForm";
import { SectorsPicker } from "../change/pickers";
import { Line, Pick } from "../record/Pick";
import { statusOf } from "./Held";
import { phased, type Schedule, schedule } from "./phases";
import { among, type Entry, type Known, STATUSES } from "./register";
import { agreementOf, type Asking, named, NO_DRAWS } from "./state";

const DEEPEST = 7;
const MOST_YEARS = 50;
const SLIDER_YEARS = 20;
const DRAWS = [NO_DRAWS, "40", "200"];
const HORIZONS = ["", "short", "medium", "long"] as const;

interface Props {
  asking: Asking;
  all: readonly Entry[];
  known: readonly Known[];
  /** Those whom the agreement binds, as countries. */
  parties: readonly string[];
  onChange: (changes: Record<string, string>, moving?: boolean) => void;
  onRest: () => void;
}

const listed = (text: string) => text.split(",").filter(Boolean);

export function Form(props: Props) {
  const t = useText();
  const labels = useLabels();
  const { asking, onChange } = props;
  const { of } = asking;
  const put = (name: string) => (value: string) => onChange({ [name]: value });
  return (
    <form class="agreement-form" onSubmit={(event) => event.preventDefault()} aria-label={t("agreements.make.form")}>
      <Parties {...props} />
      <Part title={t("agreements.tariffs")}>
        <p class="hint">{t("agreements.tariffs.hint")}</p>
        <SectorsPicker label={t("agreements.sectors")} empty={t("agreements.sectors.all")} value={listed(of("sectors"))} onChange={(words) => onChange({ sectors: words.join(",") })} />
        <SectorsPicker label={t("agreements.exclude")} empty={t("agreements.exclude.none")} value={listed(of("exclude"))} onChange={(words) => onChange({ exclude: words.join(",") })} />
        <Pick
          label={t("agreements.before")}
          value={of("tariffs")}
          options={["", ...new Set([...namesOf(labels?.tariffs), of("tariffs")].filter(Boolean))].map((value) => ({ value, text: value || t("agreements.usual") }))}
          onPick={put("tariffs")}
        />
      </Part>
      <Depth {...props} />
      <Phases {...props} />
      <Part title={t("agreements.how")}>
        <Pick
          label={t("agreements.draws")}
          value={of("draws") || NO_DRAWS}
          options={[...new Set([...DRAWS, of("draws") || NO_DRAWS])].map((value) => ({
            value,
            text: value === NO_DRAWS ? t("agreements.draws.none") : t("agreements.draws.some", { count: value }),
          }))}
          onPick={put("draws")}
        />
        <Pick
          label={t("agreements.horizon")}
          value={of("horizon")}
          options={HORIZONS.map((value) => ({ value, text: t(`agreements.horizon.${value || "usual"}`) }))}
          onPick={put("horizon")}
        />
      </Part>
    </form>
  );
}

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <fieldset class="part">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

/** Whom it binds: an agreement of the register, or parties one by one. */
function Parties({ asking, all, known, parties, onChange }: Props) {
  const t = useText();
  const names = useNames();
  const { of } = asking;
  const agreement = agreementOf(of);
  const held = known.find((one) => one.name.toLowerCase() === agreement.toLowerCase());
  const options = useMemo(
    () =>
      [...known]
        .sort((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status) || a.name.localeCompare(b.name))
        .map(({ name, status, parties: whom }) => ({
          value: name,
          text: names.agreement(name),
          also: [name, ...whom].join(" "),
          words: whom.map((one) => names.country(one)),
          detail: t("agreements.register.parties", { status: statusOf(t, status), count: whom.length }),
          section: statusOf(t, status),
        })),
    [known, names.country("KOR"), names.agreement("China-Japan-Korea")],
  );
  const bound = among(all, parties);
  const put = (codes: readonly string[]) => onChange({ agreement: codes.join(",") || "-" });
  const one = named(agreement).filter((word) => word !== "-");
  return (
    <Part title={t("agreements.parties")}>
      <Combo label={t("agreements.register")} value={held?.name ?? ""} options={options} hint={t("agreements.register.hint")} onPick={(name) => onChange({ agreement: name })} />
      {held ? (
        <div class="agreement-whom">
          <p>
            {t("agreements.parties.of", { name: names.agreement(held.name) })}: {held.parties.map((code) => names.country(code)).join(", ")}
          </p>
          <button type="button" class="quiet" onClick={() => put(held.parties)}>
            {t("agreements.parties.own")}
          </button>
          <p class="hint">{t("agreements.parties.own.hint")}</p>
        </div>
      ) : (
        <PartnersPicker label={t("agreements.parties")} empty={t("agreements.parties.first")} value={one} onChange={put} />
      )}
      <label class="check">
        <input type="checkbox" checked={of("without_absent") === "true"} onChange={(event) => onChange({ without_absent: event.currentTarget.checked ? "true" : "" })} />
        <span>{t("agreements.without_absent")}</span>
      </label>
      {parties.length > 1 && all.length > 0 && (
        <div class="agreement-bound">
          <h3>{t("agreements.bound")}</h3>
          {bound.length ? (
            <ul>
              {bound.slice(0, 8).map((line) => (
                <li key={line.agreement}>{t("agreements.bound.line", { name: names.agreement(line.agreement), since: line.since, pairs: line.pairs })}</li>
              ))}
            </ul>
          ) : (
            <p class="hint">{t("agreements.bound.none")}</p>
          )}
        </div>
      )}
    </Part>
  );
}

function Depth({ asking, onChange, onRest }: Props) {
  const t = useText();
  const { of } = asking;
  const only = of("tariffs_only") === "true";
  const said = of("depth");
  return (
    <Part title={t("agreements.beyond")}>
      <label class="check">
        <input type="checkbox" checked={only} onChange={(event) => onChange({ tariffs_only: event.currentTarget.checked ? "true" : "" })} />
        <span>{t("agreements.tariffs_only")}</span>
      </label>
      {!only && (
        <>
          <label class="check">
            <input type="checkbox" checked={said !== ""} onChange={(event) => onChange({ depth: event.currentTarget.checked ? String(DEEPEST) : "" })} />
            <span>{t("agreements.depth.say")}</span>
          </label>
          {said === "" ? (
            <p class="hint">{t("agreements.depth.own_or_deepest")}</p>
          ) : (
            <Slider
              label={t("agreements.depth.level")}
              value={Number(said)}
              min={0}
              max={DEEPEST}
              text={t("agreements.depth.of", { depth: said })}
              onInput={(value) => onChange({ depth: String(value) }, true)}
              onChange={onRest}
            />
          )}
          <Line label={t("agreements.from_depth")} value={of("from_depth")} placeholder={t("agreements.from_depth.register")} onDone={(value) => onChange({ from_depth: value })} />
          <Line label={t("agreements.depth_effect")} value={of("depth_effect")} placeholder={t("agreements.depth_effect.usual")} onDone={(value) => onChange({ depth_effect: value })} />
        </>
      )}
    </Part>
  );
}

function Phases({ asking, onChange, onRest }: Props) {
  const t = useText();
  const labels = useLabels();
  const names = useNames();
  const text = asking.of("phase");
  const held = schedule(text);
  const put = (next: Schedule, moving = false) => onChange({ phase: phased(next), at: "" }, moving);
  const options = useMemo(
    () => [...(labels?.sector_groups ?? []), ...(labels?.sectors ?? [])].map(({ code, name, words }) => ({ value: code, text: name || code, also: code, words, detail: code })),
    [labels],
  );
  const spoken = (years: number) => (years ? t("agreements.phases.years", { count: years }) : t("agreements.phases.once"));
  if (!held)
    return (
      <Part title={t("agreements.phases")}>
        <Line label={t("agreements.phases.typed")} value={text} onDone={(value) => onChange({ phase: value, at: "" })} />
      </Part>
    );
  const most = (years: number) => (years > SLIDER_YEARS ? MOST_YEARS : SLIDER_YEARS);
  const turned = (sector: string, years: number) => ({ ...held, of: held.of.map((one) => (one.sector === sector ? { sector, years } : one)) });
  return (
    <Part title={t("agreements.phases")}>
      <Slider
        label={t("agreements.phases.all")}
        value={held.years}
        min={0}
        max={most(held.years)}
        text={spoken(held.years)}
        onInput={(years) => put({ ...held, years }, true)}
        onChange={onRest}
      />
      {held.of.map(({ sector, years }) => (
        <div class="agreement-phase" key={sector}>
          <Slider
            label={t("agreements.phases.of", { name: names.sector(sector) })}
            value={years}
            min={0}
            max={most(years)}
            text={spoken(years)}
            onInput={(next) => put(turned(sector, next), true)}
            onChange={onRest}
          />
          <button type="button" class="quiet" aria-label={t("partners.remove", { name: names.sector(sector) })} onClick={() => put({ ...held, of: held.of.filter((one) => one.sector !== sector) })}>
            ×
          </button>
        </div>
      ))}
      <Combo
        label={t("agreements.phases.other")}
        value=""
        adding
        placeholder={t("agreements.phases.add")}
        options={options.filter((option) => !held.of.some((one) => one.sector === option.value))}
        onPick={(sector) => put({ ...held, of: [...held.of, { sector, years: Math.min(MOST_YEARS, Math.max(2 * held.years, 10)) }] })}
      />
      <p class="hint">{t("agreements.phases.hint")}</p>
    </Part>
  );
}
