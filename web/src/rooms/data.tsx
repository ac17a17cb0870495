// The room of data: what the store holds, how to add to it, and how to cite what is on screen.

import { type Column, DataTable } from "../components/DataTable";
import { HoldingsDownloads } from "../components/Downloads";
import { Failure } from "../components/Failure";
import { Same } from "../components/Same";
import { session } from "../labels";
import { type Key, useText } from "../texts";
import { AddFile } from "./data/AddFile";
import { Cite } from "./data/Cite";
import "./data/data.css";
import { Datasets } from "./data/Datasets";
import { type Facts, type Source, useHoldings } from "./data/holdings";

const ELSEWHERE = {
  same: {
    python: "from counterpoise.questions.holdings import dataset_records\n\ndataset_records()",
    command: "counterpoise data list",
    query: "",
  },
};

const DOWNLOADS: Record<string, Key> = { "by hand": "data.source.by_hand", "data get": "data.source.get" };

export function Data() {
  const t = useText();
  const { held, fault } = useHoldings();
  const places = session.use()?.boundaries;
  return (
    <div class="data">
      <header class="title">
        <h1>{t("data.heading")}</h1>
      </header>
      <Failure fault={fault} />
      {!held && !fault && <p class="hint">{t("starting")}</p>}
      {held && (
        <>
          <section aria-labelledby="data-held">
            <h2 id="data-held">{t("data.held")}</h2>
            <Datasets datasets={held.datasets} />
          </section>
          <section aria-labelledby="data-add">
            <h2 id="data-add">{t("data.add")}</h2>
            <AddFile sources={held.sources} />
          </section>
          <section aria-labelledby="data-cite">
            <h2 id="data-cite">{t("data.cite")}</h2>
            <Cite />
          </section>
          <section>
            <h2>{t("data.facts")}</h2>
            <p>{t("data.facts.what")}</p>
            <FactTables facts={held.facts} />
          </section>
          <section>
            <h2>{t("data.sources")}</h2>
            <Sources sources={held.sources} />
          </section>
          <HoldingsDownloads />
          <Same answer={ELSEWHERE} />
          {places && (
            <p class="hint">
              {t("sources.places")}: {places}
            </p>
          )}
        </>
      )}
    </div>
  );
}

function FactTables({ facts }: { facts: readonly Facts[] }) {
  const t = useText();
  const nameOf = (one: Facts) => one.title || (one.name || one.table || "").replaceAll("_", " ");
  const columns: Column<Facts>[] = [
    { key: "name", head: t("data.facts.table"), value: nameOf },
    { key: "rows", head: t("data.facts.rows"), value: (row) => row.rows },
    { key: "memory", head: t("data.facts.memory"), title: t("data.facts.memory.what"), value: (row) => row.memory },
    { key: "share", head: t("data.facts.share"), unit: "share", value: (row) => (row.rows ? row.memory / row.rows : null) },
  ];
  return <DataTable caption={t("data.facts")} captionHidden columns={columns} rows={facts} keyOf={nameOf} most={30} />;
}

function Sources({ sources }: { sources: readonly Source[] }) {
  const t = useText();
  const columns: Column<Source>[] = [
    { key: "title", head: t("data.source.title"), value: (row) => row.title },
    { key: "producer", head: t("data.producer"), value: (row) => row.producer },
    { key: "editions", head: t("data.edition"), value: (row) => row.editions },
    { key: "licence", head: t("data.licence"), value: (row) => row.licence },
    { key: "verified", head: t("data.source.reader"), value: (row) => row.verified },
    {
      key: "download",
      head: t("data.source.how"),
      value: (row) => row.download,
      cell: (row) => {
        const key = DOWNLOADS[row.download];
        return (
          <>
            {key ? t(key, { source: row.source }) : row.download}{" "}
            <a class="page" href={row.page} target="_blank" rel="noreferrer">
              {row.page}
            </a>
          </>
        );
      },
    },
  ];
  return <DataTable caption={t("data.sources")} captionHidden columns={columns} rows={sources} keyOf={(row) => row.source} most={40} />;
}
