// The datasets of the store: edition, years, licence, what they hold and what they lack; and how to take one out.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Fault } from "../../api";
import { Failure } from "../../components/Failure";
import { session } from "../../labels";
import { useNumbers } from "../../numbers";
import { type Key, useText } from "../../texts";
import { type Dataset, estimates, faultOf, remove } from "./holdings";
import { sized } from "./upload";

const KINDS = new Set(["accounts", "trade", "table", "series", "tariffs", "ties"]);

export function Datasets({ datasets }: { datasets: readonly Dataset[] }) {
  return (
    <ul class="datasets">
      {datasets.map((one) => (
        <li key={`${one.dataset} ${one.years}`}>
          <One dataset={one} />
        </li>
      ))}
    </ul>
  );
}

function One({ dataset }: { dataset: Dataset }) {
  const t = useText();
  const n = useNumbers();
  const embedded = dataset.place === "embedded";
  const estimated = estimates(dataset);
  const rows: [Key, string][] = [
    ["data.producer", dataset.producer],
    ["data.licence", dataset.licence],
    ["data.citation", dataset.source],
    ["data.completeness", dataset.completeness],
    ["data.estimated", estimated.join(" ") || t("data.estimated.unsaid")],
    ["data.verified", dataset.verified],
    ["data.size", sized(dataset.bytes, n.plain)],
    ["data.checksum", dataset.checksum],
  ];
  return (
    <article aria-label={dataset.title}>
      <h3>{dataset.title}</h3>
      <p class="tags">
        <span>{KINDS.has(dataset.kind) ? t(`data.kind.${dataset.kind}` as Key) : dataset.kind}</span>
        <span>{dataset.years}</span>
        <span>{t(embedded ? "data.embedded" : "data.added")}</span>
      </p>
      <p>
        <code>{dataset.dataset}</code>, {t("data.edition")}: {dataset.edition}
      </p>
      <p class="hint">{dataset.licence}</p>
      <details>
        <summary>{t("data.more")}</summary>
        <dl class="facts">
          {rows
            .filter(([, value]) => value)
            .map(([key, value]) => (
              <div key={key}>
                <dt>{t(key)}</dt>
                <dd class={key === "data.checksum" ? "checksum" : undefined}>{value}</dd>
              </div>
            ))}
        </dl>
      </details>
      {!embedded && <Remove dataset={dataset} />}
    </article>
  );
}

function Remove({ dataset }: { dataset: Dataset }) {
  const t = useText();
  const readonly = session.use()?.readonly ?? true;
  const dialog = useRef<HTMLDialogElement>(null);
  const [asked, ask] = useState(false);
  const [busy, occupy] = useState(false);
  const [fault, fail] = useState<Fault | null>(null);
  const [year, choose] = useState("");
  useEffect(() => {
    if (asked) dialog.current?.showModal();
    else dialog.current?.close();
  }, [asked]);
  if (readonly) return null;
  const confirm = async () => {
    occupy(true);
    try {
      await remove(dataset.dataset, year);
      ask(false);
    } catch (error) {
      fail(faultOf(error));
    } finally {
      occupy(false);
    }
  };
  return (
    <>
      <button type="button" class="quiet" aria-label={t("data.remove.of", { what: dataset.title })} onClick={() => ask(true)}>
        {t("data.remove")}
      </button>
      <dialog ref={dialog} onClose={() => ask(false)} aria-label={t("data.remove")}>
        <p>{t("data.remove.sure", { what: dataset.title, years: dataset.years })}</p>
        {/[-,]/.test(dataset.years) && (
          <label class="field">
            <span>{t("data.remove.year")}</span>
            <input type="text" inputMode="numeric" value={year} placeholder={t("data.remove.all")} onInput={(event) => choose(event.currentTarget.value.trim())} />
          </label>
        )}
        <Failure fault={fault} />
        <div class="row">
          <button type="button" disabled={busy} onClick={() => void confirm()}>
            {t("data.remove.yes")}
          </button>
          <button type="button" class="quiet" onClick={() => ask(false)}>
            {t("data.remove.no")}
          </button>
        </div>
      </dialog>
    </>
  );
}
