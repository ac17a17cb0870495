// The line of time of two countries: statements above, what was done and is held in common below, and how steady that was.

import { useAnswer } from "../../answers";
import type { Arguments } from "../../api";
import { Apparatus } from "../../components/Apparatus";
import { Busy } from "../../components/Busy";
import { Chart } from "../../components/Chart";
import { CountryPicker } from "../../components/CountryPicker";
import { type Column, DataTable } from "../../components/DataTable";
import { Failure } from "../../components/Failure";
import { useLabels, useNames } from "../../labels";
import { useNumbers } from "../../numbers";
import { type Key, useText } from "../../texts";
import { type Beside, betweenPath, type Ledger, pairs, useGot } from "./book";
import { Pick } from "./Pick";
import { Statement } from "./Statement";
import { type Figure, type Steady, steady } from "./stability";
import { type Asking, DIRECTIONS, DUPLICATES, EVERY, SOURCES } from "./state";

const WORDS = ["every", "direction", "duplicates", "source"] as const;
/** Of the findings, the one on stability stands with its table. */
const STEADY = "steady";

export function Timeline({ asking, ledger }: { asking: Asking; ledger: Ledger | null }) {
  const t = useText();
  const names = useNames();
  const { country, on, id, of, set } = asking;
  const own = Object.fromEntries(WORDS.map((name) => [name, of(name)]).filter(([, word]) => word)) as Arguments;
  const args = on ? { country, on, ...own } : null;
  const { answer, failure, busy, progress, stale, stop } = useAnswer("relations", args, { job: true, said: true });
  const open = (one: string) => set({ id: one }, { push: true });
  const pair = { first: names.country(country), second: names.country(on) };
  return (
    <>
      <Controls asking={asking} />
      <Failure fault={failure} />
      <Busy busy={busy} progress={progress} stop={stop} stale={stale} />
      {answer && args && (
        <section data-stale={stale || undefined}>
          {answer.sentences
            .filter((one) => one.kind !== STEADY)
            .map((one, place) => (
              <p key={one.text} class={place ? "further" : "sentence"}>
                {one.text}
              </p>
            ))}
          {answer.charts.length > 0 && !stale && (
            <div class="plate">
              <h2>{t("record.timeline", pair)}</h2>
              <Chart
                question="relations"
                args={args}
                chart="timeline"
                label={t("record.timeline", pair)}
                records={answer.records}
                onPick={(datum) => typeof datum.id === "string" && open(datum.id)}
              />
            </div>
          )}
        </section>
      )}
      {id && <Statement id={id} onOpen={open} />}
      {answer && (
        <section data-stale={stale || undefined} aria-labelledby="steady">
          <h2 id="steady">{t("record.steady")}</h2>
          <Four rows={steady(answer.records)} />
          {answer.sentences
            .filter((one) => one.kind === STEADY)
            .map((one) => (
              <p key={one.text} class="further">
                {one.text}
              </p>
            ))}
        </section>
      )}
      {on && ledger?.whole && <Said country={country} on={on} ledger={ledger} onOpen={open} chosen={id} pair={pair} />}
      {answer && args && <Apparatus answer={answer} question="relations" args={args} chart="timeline" />}
    </>
  );
}

function Controls({ asking }: { asking: Asking }) {
  const t = useText();
  const labels = useLabels();
  const { country, on, of, set } = asking;
  const held = SOURCES.filter((one) => labels?.datasets.some((set) => set.name === one));
  const put = (name: string) => (value: string) => set({ [name]: value, id: "" }, { push: true });
  const choices = (name: "every" | "direction" | "duplicates", words: readonly string[]) =>
    words.map((value) => ({ value, text: t(`record.${name}.${value}` as Key) }));
  return (
    <form class="record-controls" onSubmit={(event) => event.preventDefault()} aria-label={t("record.controls")}>
      <CountryPicker value={country} onChange={put("country")} without={[on]} accounts={false} />
      <CountryPicker label={t("record.partner")} value={on} onChange={put("on")} without={[country]} accounts={false} />
      <Pick label={t("record.every")} value={of("every") || "month"} options={choices("every", EVERY)} onPick={put("every")} />
      <Pick label={t("record.direction")} value={of("direction") || "both"} options={choices("direction", DIRECTIONS)} onPick={put("direction")} />
      <Pick label={t("record.duplicates")} value={of("duplicates") || "day"} options={choices("duplicates", DUPLICATES)} onPick={put("duplicates")} />
      {(held.length > 1 || of("source")) && (
        <Pick
          label={t("record.events_of")}
          value={of("source") || held[0] || ""}
          options={[...new Set([...held, of("source")])].filter(Boolean).map((value) => ({ value, text: value }))}
          onPick={put("source")}
        />
      )}
      {labels && held.length === 0 && <p class="hint">{t("record.no_events")}</p>}
    </form>
  );
}

