// Reliance: on whom a country relies, in what, how directly, since when; and the other way round.

import { CountryPicker } from "../components/CountryPicker";
import { PartnersPicker } from "../components/PartnersPicker";
import { PeriodPicker } from "../components/PeriodPicker";
import { SectorPicker } from "../components/SectorPicker";
import { useNames } from "../labels";
import { useLink, written } from "../link";
import { useText } from "../texts";
import { Both } from "./reliance/Both";
import { Everywhere } from "./reliance/Everywhere";
import { Partners } from "./reliance/Partners";
import { Past } from "./reliance/Past";
import { Products } from "./reliance/Products";
import { Sectors } from "./reliance/Sectors";
import { Security } from "./reliance/Security";
import { type Asking, NOBODY, useAsking, VIEWS, type View } from "./reliance/state";

const SHOWN: Record<View, (props: { asking: Asking }) => preact.JSX.Element> = {
  partners: Partners,
  sectors: Sectors,
  both: Both,
  products: Products,
  past: Past,
  map: Everywhere,
  security: Security,
};

/** Which choices bear on which view. */
const BY_SECTOR: readonly View[] = ["partners", "past", "map"];
const BY_PERIOD: readonly View[] = ["partners", "sectors", "both", "map"];

export function Reliance() {
  const t = useText();
  const names = useNames();
  const asking = useAsking();
  if (!asking) return <p class="starting">{t("starting")}</p>;
  const { view, country } = asking;
  const Shown = SHOWN[view];
  return (
    <div class="reliance">
      <header class="title">
        <h1>{t("reliance.title", { country: names.country(country) })}</h1>
        <p class="lead">{t("reliance.lead")}</p>
      </header>
      <Controls asking={asking} />
      <Views view={view} />
      <Shown key={view} asking={asking} />
    </div>
  );
}

function Controls({ asking }: { asking: Asking }) {
  const t = useText();
  const { country, powers, sector, year, source, view, set } = asking;
  const partners = (codes: string[]) => set({ powers: codes.join(",") || NOBODY }, { push: true });
  return (
    <form class="controls" onSubmit={(event) => event.preventDefault()} aria-label={t("reliance.controls")}>
      <CountryPicker value={country} onChange={(code) => set({ country: code }, { push: true })} />
      <PartnersPicker label={t("reliance.partners")} value={powers} without={[country]} onChange={partners} />
      <div class="stack">
        {BY_PERIOD.includes(view) && <PeriodPicker year={year} source={source} onChange={(chosen) => set(chosen, { push: true })} />}
        {BY_SECTOR.includes(view) && (
          <SectorPicker value={sector || "manufacturing"} onChange={(code) => set({ sector: code }, { push: true })} />
        )}
      </div>
    </form>
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
          {t(`reliance.view.${one}`)}
        </a>
      ))}
    </nav>
  );
}
