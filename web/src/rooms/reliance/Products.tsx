// Products that can hardly be bought elsewhere, with a search, and how much of the evidence is there.

import { useEffect, useId, useMemo, useState } from "preact/hooks";
import { useAnswer } from "../../answers";
import { Apparatus } from "../../components/Apparatus";
import { Busy } from "../../components/Busy";
import { Chart } from "../../components/Chart";
import { type Column, DataTable } from "../../components/DataTable";
import { Failure } from "../../components/Failure";
import { useNames } from "../../labels";
import { useText } from "../../texts";
import { evidence, numeric, productRows, type Row } from "./pivot";
import { type Asking, named } from "./state";

const PRESETS = ["open", "eu2021", "geodep"] as const;
const PAUSE = 500;

export function Products({ asking }: { asking: Asking }) {
  const t = useText();
  const names = useNames();
  const { country, powers, product, preset } = asking;
  const args = named({ country, on: powers.join(","), product, preset });
  const { answer, failure, busy, progress, stale, stop } = useAnswer("products", args, { job: true, said: true });
  const choices = { powers: powers.join(","), most: "12" };
  const label = t("reliance.chart.products", { country: names.country(country) });
  return (
    <>
      <Search asking={asking} />
      <Failure fault={failure} />
      {failure && !answer && <p class="hint">{t("reliance.products.how")} <a href="#/data">{t("room.data")}</a></p>}
      <Busy busy={busy} progress={progress} stop={stop} stale={stale} />
      {answer && (
        <section data-stale={stale || undefined}>
          {answer.sentences.map((one, place) => (
            <p key={one.text} class={place ? "further" : "sentence"}>
              {one.text}
            </p>
          ))}
        </section>
      )}
      {answer && Number(answer.meta.diagnostics.chokepoints) > 0 && (
        <section class="plate" aria-labelledby="chokepoints">
          <h2 id="chokepoints">{t("reliance.chokepoints")}</h2>
          <Chart question="products" args={args} chart="chokepoints" choices={choices} label={label} records={answer.records} />
        </section>
      )}
      {answer && (
        <section data-stale={stale || undefined} aria-labelledby="product-table">
          <h2 id="product-table">{t("reliance.products.all")}</h2>
          <ProductTable answer={answer} />
        </section>
      )}
      {answer && <Apparatus answer={answer} question="products" args={args} chart="chokepoints" choices={choices} />}
    </>
  );
}

function Search({ asking }: { asking: Asking }) {
  const t = useText();
  const id = useId();
  const { product, preset, set } = asking;
  const [typed, type] = useState(product);
  useEffect(() => type(product), [product]);
  useEffect(() => {
    if (typed.trim() === product) return;
    const timer = setTimeout(() => set({ product: typed.trim() }), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <form class="controls" role="search" onSubmit={(event) => event.preventDefault()}>
      <div class="field">
        <label for={`${id}-product`}>{t("reliance.products.search")}</label>
        <input
          id={`${id}-product`}
          type="search"
          value={typed}
          placeholder={t("reliance.products.example")}
          onInput={(event) => type(event.currentTarget.value)}
        />
      </div>
      <div class="field">
        <label for={`${id}-preset`}>{t("reliance.products.screen")}</label>
        <select id={`${id}-preset`} value={preset} onChange={(event) => set({ preset: event.currentTarget.value }, { push: true })}>
          <option value="">{t("reliance.screen.own")}</option>
          {PRESETS.map((one) => (
            <option key={one} value={one}>
              {t(`reliance.screen.${one}`)}
            </option>
          ))}
        </select>
      </div>
    </form>
  );
}

function ProductTable({ answer }: { answer: NonNullable<ReturnType<typeof useAnswer>["answer"]> }) {
  const t = useText();
  const names = useNames();
  const words = (answer.meta.diagnostics.names ?? {}) as Record<string, string>;
  const rows = useMemo(() => productRows(answer.records), [answer]);
  const worded = (code: string) => (words[code] ? `${words[code]} (${code})` : code);
  const of = (row: Row, name: string) => numeric(row.of[name]?.value);
  const share = (name: string, unit = "share"): Column<Row> => ({
    key: name,
    head: answer.variables[name]?.short || name,
    title: answer.variables[name]?.label,
    value: (row) => of(row, name),
    unit,
  });
  const judged = (row: Row) => {
    const value = of(row, "chokepoint");
    return value === null ? t("reliance.products.untold") : t(value ? "yes" : "no");
  };
  const columns: Column<Row>[] = [
    { key: "product", head: t("col.product"), value: (row) => worded(row.key.split(" ")[0] ?? "") },
    { key: "partner", head: t("col.partner"), value: (row) => names.country(row.key.split(" ")[1] ?? "") },
    share("supplier_share"),
    share("import_herfindahl", "index"),
    share("world_export_herfindahl", "index"),
    share("production_herfindahl", "index"),
    share("imports", "thousand USD"),
    { key: "chokepoint", head: t("reliance.products.chokepoint"), value: judged },
    {
      key: "evidence",
      head: t("reliance.products.evidence"),
      title: t("reliance.products.evidence.title"),
      value: (row) => {
        const { known, asked } = evidence(row);
        return asked ? known / asked : null;
      },
      cell: (row) => t("reliance.products.evidence.of", { ...evidence(row) }),
    },
    { key: "year", head: t("col.year"), value: (row) => row.of.supplier_share?.year ?? null, unit: "year" },
  ];
  const sort = { key: "chokepoint", direction: "descending" } as const;
  const caption = t("reliance.products.caption", { count: rows.length });
  return <DataTable caption={caption} columns={columns} rows={rows} keyOf={(row) => row.key} sort={sort} />;
}
