// The balance: who can hurt whom, what insurance is worth, which tariffs each would set, and who stands between.

import { useLink, written } from "../link";
import { useText } from "../texts";
import { Between } from "./balance/Between";
import "./balance/balance.css";
import { Games } from "./balance/Games";
import { Hedge } from "./balance/Hedge";
import { Leverage } from "./balance/Leverage";
import { type Asking, useAsking, VIEWS, type View } from "./balance/state";

const SHOWN: Record<View, (props: { asking: Asking }) => preact.JSX.Element> = {
  leverage: Leverage,
  hedge: Hedge,
  tariffs: Games,
  between: Between,
};

export function Balance() {
  const t = useText();
  const asking = useAsking();
  if (!asking) return <p class="starting">{t("starting")}</p>;
  const { view } = asking;
  const Shown = SHOWN[view];
  return (
    <div class="balance">
      <header class="title">
        <h1>{t(`balance.heading.${view}`)}</h1>
        <p class="lead">{t(`balance.lead.${view}`)}</p>
      </header>
      <Views view={view} />
      <Shown key={view} asking={asking} />
    </div>
  );
}

/** The views of the room, each a link of its own. */
function Views({ view }: { view: View }) {
  const t = useText();
  const { room, params } = useLink();
  const link = (one: View) => {
    const there = new URLSearchParams(params);
    there.set("view", one);
    return written({ room, params: there });
  };
  return (
    <nav class="views" aria-label={t("reliance.views")}>
      {VIEWS.map((one) => (
        <a key={one} href={link(one)} aria-current={one === view ? "true" : undefined}>
          {t(`balance.view.${one}`)}
        </a>
      ))}
    </nav>
  );
}
