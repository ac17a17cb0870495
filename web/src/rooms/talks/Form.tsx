// The negotiation as a form: parties, what is not known, issues with what their levels are worth, and how a cheat is noticed.

import { useNames } from "../../labels";
import { type Key, type Text, useText } from "../../texts";
import { change, type Held, partyAdded, partyRemoved, unknownAdded } from "./document";
import { Add, Check, Choice, Field, type Form } from "./fields";
import { Issues } from "./Issues";
import { at, type Path, type Table } from "./toml";

interface Props {
  text: string;
  held: Held;
  /** Whether its parts are open at first. */
  unfolded: boolean;
  /** The key that the check finds wrong. */
  wrong: string;
  onEdit: (text: string, moving?: boolean) => void;
  /** Go to a place of the text. */
  onGo: (place: number) => void;
}

const WORD = /^[^\W\d_][\w-]*$/u;
const KEY = /^[\p{L}][\p{L}\p{N}_-]*$/u;

/** Say why a name can't be taken. */
export const refusing = (t: Text, taken: readonly string[]) => (name: string) => {
  if (!KEY.test(name) && !WORD.test(name)) return t("talks.name.word");
  return taken.includes(name) ? t("talks.name.taken", { name }) : "";
};

export function Editor({ text, held, unfolded, wrong, onEdit, onGo }: Props) {
  const t = useText();
  const form: Form = { wrong, put: (path, value, moving) => onEdit(change(text, path, value), moving) };
  const of = (...path: Path) => at(held.doc.data, path);
  const part = (key: Key, children: preact.ComponentChildren) => (
    <details class="part" open={unfolded}>
      <summary>{t(key)}</summary>
      <div class="inside">{children}</div>
    </details>
  );
  return (
    <div class="editor">
      <div class="inside">
        <Field form={form} path={["title"]} label={t("talks.title")} value={of("title")} />
        <Field form={form} path={["asks"]} label={t("talks.asks")} value={of("asks")} />
        <div class="row">
          <Field form={form} path={["period"]} label={t("talks.period")} value={of("period")} placeholder="period" />
          <Field form={form} path={["discount"]} label={t("talks.discount.all")} value={of("discount")} number />
        </div>
        <Check checked={of("side_payments") === true} onTurn={(yes) => form.put(["side_payments"], yes || null)}>
          {t("talks.side_payments")}
        </Check>
        <p class="hint">{t("talks.numbers")}</p>
      </div>
      {part("talks.parties", <Parties {...{ text, held, form, onEdit }} />)}
      {part("talks.unknowns", <Unknowns {...{ text, held, form, onEdit }} />)}
      {part("talks.issues", <Issues {...{ text, held, form, onEdit }} />)}
      {part(
        "talks.monitoring",
        <>
          <div class="row">
            <Field form={form} path={["monitoring", "hazard"]} label={t("talks.hazard")} value={of("monitoring", "hazard")} placeholder="0" number />
            <Field form={form} path={["monitoring", "lag"]} label={t("talks.lag")} value={of("monitoring", "lag")} placeholder={of("monitoring", "detection") === undefined ? "1" : ""} number />
            <Field form={form} path={["monitoring", "detection"]} label={t("talks.detection")} value={of("monitoring", "detection")} number />
          </div>
          <Check checked={of("monitoring", "withdrawal") !== false} onTurn={(yes) => form.put(["monitoring", "withdrawal"], yes)}>
            {t("talks.withdrawal")}
          </Check>
        </>,
      )}
      {held.rest.length > 0 && (
        <div class="rest">
          <h3>{t("talks.rest")}</h3>
          <ul>
            {held.rest.map((one) => (
              <li key={one.key}>
                {t(`talks.rest.${one.key}` as Key, { count: one.count })}{" "}
                <button type="button" class="quiet" aria-label={t("talks.rest.go.of", { what: t(`talks.rest.${one.key}` as Key, { count: one.count }) })} onClick={() => onGo(one.start)}>
                  {t("talks.rest.go")}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

export interface PartProps {
  text: string;
  held: Held;
  form: Form;
  onEdit: (text: string, moving?: boolean) => void;
}

/** Give what parties are called, by their keys: their own names, else their countries'. */
export function useCalled(parties: readonly { key: string; table: Table }[]): (key: string) => string {
  const names = useNames();
  const by = new Map(parties.map((one) => [one.key, String(one.table.name || names.country(String(one.table.country || one.key)))]));
  return (key) => by.get(key) ?? key;
}

const AFTER = ["fixed", "stay", "revert"] as const;

function Parties({ text, held, form, onEdit }: PartProps) {
  const t = useText();
  const called = useCalled(held.parties);
  const keys = held.parties.map((one) => one.key);
  return (
    <>
      {held.parties.map(({ key, table }) => {
        const name = called(key);
        const path = (...more: string[]): Path => ["parties", key, ...more];
        const outside = at(table, ["outside"]);
        const plain = outside === undefined || (typeof outside === "object" && !Array.isArray(outside));
        return (
          <fieldset class="card" key={key}>
            <legend>
              {name}
              {name !== key && <small> {key}</small>}
            </legend>
            <div class="row">
              <Field form={form} path={path("name")} label={t("talks.party.name")} value={table.name} placeholder={name} />
              <Field form={form} path={path("country")} label={t("talks.party.country")} value={table.country} placeholder={key} />
              <Field form={form} path={path("discount")} label={t("talks.party.discount")} value={table.discount} number />
            </div>
            {plain ? (
              <div class="row">
                <Choice
                  form={form}
                  path={path("outside", "after")}
                  label={t("talks.party.after")}
                  value={String(at(table, ["outside", "after"]) ?? "fixed")}
                  options={AFTER.map((value) => ({ value, text: t(`talks.after.${value}`) }))}
                  onPick={(value) => form.put(path("outside", "after"), value)}
                />
                <Field form={form} path={path("outside", "value")} label={t("talks.party.value")} value={at(table, ["outside", "value"])} placeholder="0" number />
              </div>
            ) : (
              <p class="hint">{t("talks.party.outside.text")}</p>
            )}
            <details>
              <summary>{t("talks.party.more")}</summary>
              <div class="row">
                <Field form={form} path={path("lag")} label={t("talks.lag")} value={table.lag} number />
                <Field form={form} path={path("detection")} label={t("talks.detection")} value={table.detection} number />
                <Field form={form} path={path("power")} label={t("talks.party.power")} value={table.power} placeholder="1" number />
                {held.engine && <Field form={form} path={path("welfare")} label={t("talks.party.welfare")} value={table.welfare} placeholder="1" number />}
              </div>
            </details>
            <button type="button" class="quiet" aria-label={t("change.remove.of", { what: name })} onClick={() => onEdit(partyRemoved(text, key))}>
              {t("change.remove")}
            </button>
          </fieldset>
        );
      })}
      <Add label={t("talks.party.new")} button={t("talks.party.add")} refuse={refusing(t, keys)} onAdd={(name) => onEdit(partyAdded(text, name))} />
    </>
  );
}

function Unknowns({ text, held, form, onEdit }: PartProps) {
  const t = useText();
  const keys = held.unknowns.map((one) => one.key);
  return (
    <>
      <p class="hint">{t("talks.unknowns.hint")}</p>
      {held.unknowns.map(({ key, table }) => (
        <fieldset class="card" key={key}>
          <legend>
            <code>{key}</code>
          </legend>
          <div class="row">
            <Field form={form} path={["unknown", key, "label"]} label={t("talks.label")} value={table.label} />
            <Field form={form} path={["unknown", key, "range"]} label={t("talks.range")} value={table.range} number />
          </div>
          <button type="button" class="quiet" aria-label={t("change.remove.of", { what: key })} onClick={() => onEdit(change(text, ["unknown", key], null))}>
            {t("change.remove")}
          </button>
        </fieldset>
      ))}
      <Add label={t("talks.unknown.new")} button={t("talks.unknown.add")} refuse={refusing(t, keys)} onAdd={(name) => onEdit(unknownAdded(text, name))} />
    </>
  );
}
