// The record: what was said and done between two countries, the ledger that keeps it, and how steady it was.

import { useLink, written } from "../link";
import { session } from "../labels";
import { useText } from "../texts";
import { Phrase, Promises } from "./record/Asked";
import { type Ledger, ledgerPath, useGot } from "./record/book";
import { Failure } from "../components/Failure";
import { List } from "./record/List";
import "./record/record.css";
import { Review } from "./record/Review";
import { type Asking, useAsking, VIEWS, type View } from "./record/state";
import { Timeline } from "./record/Timeline";

const SHOWN: Record<View, (props: { asking: Asking; ledger: Ledger | null }) => preact.JSX.Element> = {
  timeline: Timeline,
  ledger: List,
  phrase: Phrase,
  promises: Promises,
  review: Review,
};

export function TheRecord() {
  const t = useText();
  const asking = useAsking();
  const { got: ledger, fault } = useGot<Ledger>(ledgerPath);
  if (!asking) return <p class="starting">{t("starting")}</p>;
  const { view } = asking;
  const Shown = SHOWN[view];
  return (
    <div class="record">
      <header class="title">
        <h1>{t("record.heading")}</h1>
        <p class="lead">{t("record.lead")}</p>
      </header>
      <Views view={view} />
      <Failure fault={fault} />
      {ledger && <Which ledger={ledger} />}
      <Shown key={view} asking={asking} ledger={ledger} />
    </div>
  );
}

/** Which ledger this is, and whether it can be written to. */
function Which({ ledger }: { ledger: Ledger }) {
  const t = useText();
  const readonly = session.use()?.readonly;
  return (
    <aside class="which" aria-label={t("record.ledger")}>
      <p>
        <strong>{t(`record.which.${ledger.kind}`, { name: ledger.name })}</strong> {ledger.kind !== "own" && t(`record.which.${ledger.kind}.how`)}
        {ledger.kind === "own" && !ledger.whole && t("record.which.broken")}
        {readonly && ` ${t("record.which.readonly")}`}
      </p>
    </aside>
  );
}

/** The views of the room, each a link of its own. */
function Views({ view }: { view: View }) {
  const t = useText();
  const { room, params } = useLink();
  const link = (one: View) => {
    const there = new URLSearchParams(params);
    there.set("view", one);
    there.delete("id");
    return written({ room, params: there });
  };
  return (
    <nav class="views" aria-label={t("reliance.views")}>
      {VIEWS.map((one) => (
        <a key={one} href={link(one)} aria-current={one === view ? "true" : undefined}>
          {t(`record.view.${one}`)}
        </a>
      ))}
    </nav>
  );
}
