// The brief: a case, chosen or written, edited in a form or as text, and the document that is made from it.

import { useRef, useState } from "preact/hooks";
import { session } from "../labels";
import { useLink } from "../link";
import { language, useText } from "../texts";
import "./brief/brief.css";
import { begun, type Case, toml } from "./brief/case";
import { Document } from "./brief/Document";
import { Form } from "./brief/Form";
import { useMaking } from "./brief/making";
import { type Offered, useOffered, useSpoken, wrote } from "./brief/spoken";
import { Text } from "./brief/Text";
import { Failure } from "../components/Failure";

export function TheBrief() {
  const t = useText();
  const word = language.use();
  const { params, set } = useLink();
  const defaults = session.use()?.defaults;
  const { offered, fault } = useOffered();
  const moving = useRef(false);
  const first = useRef("");
  if (defaults && !first.current) first.current = begun(defaults.country, defaults.powers, word);
  const chosen = params.get("s") ? "" : (params.get("case") ?? "");
  const known = offered?.cases.find((one) => one.name === chosen);
  const text = params.get("s") || known?.toml || (chosen ? "" : first.current);
  const spoken = useSpoken(text);
  const making = useMaking();
  const [wide] = useState(() => matchMedia("(min-width: 62rem)").matches);
  if (!defaults || (chosen && !offered && !fault)) return <p class="starting">{t("starting")}</p>;
  const put = (s: string, going = false) => {
    set({ s, case: "" }, { push: !(going && moving.current) });
    moving.current = going;
  };
  const build = (held: Case, going = false) => {
    const made = toml(held);
    wrote(made, held);
    put(made, going);
  };
  return (
    <div class="brief">
      <header class="title">
        <h1>{t("brief.heading")}</h1>
        <p class="lead">{t("brief.lead")}</p>
      </header>
      <div class="halves">
        <section class="scene" aria-label={t("brief.case")}>
          {!wide && (
            <button type="button" class="quiet" onClick={() => document.getElementById("document")?.scrollIntoView()}>
              {t("brief.to_document")}
            </button>
          )}
          <Failure fault={fault} />
          <Choose offered={offered} chosen={chosen} onPick={(name) => set({ case: name, s: "" }, { push: true })} />
          {chosen && offered && !known && <Failure fault={{ what: t("brief.unknown", { name: chosen }), where: "case", remedy: t("brief.unknown.remedy"), code: 2 }} />}
          <details class="part" open>
            <summary>{t("brief.form")}</summary>
            {spoken.held ? (
              <Form held={spoken.held} offered={offered} onChange={build} onRest={() => void (moving.current = false)} />
            ) : (
              <p class="hint">{t(spoken.fault ? "brief.form.none" : "starting")}</p>
            )}
          </details>
          <details class="part" open={spoken.fault !== null}>
            <summary>{t("brief.text")}</summary>
            <Text text={text} spoken={spoken} onText={(typed) => put(typed, true)} onRest={() => void (moving.current = false)} />
          </details>
        </section>
        <Document text={text} spoken={spoken} making={making} />
      </div>
    </div>
  );
}

/** The cases that come with the program, and a country with its powers. */
function Choose({ offered, chosen, onPick }: { offered: Offered | null; chosen: string; onPick: (name: string) => void }) {
  const t = useText();
  return (
    <details class="part">
      <summary>{t("brief.gallery")}</summary>
      <ul class="brief-gallery">
        <li>
          <button type="button" class="plain" aria-pressed={chosen === ""} onClick={() => onPick("")}>
            <strong>{t("brief.own")}</strong>
          </button>
        </li>
        {(offered?.cases ?? []).map((one) => (
          <li key={one.name}>
            <button type="button" class="plain" aria-pressed={one.name === chosen} onClick={() => onPick(one.name)}>
              <strong>{one.title}</strong>
            </button>
            <span>{one.about}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
