// The document: what the case asks in plain words, the work that makes it, its page in a frame, and its files.

import { useState } from "preact/hooks";
import type { Fault } from "../../api";
import { Busy } from "../../components/Busy";
import { save } from "../../components/Downloads";
import { Failure } from "../../components/Failure";
import { Same } from "../../components/Same";
import { Sources } from "../../components/Sources";
import { Warnings } from "../../components/Warnings";
import { useText } from "../../texts";
import { faultOf } from "../change/solve";
import { named } from "./case";
import type { Brief, Making } from "./making";
import type { Spoken } from "./spoken";

const FORMS = ["html", "pdf", "xlsx"] as const;

interface Props {
  text: string;
  spoken: Spoken;
  making: Making;
}

export function Document({ text, spoken, making }: Props) {
  const t = useText();
  const { made, busy, progress, failure, stopped, make, stop } = making;
  const { reply, fault } = spoken;
  const old = made !== null && made.text !== text;
  return (
    <section class="answer" id="document" aria-label={t("brief.document")}>
      <Failure fault={fault} />
      <div class="brief-make">
        <button type="button" disabled={busy || reply === null} onClick={() => make(text)}>
          {t(old || !made ? "brief.make" : "brief.again")}
        </button>
        <CaseFile text={text} />
        {stopped && !busy && <span role="status">{t("brief.stopped")}</span>}
      </div>
      {(reply?.case.draws ?? 40) > 0 && !busy && !made && <p class="hint">{t("brief.slow")}</p>}
      <Failure fault={failure} />
      <Busy busy={busy} progress={progress} stop={stop} stale={made !== null} />
      {made && <Page brief={made.brief} old={old} />}
      {reply && (
        <details class="part" open={!made}>
          <summary>{t("brief.plain")}</summary>
          <div class="plain-words" aria-live="polite">
            {reply.plain.map((line, place) => (
              <p key={`${place}${line}`} class={/^\s{2,}/.test(line) ? "more-plain" : undefined}>
                {line.trim()}
              </p>
            ))}
            {reply.notes.map((line) => (
              <p key={line} class="hint">
                {line}
              </p>
            ))}
          </div>
        </details>
      )}
      {made && (
        <>
          <details class="part">
            <summary>{t("warnings.title")}</summary>
            <Warnings answer={made.brief} />
          </details>
          <footer class="apparatus">
            <Same answer={made.brief} />
            <Sources answer={made.brief} />
          </footer>
        </>
      )}
    </section>
  );
}

/** The case itself as a file, with the remarks that it was written with. */
function CaseFile({ text }: { text: string }) {
  const t = useText();
  const keep = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/toml" }));
    link.download = "case.toml";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
  return (
    <button type="button" class="quiet" disabled={!text.trim()} onClick={keep}>
      {t("brief.export.case")}
    </button>
  );
}

function Page({ brief, old }: { brief: Brief; old: boolean }) {
  const t = useText();
  const [fault, fail] = useState<Fault | null>(null);
  const [getting, turn] = useState("");
  const { id, title, hash, lacking, country } = brief.brief;
  const [page] = named(id, "html");
  const get = async (form: string) => {
    fail(null);
    turn(form);
    try {
      await save(...named(id, form), `brief-${country}.${form}`);
    } catch (error) {
      fail(faultOf(error));
    }
    turn("");
  };
  const missing = Object.entries(lacking);
  return (
    <>
      <section aria-labelledby="page" class="brief-page">
        <h2 id="page">{title}</h2>
        {old && (
          <p role="status">
            <span class="badge">{t("brief.old")}</span>
          </p>
        )}
        <div class="downloads">
          <span>{t("downloads.title")}</span>
          <span role="group" aria-label={t("downloads.document")}>
            {FORMS.map((form) => (
              <a
                key={form}
                href={`api/${page.replace(/html$/, form)}`}
                download
                aria-busy={getting === form || undefined}
                onClick={(event) => {
                  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                  event.preventDefault();
                  void get(form);
                }}
              >
                {form.toUpperCase()}
              </a>
            ))}
          </span>
          <a href={`api/${page}`} target="_blank" rel="noopener">
            {t("brief.open")}
          </a>
        </div>
        <Failure fault={fault} />
        <iframe key={id} title={t("brief.frame", { title })} sandbox="" src={`api/${page}`} />
        <p class="hint">
          {t("brief.hash")}: <code>{hash}</code>
        </p>
      </section>
      {missing.length > 0 && (
        <aside class="warnings" aria-label={t("brief.lacking")}>
          <h3>{t("brief.lacking")}</h3>
          <ul>
            {missing.map(([name, why]) => (
              <li key={name}>
                {name}: {why}
              </li>
            ))}
          </ul>
        </aside>
      )}
    </>
  );
}
