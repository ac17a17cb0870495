// A case by clicking: whose brief it is, on whom, in which language, at what risk, with which scenarios, talks and record.

import { useId } from "preact/hooks";
import { CountryPicker } from "../../components/CountryPicker";
import { PartnersPicker } from "../../components/PartnersPicker";
import { PeriodPicker } from "../../components/PeriodPicker";
import { Slider } from "../../components/Slider";
import { useNumbers } from "../../numbers";
import { LANGUAGES, useText } from "../../texts";
import { Line, Pick } from "../record/Pick";
import { type Case, DRAWS, edited, listed, type Own, replaced } from "./case";
import type { Named, Offered } from "./spoken";

interface Props {
  held: Case;
  offered: Offered | null;
  onChange: (held: Case, moving?: boolean) => void;
  onRest: () => void;
}

const DRAWN = [0, DRAWS, 100];
/** Per mille of the slider for the probability of a rupture in a year. */
const MOST = 200;

export function Form(props: Props) {
  const t = useText();
  const { held, onChange } = props;
  const put = (changes: Partial<Case>) => onChange(edited(held, changes));
  const powers = listed(held.powers);
  return (
    <form class="brief-form" onSubmit={(event) => event.preventDefault()} aria-label={t("brief.form")}>
      <CountryPicker value={held.country} without={powers} onChange={(country) => put({ country })} />
      <PartnersPicker label={t("brief.powers")} empty={t("brief.powers.first")} value={powers} without={[held.country]} onChange={(codes) => put({ powers: codes })} />
      <p class="hint">{t("brief.powers.hint")}</p>
      <Pick
        label={t("brief.language")}
        value={held.language ?? "en"}
        options={Object.entries(LANGUAGES).map(([value, text]) => ({ value, text }))}
        onPick={(word) => put({ language: word })}
      />
      <Pick
        label={t("brief.draws")}
        value={String(held.draws ?? DRAWS)}
        options={[...new Set([...DRAWN, held.draws ?? DRAWS])].map((count) => ({ value: String(count), text: count ? t("brief.draws.some", { count }) : t("brief.draws.none") }))}
        onPick={(count) => put({ draws: Number(count) })}
      />
      <PeriodPicker
        year={held.year === undefined ? "" : String(held.year)}
        source={held.source ?? ""}
        onChange={({ year, source }) => put({ year: year ? Number(year) : undefined, source })}
      />
      <Line label={t("brief.title")} value={held.title ?? ""} placeholder={t("brief.title.usual")} onDone={(title) => put({ title })} />
      <Risk {...props} />
      <Scenarios {...props} />
      <Talks {...props} />
      <Record {...props} />
      {held.sentences?.length ? <p class="hint">{t("brief.sentences", { count: held.sentences.length })}</p> : null}
      {held.weights ? <p class="hint">{t("brief.weights")}</p> : null}
    </form>
  );
}

function Risk({ held, onChange, onRest }: Props) {
  const t = useText();
  const n = useNumbers();
  const { risk } = held;
  const [against = ""] = listed(risk?.against);
  const put = (next: Case["risk"], moving = false) => onChange(edited(held, { risk: next }), moving);
  const started = () => ({ against: listed(held.powers).at(-1) ?? "CHN", probability: 0.02 });
  return (
    <fieldset class="part">
      <legend>{t("brief.risk")}</legend>
      <label class="check">
        <input type="checkbox" checked={risk !== undefined} onChange={(event) => put(event.currentTarget.checked ? started() : undefined)} />
        <span>{t("brief.risk.state")}</span>
      </label>
      {risk && (
        <>
          <CountryPicker label={t("brief.risk.against")} groups value={against} without={[held.country]} onChange={(code) => put({ ...risk, against: code })} />
          <Slider
            label={t("brief.risk.probability")}
            value={Math.round(1000 * risk.probability)}
            min={1}
            max={Math.max(MOST, Math.round(1000 * risk.probability))}
            text={n.share(risk.probability, 1)}
            onInput={(value) => put({ ...risk, probability: value / 1000 }, true)}
            onChange={onRest}
          />
          <p class="hint">{t("brief.risk.hint")}</p>
        </>
      )}
    </fieldset>
  );
}