function Four({ rows }: { rows: readonly Steady[] }) {
  const t = useText();
  const n = useNumbers();
  if (!rows.length) return <p class="hint">{t("record.steady.none")}</p>;
  const column = (key: "p" | "life" | "ratio" | "shift"): Column<Steady> => ({
    key,
    head: t(`record.${key}`),
    title: t(`record.${key}.what`),
    value: (row) => row[key].value,
    cell: (row) => <Number figure={row[key]} digits={key === "p" ? 4 : 3} />,
  });
  const columns: Column<Steady>[] = [
    { key: "series", head: t("record.series"), value: (row) => t(`record.series.${row.series}` as Key) },
    column("p"),
    column("life"),
    column("ratio"),
    column("shift"),
    {
      key: "breaks",
      head: t("record.breaks"),
      value: (row) => row.breaks.map((one) => one.after).join(),
      cell: (row) => (row.breaks.length ? row.breaks.map((one) => <div key={one.after}>{t("record.break", { ...one })}</div>) : t("record.breaks.none")),
    },
  ];
  return (
    <>
      <DataTable caption={t("record.steady.caption")} columns={columns} rows={rows} keyOf={(row) => row.series} />
      <p class="hint">{t("record.steady.read", { digits: n.share(0.8, 0) })}</p>
    </>
  );
}

function Number({ figure: { value, low, high }, digits }: { figure: Figure; digits: number }) {
  const t = useText();
  const n = useNumbers();
  if (value === null) return <i class="missing">{t("table.missing")}</i>;
  return (
    <>
      {n.plain(value, digits)}
      {low != null && high != null && <span class="bounds"> {t("table.bounds", { low: n.plain(low, 2), high: n.plain(high, 2) })}</span>}
    </>
  );
}

interface SaidProps {
  country: string;
  on: string;
  ledger: Ledger;
  chosen: string;
  pair: Record<"first" | "second", string>;
  onOpen: (id: string) => void;
}

/** What the ledger holds of the two: each sentence opens, also for those who don't see the chart. */
function Said({ country, on, ledger, chosen, pair, onOpen }: SaidProps) {
  const t = useText();
  const names = useNames();
  const { got, fault } = useGot<{ records: Beside[] }>(betweenPath(country, on));
  const rows = got?.records ?? [];
  const places = (codes: string) => codes.split(",").filter(Boolean).map(names.country).join(", ");
  const columns: Column<Beside>[] = [
    { key: "day", head: t("record.day"), value: (row) => row.said_on },
    { key: "who", head: t("record.who"), value: (row) => [row.type === "event" ? "" : row.speaker, places(row.country)].filter(Boolean).join(", ") },
    { key: "to", head: t("record.to"), value: (row) => places(row.partner) },
    { key: "quote", head: t("record.words"), value: (row) => row.quote, cell: (row) => (row.type === "event" ? row.quote : <q>{row.quote}</q>) },
  ];
  return (
    <section aria-labelledby="said">
      <h2 id="said">{t("record.said", pair)}</h2>
      <Failure fault={fault} />
      {got && !rows.length && <p class="hint">{t(ledger.kind === "example" ? "record.said.example" : "record.said.none")}</p>}
      {rows.length > 0 && (
        <DataTable
          caption={t("record.said.caption", { name: ledger.name })}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.id}
          onPick={(row) => onOpen(row.id)}
          isChosen={(row) => row.id === chosen}
          sort={{ key: "day", direction: "descending" }}
        />
      )}
      <Pairs pairs={pairs(rows, (row) => row.contradicts).map(([one, other]) => [one.id, other.id])} onOpen={onOpen} />
    </section>
  );
}

/** Statements that pull apart, beside each other. */
export function Pairs({ pairs, onOpen }: { pairs: readonly (readonly [string, string])[]; onOpen: (id: string) => void }) {
  const t = useText();
  if (!pairs.length) return null;
  return (
    <section aria-labelledby="apart">
      <h3 id="apart">{t("record.apart")}</h3>
      {pairs.map(([one, other]) => (
        <div class="record-pair" key={one + other}>
          <Statement id={one} onOpen={onOpen} small />
          <Statement id={other} onOpen={onOpen} small />
        </div>
      ))}
    </section>
  );
}
