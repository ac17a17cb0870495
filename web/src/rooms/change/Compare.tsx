// Scenarios side by side: what each does to its parties and to those that it hits most, and what differs between them.

import type { Arguments } from "../../api";
import { Busy } from "../../components/Busy";
import { type Column as Head, DataTable } from "../../components/DataTable";
import { Failure } from "../../components/Failure";
import { Downloads } from "../../components/Downloads";
import { Same } from "../../components/Same";
import { useNames } from "../../labels";
import { figuresOf, useNumbers } from "../../numbers";
import { EN, type Key, useText } from "../../texts";
import { Bars } from "./Bars";
import { Certainty } from "./Certainty";
import { beside, type Column, exchanged, gone, MOST, NAMES, type Options } from "./columns";
import { byCountry, type Difference, inputs, leading, type Outcome, outcomes } from "./compare";
import { OptionsForm } from "./OptionsForm";
import { KINDS } from "./scenario";
import type { Solved } from "./solve";
import type { Spoken } from "./spoken";

interface Props {
  columns: readonly Column[];
  spoken: readonly Spoken[];
  solved: readonly Solved[];
  parties: readonly string[];
  variable: string;
  time: string;
  country: string;
  onLink: (changes: Record<string, string>) => void;
  onCountry: (code: string) => void;
}

const LEADING = 8;
const letter = (place: number) => String.fromCharCode(64 + place);

export function Compare(props: Props) {
  const { columns, spoken, solved, parties, variable, time, country, onLink } = props;
  const t = useText();
  const names = useNames();
  const n = useNumbers();
  const full = columns.length >= MOST;
  const answers = solved.map((one) => one.shown?.answer ?? null);
  const tables = answers.map((one) => byCountry(one, variable, time));
  const shown = leading(tables, [...new Set([...parties, country])], LEADING);
  const rows = outcomes(answers, variable, shown, time);
  const changed = inputs(columns.map(({ options }, place) => ({ scenario: spoken[place]?.scenario ?? null, options })), answers);
  const label = answers.map((one) => one?.variables[variable]).find(Boolean)?.short ?? variable;
  const values = rows.flatMap((row) => row.values.filter((one) => one !== null));
  const ends = [Math.min(0, ...values), Math.max(0, ...values)] as const;
  const titled = (place: number) => `${letter(columns[place]?.place ?? 1)}`;
  const wide: Head<Outcome>[] = [
    { key: "country", head: t("col.country"), value: (row) => names.country(row.country) },
    ...columns.map((_, place) => ({ key: `v${place}`, head: titled(place), unit: (row: Outcome) => row.unit, value: (row: Outcome) => row.values[place] })),
    ...columns.slice(1).map((_, index) => ({
      key: `d${index}`,
      head: t("change.compare.difference", { one: titled(index + 1), other: titled(0) }),
      unit: (row: Outcome) => row.unit,
      value: (row: Outcome) => row.differences[index + 1],
      cell: (row: Outcome) => {
        const value = row.differences[index + 1];
        if (value == null) return <i class="missing">{t("table.missing")}</i>;
        return row.unit === "percent" ? t("change.unit.points", { value: n.points(value / 100, figuresOf(value)) }) : n.of(value, row.unit);
      },
    })),
  ];
  return (
    <div class="compare">
      <div class="row">
        <button type="button" disabled={full} onClick={() => onLink(beside([...columns], false) ?? {})}>
          {t("change.compare.keep")}
        </button>
        <button type="button" disabled={full} onClick={() => onLink(beside([...columns], true) ?? {})}>
          {t("change.compare.same")}
        </button>
      </div>
      {full && <p class="hint">{t("change.compare.full", { most: MOST })}</p>}
      {columns.length === 1 && <p>{t("change.compare.none")}</p>}
      <div class="columns">
        {columns.map((column, place) => (
          <One key={column.place} {...props} place={place} column={column} label={label} named={shown} ends={ends} />
        ))}
      </div>
      {columns.length > 1 && (
        <>
          <Inputs rows={changed} heads={columns.map((_, place) => titled(place))} />
          <DataTable caption={t("change.compare.outcomes", { what: label })} columns={wide} rows={rows} keyOf={(row) => row.country} />
        </>
      )}
    </div>
  );
}

interface OneProps extends Props {
  place: number;
  column: Column;
  label: string;
  named: readonly string[];
  ends: readonly [number, number];
}

