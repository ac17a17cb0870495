// Who has what with whom, since when and how deep: a country's agreements in a year, on a map and in a table.

import { useMemo } from "preact/hooks";
import { useAnswer } from "../../answers";
import type { Arguments } from "../../api";
import { Apparatus } from "../../components/Apparatus";
import { Busy } from "../../components/Busy";
import { Chart } from "../../components/Chart";
import { CountryPicker } from "../../components/CountryPicker";
import { type Column, DataTable } from "../../components/DataTable";
import { Failure } from "../../components/Failure";
import { PartnersPicker } from "../../components/PartnersPicker";
import { Slider } from "../../components/Slider";
import { WorldMap } from "../../components/WorldMap";
import { useNames } from "../../labels";
import { useLink, written } from "../../link";
import { type Key, type Text, useText } from "../../texts";
import { Pick } from "../record/Pick";
import { entries, type Line, lines, mapped, type Status } from "./register";
import { type Asking, FIRST, LAST, SHOWN } from "./state";

/** As many partners are named before the rest are counted. */
const NAMED = 3;

export const statusOf = (t: Text, status: Status) => t(`agreements.status.${status.replace(" ", "_")}` as Key);

export function Held({ asking }: { asking: Asking }) {
  const t = useText();
  const names = useNames();
  const { country, of, set } = asking;
  const on = of("on");
  const year = of("year");
  const args: Arguments = { country, ...(on && { on }), ...(year && { year }) };
  const { answer, failure, busy, progress, stale } = useAnswer("agreements", args, { said: true, wait: year ? 150 : 0 });
  const all = useMemo(() => entries(answer?.records ?? []), [answer]);
  const found = useMemo(() => lines(all, on !== ""), [all, on]);
  const what = SHOWN.find((one) => one === of("measure")) ?? "depth";
  const values = useMemo(() => mapped(all, what, Number(year || LAST)), [all, what]);
  const held = { country: names.country(country), year: year || String(LAST) };
  const of_ = (...some: Status[]) => new Set(found.filter((one) => some.includes(one.status)).map((one) => one.agreement)).size;
  const chart = answer?.charts.find((one) => one.name === "agreement_years");
  return (
    <>
      <Controls asking={asking} />
      <Failure fault={failure} />
      <Busy busy={busy} progress={progress} stale={stale} />
      {answer && (
        <section data-stale={stale || undefined} aria-labelledby="held">
          <h2 id="held">{t("agreements.held.title", held)}</h2>
          <p class="sentence">
            {t("agreements.counted", {
              force: of_("in force"),
              talked: of_("signed", "negotiating"),
              stopped: of_("stopped"),
              ended: of_("ended"),
            })}
          </p>
        </section>
      )}
      {answer && (
        <section class="plate" data-stale={stale || undefined}>
          <div class="narrow">
            <Pick
              label={t("agreements.map.measure")}
              value={what}
              options={SHOWN.map((value) => ({ value, text: t(`agreements.map.${value}`) }))}
              onPick={(measure) => set({ measure })}
            />
          </div>
          <WorldMap
            values={values}
            unit=""
            label={`${held.country}: ${t(`agreements.map.${what}`)}`}
            chosen={country}
            onPick={(code) => set({ country: code, on: "" }, { push: true })}
          />
          <p class="hint">{t("agreements.map.hint")}</p>
        </section>
      )}
      {answer && (
        <section data-stale={stale || undefined} aria-labelledby="one-by-one">
          <h2 id="one-by-one">{t("agreements.table")}</h2>
          {found.length ? <Lines found={found} pairs={on !== ""} caption={t("agreements.table.caption", held)} /> : <p class="hint">{t("agreements.none")}</p>}
        </section>
      )}
      {answer && found.length > 0 && chart && !stale && (
        <section class="plate" aria-labelledby="by-year">
          <h2 id="by-year">{t("agreements.chart")}</h2>
          <Chart question="agreements" args={args} chart="agreement_years" choices={{ most: "60" }} label={chart.title} records={answer.records} />
        </section>
      )}
      {answer && <Apparatus answer={answer} question="agreements" args={args} chart={found.length ? chart?.name : undefined} />}
    </>
  );
}

