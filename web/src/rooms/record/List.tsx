// The ledger: whether it holds, what stands in it, and what in it pulls apart.

import { type Column, DataTable } from "../../components/DataTable";
import { Failure } from "../../components/Failure";
import { useNames } from "../../labels";
import { type Key, useText } from "../../texts";
import { type Ledger, listPath, pairs, type Row, useGot } from "./book";
import { Line, Pick } from "./Pick";
import { Place, Statement, useCountries } from "./Statement";
import type { Asking } from "./state";
import { Pairs } from "./Timeline";

export function List({ asking, ledger }: { asking: Asking; ledger: Ledger | null }) {
  const t = useText();
  const places = useCountries();
  const { of, id, set } = asking;
  const args = { country: of("who"), on: of("who") && of("with"), topic: of("topic"), since: of("since") };
  const whole = ledger?.whole ?? false;
  const { got, fault } = useGot<{ records: Row[]; warnings: string[] }>(whole ? listPath(args) : "");
  const { got: apart } = useGot<{ records: Row[] }>(whole ? listPath({ apart: "true" }) : "");
  const rows = got?.records ?? [];
  const shown = new Set(rows.map((row) => row.id));
  const opposed = pairs(apart?.records ?? [], (row) => row.contradicts?.split(",") ?? []).filter(([one, other]) => shown.has(one.id) || shown.has(other.id));
  const open = (one: string) => set({ id: one }, { push: true });
  const columns: Column<Row>[] = [
    { key: "day", head: t("record.day"), value: (row) => row.day },
    { key: "who", head: t("record.who"), value: (row) => [row.speaker, row.office, places(row.country)].filter(Boolean).join(", ") || t("record.unresolved") },
    { key: "to", head: t("record.to"), value: (row) => places(row.partner) },
    { key: "topic", head: t("record.topic"), value: (row) => row.topic && t(`record.topic.${row.topic}` as Key) },
    {
      key: "quote",
      head: t("record.words"),
      value: (row) => row.quote ?? row.note ?? row.event_type,
      cell: (row) => (
        <>
          {row.quote ? <q>{row.quote}</q> : [row.event_type, row.note].filter(Boolean).join(": ")}
          {row.verbatim === false && <em class="tag">{t("record.tag.not_verbatim")}</em>}
          {row.commitment && <em class="tag">{t("record.tag.promise", { what: row.commitment })}</em>}
          {row.contradicts && <em class="tag">{t("record.tag.apart")}</em>}
        </>
      ),
    },
    {
      key: "source",
      head: t("record.source"),
      value: (row) => row.outlet ?? row.address,
      cell: (row) => (
        <>
          {row.outlet} <Place address={row.address} />
        </>
      ),
    },
  ];
  return (
    <>
      {ledger && <Verified ledger={ledger} />}
      {whole && ledger && <Filters asking={asking} ledger={ledger} />}
      <Failure fault={fault} />
      {id && whole && <Statement id={id} onOpen={open} />}
      {got && (
        <section aria-label={t("record.ledger")}>
          <DataTable
            caption={t("record.list", { count: rows.length, name: ledger?.name ?? "" })}
            columns={columns}
            rows={rows}
            keyOf={(row) => row.id}
            onPick={(row) => open(row.id)}
            isChosen={(row) => row.id === id}
            sort={{ key: "day", direction: "descending" }}
          />
          {got.warnings.map((one) => (
            <p key={one} class="hint">
              {one}
            </p>
          ))}
        </section>
      )}
      <Pairs pairs={opposed.map(([one, other]) => [one.id, other.id])} onOpen={open} />
    </>
  );
}

function Filters({ asking: { of, set }, ledger }: { asking: Asking; ledger: Ledger }) {
  const t = useText();
  const names = useNames();
  const put = (name: string) => (value: string) => set({ [name]: value, id: "" }, { push: true });
  const all = { value: "", text: t("record.all") };
  const countries = (ledger.countries ?? []).map((value) => ({ value, text: names.country(value) })).sort((a, b) => a.text.localeCompare(b.text));
  return (
    <form class="record-controls" onSubmit={(event) => event.preventDefault()} aria-label={t("record.filter")}>
      <Pick label={t("country")} value={of("who")} options={[all, ...countries]} onPick={(value) => set({ who: value, with: "", id: "" }, { push: true })} />
      {of("who") && (
        <Pick label={t("record.with")} value={of("with")} options={[all, ...countries.filter((one) => one.value !== of("who"))]} onPick={put("with")} />
      )}
      <Pick
        label={t("record.topic")}
        value={of("topic")}
        options={[all, ...ledger.topics.map((value) => ({ value, text: t(`record.topic.${value}` as Key) }))]}
        onPick={put("topic")}
      />
      <Line label={t("record.since")} value={of("since")} placeholder="2014, 2014-07" onDone={put("since")} />
    </form>
  );
}

/** Say whether the ledger holds, with the hash to lodge elsewhere. */
function Verified({ ledger }: { ledger: Ledger }) {
  const t = useText();
  if (ledger.kind === "new") return null;
  const unchecked = (ledger.quotes ?? 0) - (ledger.quotes_checked ?? 0);
  return (
    <section class="record-state" aria-labelledby="holds">
      <h2 id="holds">{t("record.verify")}</h2>
      {ledger.fault ? (
        <>
          <p class="fault">{t("record.broken")}</p>
          <Failure fault={ledger.fault} />
        </>
      ) : (
        <>
          <p>
            {t("record.whole", { lines: ledger.lines ?? 0, checked: ledger.quotes_checked ?? 0, quotes: ledger.quotes ?? 0 })}
            {unchecked > 0 && ` ${t("record.whole.unchecked", { count: unchecked, sources: (ledger.sources ?? 0) - (ledger.sources_kept ?? 0) })}`}
            {Boolean(ledger.torn) && ` ${t("record.torn", { bytes: ledger.torn ?? 0 })}`}
          </p>
          {ledger.disputed?.map(([old = "", ...news]) => (
            <p key={old}>{t("record.disputed", { old: old.slice(0, 8), news: news.map((one) => one.slice(0, 8)).join(", ") })}</p>
          ))}
          <p>
            {t("record.head")} <code class="hash">{ledger.head}</code>
          </p>
          <p class="hint">{t("record.head.why")}</p>
        </>
      )}
    </section>
  );
}