function One({ place, column, columns, spoken, solved, parties, variable, time, country, label, named, ends, onLink, onCountry }: OneProps) {
  const t = useText();
  const said = spoken[place];
  const held = solved[place];
  const answer = held?.shown?.answer ?? null;
  const items = [...byCountry(answer, variable, time).values()].filter((one) => named.includes(one.country ?? ""));
  const suffix = column.place === 1 ? "" : String(column.place);
  const turn = (options: Options) => onLink(Object.fromEntries(Object.entries(options).map(([name, value]) => [name + suffix, value ?? ""])));
  const set = NAMES.filter((name) => column.options[name]);
  return (
    <section class="column" aria-label={t("change.compare.column", { letter: letter(column.place) })}>
      <h2>
        {letter(column.place)} {said?.reply?.title ?? said?.scenario?.title ?? ""}
      </h2>
      {column.same && <p class="hint">{t("change.compare.follows")}</p>}
      <p class="hint">{set.map((name) => `${t(`change.option.${name}` as Key)}: ${column.options[name]}`).join("; ")}</p>
      <Failure fault={said?.fault ?? held?.failure ?? null} />
      <Busy busy={held?.busy ?? false} stop={held?.stop} stale={held?.stale} />
      {held?.stale && <span class="badge">{t("change.stale")}</span>}
      {held?.shown?.firstOrder && <span class="badge">{t("change.first")}</span>}
      <div class={held?.stale ? "old" : undefined}>
        {answer && <Bars label={`${letter(column.place)}: ${label}`} items={items} parties={parties} chosen={country} onPick={onCountry} ends={ends} />}
        <Certainty answer={answer} />
        {held?.shown && !held.shown.firstOrder && <Downloads question="simulate" args={held.shown.args} chart="welfare" />}
        <Same answer={answer} />
      </div>
      <details>
        <summary>{t("change.options")}</summary>
        <OptionsForm scenario={said?.scenario ?? null} options={column.options} onChange={turn} />
      </details>
      {column.place > 1 && (
        <div class="row">
          <button type="button" class="quiet" onClick={() => onLink(exchanged([...columns], column.place))}>
            {t("change.compare.edit")}
          </button>
          <button type="button" class="quiet" onClick={() => onLink(gone(column.place))}>
            {t("change.remove")}
          </button>
        </div>
      )}
    </section>
  );
}

function Inputs({ rows, heads }: { rows: readonly Difference[]; heads: readonly string[] }) {
  const t = useText();
  const keyed = (kind: string, key: string) => {
    if (key === "sectors" || key === "direction" || key === "kind") return t(`change.${key}`);
    const kinds = [kind, ...KINDS]; // a key that another column's kind has is called as there
    const named = kinds.flatMap((one) => [`change.side.${one}.${key}`, `change.amount.${one}.${key}`]).find((one) => one in EN);
    return named ? t(named as Key) : key;
  };
  const what = ({ part, index, key, kind = "" }: Difference) => {
    if (part === "option") return t(`change.option.${key}` as Key);
    if (part === "data") return t(`change.data.${key}` as Key);
    if (part === "groups" || part === "theta") return `${part}.${key}`;
    const head = { shocks: "change.shock", retaliation: "change.retaliation.one", stockpiles: "change.stockpile" } as const;
    return `${t(head[part], { number: index + 1 })}: ${keyed(kind, key)}`;
  };
  const shownOf = ({ part, key }: Difference, value: string) => {
    const named = `change.${key}.${value}`;
    return (key === "kind" || key === "direction" || part === "option") && named in EN ? t(named as Key) : value || "–";
  };
  const columns: Head<Difference>[] = [
    { key: "what", head: t("change.compare.input"), value: what },
    ...heads.map((head, place) => ({ key: `v${place}`, head, value: (row: Difference) => shownOf(row, row.values[place] ?? "") })),
  ];
  if (!rows.length) return <p>{t("change.compare.alike")}</p>;
  return <DataTable caption={t("change.compare.inputs")} columns={columns} rows={rows} keyOf={(row) => `${row.part}${row.index}${row.key}`} most={40} />;
}

export const argumentsOf = (column: Column, variables: string): Arguments => ({
  scenario: column.scenario,
  ...column.options,
  ...(variables && { variables }),
});