const OWN = "";

function Scenarios({ held, offered, onChange }: Props) {
  const t = useText();
  const list = held.scenarios ?? [];
  const put = (scenarios: Own[]) => onChange(edited(held, { scenarios }));
  const began = `embargo 90 % between ${held.country} and ${listed(held.powers).at(-1) ?? "CHN"}`;
  const options = [{ value: OWN, text: t("brief.scenario.own") }, ...files(offered?.scenarios ?? [], list.map((one) => one.file))];
  return (
    <fieldset class="part">
      <legend>{t("brief.scenarios")}</legend>
      {list.map((one, place) => {
        const title = t("brief.scenario", { number: place + 1 });
        return (
          <div class="brief-entry" key={place} role="group" aria-label={title}>
            <Pick label={title} value={one.file ?? OWN} options={options} onPick={(file) => put(replaced(list, place, file ? { file } : { change: began }))} />
            <Remove what={title} onRemove={() => put(replaced(list, place, null))} />
            {!one.file && <Line label={t("brief.scenario.line")} value={one.change ?? ""} placeholder={began} onDone={(change) => put(replaced(list, place, { change }))} />}
          </div>
        );
      })}
      <button type="button" class="quiet" onClick={() => put([...list, { change: began }])}>
        {t("brief.scenario.add")}
      </button>
    </fieldset>
  );
}

/** Give the files of the program as choices, and those that a case names besides. */
function files(known: readonly Named[], named: readonly (string | undefined)[]): { value: string; text: string }[] {
  const own = named.filter((one): one is string => Boolean(one) && !known.some(({ name }) => name === one));
  return [...known.map(({ name, title }) => ({ value: name, text: title || name })), ...[...new Set(own)].map((value) => ({ value, text: value }))];
}

function Talks({ held, offered, onChange }: Props) {
  const t = useText();
  const list = held.talks ?? [];
  const put = (talks: { file: string }[]) => onChange(edited(held, { talks }));
  const known = offered?.talks ?? [];
  const options = files(known, list.map((one) => one.file));
  const left = known.find(({ name }) => !list.some((one) => one.file === name));
  return (
    <fieldset class="part">
      <legend>{t("brief.talks")}</legend>
      {list.map((one, place) => {
        const title = t("brief.talk", { number: place + 1 });
        return (
          <div class="brief-entry" key={place} role="group" aria-label={title}>
            <Pick label={title} value={one.file} options={options} onPick={(file) => put(replaced(list, place, { file }))} />
            <Remove what={title} onRemove={() => put(replaced(list, place, null))} />
          </div>
        );
      })}
      {left && (
        <button type="button" class="quiet" onClick={() => put([...list, { file: left.name }])}>
          {t("brief.talk.add")}
        </button>
      )}
    </fieldset>
  );
}

function Record({ held, offered, onChange }: Props) {
  const t = useText();
  const id = useId();
  const { record } = held;
  const put = (next: Case["record"]) => onChange(edited(held, { record: next }));
  const known = [...new Set([...(offered?.ledgers ?? []), ...(record ? [record.ledger] : [])])];
  const options = [{ value: "", text: t("brief.record.none") }, ...known.map((value) => ({ value, text: value === "example" ? t("brief.record.example") : value }))];
  return (
    <fieldset class="part">
      <legend id={id}>{t("brief.record")}</legend>
      <Pick label={t("brief.ledger")} value={record?.ledger ?? ""} options={options} onPick={(ledger) => put(ledger ? { ...record, ledger } : undefined)} />
      {record && (
        <PartnersPicker
          label={t("brief.record.on")}
          empty={t("brief.record.powers")}
          value={listed(record.on)}
          without={[held.country]}
          onChange={(codes) => put(codes.length ? { ledger: record.ledger, on: codes } : { ledger: record.ledger })}
        />
      )}
    </fieldset>
  );
}

function Remove({ what, onRemove }: { what: string; onRemove: () => void }) {
  const t = useText();
  return (
    <button type="button" class="quiet" aria-label={t("change.remove.of", { what })} onClick={onRemove}>
      {t("change.remove")}
    </button>
  );
}
