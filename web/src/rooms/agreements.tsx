// Agreements: who has what with whom since when, and what another one would do.

import { useLink, written } from "../link";
import { useText } from "../texts";
import "./agreements/agreements.css";
import { Held } from "./agreements/Held";
import { Make } from "./agreements/Make";
import { type Asking, useAsking, VIEWS, type View } from "./agreements/state";

const SHOWN: Record<View, (props: { asking: Asking }) => preact.JSX.Element> = { held: Held, make: Make };

export function Agreements() {
  const t = useText();
  const asking = useAsking();
  if (!asking) return <p class="starting">{t("starting")}</p>;
  const Shown = SHOWN[asking.view];
  return (
    <div class="agreements">
      <header class="title">
        <h1>{t("agreements.heading")}</h1>
        <p class="lead">{t("agreements.lead")}</p>
      </header>
      <Views view={asking.view} />
      <Shown key={asking.view} asking={asking} />
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
          {t(`agreements.view.${one}`)}
        </a>
      ))}
    </nav>
  );
}