function Controls({ asking }: { asking: Asking }) {
  const t = useText();
  const { country, of, set } = asking;
  const on = of("on").split(",").filter(Boolean);
  const year = Number(of("year") || LAST);
  return (
    <form class="controls" onSubmit={(event) => event.preventDefault()} aria-label={t("agreements.held.controls")}>
      <CountryPicker groups accounts={false} value={country} without={on} onChange={(code) => set({ country: code }, { push: true })} />
      <PartnersPicker
        label={t("agreements.with")}
        empty={t("agreements.with.all")}
        value={on}
        without={[country]}
        onChange={(codes) => set({ on: codes.join(",") }, { push: true })}
      />
      <Slider
        label={t("agreements.year")}
        value={year}
        min={FIRST}
        max={LAST}
        text={String(year)}
        onInput={(value) => set({ year: value === LAST ? "" : String(value) })}
      />
    </form>
  );
}

function Lines({ found, pairs, caption }: { found: readonly Line[]; pairs: boolean; caption: string }) {
  const t = useText();
  const names = useNames();
  const { room } = useLink();
  const whom = ({ partners }: Line) => {
    const spoken = partners.map((one) => names.country(one));
    const some = spoken.slice(0, NAMED).join(", ");
    return spoken.length > NAMED ? t("agreements.more", { names: some, count: spoken.length - NAMED }) : some;
  };
  const when = ({ since, last, until }: Line) => {
    if (until) return t("agreements.until", { since, until });
    return last > since ? t("agreements.between", { since, last }) : since;
  };
  const deep = ({ depth, own }: Line) => {
    if (depth === null) return <i class="missing">{t("agreements.depth.unread")}</i>;
    return own ? t("agreements.depth.own", { depth }) : depth;
  };
  const link = (name: string) => written({ room, params: new URLSearchParams({ view: "make", agreement: name }) });
  const kind = (word: string) => (word ? t(`agreements.kind.${word.replaceAll(/\W+/g, "_")}` as Key) : "");
  const several = new Set(found.map((row) => row.country)).size > 1;
  const columns: Column<Line>[] = [
    { key: "agreement", head: t("agreements.name"), value: (row) => names.agreement(row.agreement) },
    ...(several && pairs ? [{ key: "country", head: t("col.country"), value: (row: Line) => names.country(row.country) }] : []),
    { key: "with", head: t("agreements.with"), value: whom, cell: (row) => <span title={row.partners.map((one) => names.country(one)).join(", ")}>{whom(row)}</span> },
    { key: "kind", head: t("agreements.kind"), value: (row) => kind(row.kind) },
    { key: "status", head: t("agreements.status"), value: (row) => statusOf(t, row.status) },
    { key: "since", head: t("agreements.since"), value: (row) => row.since, cell: (row) => <span class="days">{when(row)}</span> },
    { key: "depth", head: t("agreements.depth"), title: t("agreements.depth.title"), value: (row) => row.depth, cell: deep },
    { key: "counts", head: t("agreements.counts"), title: t("agreements.counts.title"), value: (row) => row.countsFrom, unit: "year", cell: (row) => row.countsFrom ?? "" },
    {
      key: "ask",
      head: t("agreements.ask"),
      value: (row) => row.agreement,
      cell: (row) => (
        <a href={link(row.agreement)} aria-label={t("agreements.ask.of", { name: names.agreement(row.agreement) })}>
          {t("agreements.ask.short")}
        </a>
      ),
    },
    { key: "source", head: t("agreements.source"), value: (row) => row.source, cell: (row) => <small>{row.source}</small> },
  ];
  return <DataTable caption={caption} columns={columns} rows={found} keyOf={(row) => row.key} most={30} />;
}
