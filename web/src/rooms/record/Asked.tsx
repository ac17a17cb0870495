// Two questions that a ledger answers: where a formula was used, and what became of promises.

import type { ComponentChildren } from "preact";
import { useAnswer } from "../../answers";
import type { Arguments, Item } from "../../api";
import { Apparatus } from "../../components/Apparatus";
import { Busy } from "../../components/Busy";
import { type Column, DataTable } from "../../components/DataTable";
import { Failure } from "../../components/Failure";
import { useNames } from "../../labels";
import { useNumbers } from "../../numbers";
import { type Key, useText } from "../../texts";
import { cited, type Ledger, listPath, type Row, useGot } from "./book";
import { Line, Pick } from "./Pick";
import { Statement, useCountries } from "./Statement";
import type { Asking } from "./state";

interface Props {
  asking: Asking;
  ledger: Ledger | null;
}

interface Found {
  row: Row | undefined;
  item: Item;
  /** The other numbers of the same entry. */
  of: (indicator: string) => number | null;
}

/** Bring the numbers of each record together, with the record itself. */
function entries(records: readonly Item[], rows: readonly Row[], first: string): Found[] {
  const own = records.filter((one) => one.indicator === first);
  return own.map((item) => {
    const id = cited(item.source ?? "");
    const mine = records.filter((one) => cited(one.source ?? "") === id);
    const of = (name: string) => {
      const value = mine.find((one) => one.indicator === name)?.value;
      return typeof value === "number" ? value : null;
    };
    return { row: rows.find((one) => id && one.id.startsWith(id)), item, of };
  });
}

interface PartProps extends Props {
  question: string;
  args: Arguments | null;
  first: string;
  columns: Column<Found>[];
  caption: string;
  children: ComponentChildren;
}

function Part({ asking, ledger, question, args, first, columns, caption, children }: PartProps) {
  const t = useText();
  const { answer, failure, busy, progress, stale, stop } = useAnswer(question, ledger?.whole ? args : null, { said: true });
  const { got } = useGot<{ records: Row[] }>(ledger?.whole && args ? listPath({}) : "");
  const open = (one: string) => asking.set({ id: one }, { push: true });
  const found = args && answer && got ? entries(answer.records, got.records, first) : [];
  const places = useCountries();
  const shared: Column<Found>[] = [
    { key: "day", head: t("record.day"), value: ({ row, item }) => row?.day ?? item.year },
    { key: "who", head: t("record.who"), value: ({ row, item }) => [row?.speaker, row?.office, places(item.country)].filter(Boolean).join(", ") },
    { key: "to", head: t("record.to"), value: ({ item }) => places(item.partner) },
    { key: "quote", head: t("record.words"), value: ({ row }) => row?.quote, cell: ({ row }) => <q>{row?.quote}</q> },
  ];
  return (
    <>
      {children}
      <Failure fault={ledger?.fault ?? (args ? failure : null)} />
      <Busy busy={busy} progress={progress} stop={stop} stale={stale} />
      {args && answer && (
        <section data-stale={stale || undefined}>
          {answer.sentences.map((one) => (
            <p key={one.text} class="sentence">
              {one.text}
            </p>
          ))}
          {found.length > 0 ? (
            <DataTable
              caption={caption}
              columns={[...shared, ...columns]}
              rows={found}
              keyOf={({ row }, place) => row?.id ?? String(place)}
              onPick={({ row }) => row && open(row.id)}
              isChosen={({ row }) => row?.id === asking.id}
              sort={{ key: "day", direction: "ascending" }}
            />
          ) : (
            got && <p class="hint">{t("record.found.none")}</p>
          )}
        </section>
      )}
      {asking.id && <Statement id={asking.id} onOpen={open} />}
      {args && answer && <Apparatus answer={answer} question={question} args={args} />}
    </>
  );
}

export function Phrase({ asking, ledger }: Props) {
  const t = useText();
  const n = useNumbers();
  const { of, set } = asking;
  const put = (name: string) => (value: string) => set({ [name]: value, id: "" }, { push: true });
  const words = of("words");
  const kept = of("kept");
  const columns: Column<Found>[] = [
    { key: "kept", head: t("record.kept"), value: (row) => row.of("phrase_kept"), unit: "share" },
    { key: "gap", head: t("record.gap"), value: (row) => row.of("phrase_gap"), cell: (row) => (row.of("phrase_gap") === null ? t("record.first") : n.plain(row.of("phrase_gap") ?? 0)) },
  ];
  return (
    <Part
      asking={asking}
      ledger={ledger}
      question="phrase"
      args={words ? { words, ...(kept && { kept }) } : null}
      first="phrase_kept"
      columns={columns}
      caption={t("record.phrase.caption", { words })}
    >
      <form class="record-controls" onSubmit={(event) => event.preventDefault()} aria-label={t("record.view.phrase")}>
        <Line label={t("record.formula")} value={words} placeholder="stable and consistent" onDone={put("words")} />
        <Pick
          label={t("record.kept.share")}
          value={kept}
          options={[
            { value: "", text: t("record.kept.some") },
            { value: "1", text: t("record.kept.all") },
          ]}
          onPick={put("kept")}
        />
      </form>
      {!words && <p class="hint">{t("record.phrase.how")}</p>}
    </Part>
  );
}

const VERDICT = /^(kept|broken|not yet|so already|can't be told)\b/;

export function Promises({ asking, ledger }: Props) {
  const t = useText();
  const names = useNames();
  const { of, set } = asking;
  const countries = ledger?.countries ?? [];
  const country = of("who") || countries[0] || "";
  const verdict = ({ item }: Found) => {
    const [, word = ""] = VERDICT.exec(item.source ?? "") ?? [];
    return word ? t(`record.verdict.${word.replace(/\W+/g, "_")}` as Key) : "";
  };
  const columns: Column<Found>[] = [
    { key: "promise", head: t("record.indicator"), value: ({ row, item }) => row?.commitment ?? item.variable, cell: ({ row, item }) => <code>{row?.commitment ?? item.variable}</code> },
    { key: "verdict", head: t("record.verdict"), value: verdict, cell: (row) => <strong>{verdict(row)}</strong> },
  ];
  return (
    <Part
      asking={asking}
      ledger={ledger}
      question="commitments"
      args={country ? { country } : null}
      first="commitment_kept"
      columns={columns}
      caption={t("record.promises.caption", { country: names.country(country) })}
    >
      <form class="record-controls" onSubmit={(event) => event.preventDefault()} aria-label={t("record.view.promises")}>
        <Pick
          label={t("country")}
          value={country}
          options={countries.map((value) => ({ value, text: names.country(value) }))}
          onPick={(value) => set({ who: value, id: "" }, { push: true })}
        />
      </form>
      <p class="hint">{t("record.promises.how")}</p>
    </Part>
  );
}
