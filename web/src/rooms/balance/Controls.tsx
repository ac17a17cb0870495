// Who, on whom, and how the world adjusts: the choices that the room's views share.

import type { ComponentChildren } from "preact";
import { CountryPicker } from "../../components/CountryPicker";
import { SectorPicker } from "../../components/SectorPicker";
import { useLabels } from "../../labels";
import { type Key, useText } from "../../texts";
import { namesOf } from "../change/OptionsForm";
import { Pick } from "../record/Pick";
import { type Asking, HORIZONS } from "./state";

/** The two sides, and whatever a view asks besides. */
export function Controls({ asking, other, groups = false, children }: { asking: Asking; other: Key; groups?: boolean; children?: ComponentChildren }) {
  const t = useText();
  const { country, on, put } = asking;
  return (
    <form class="balance-controls" onSubmit={(event) => event.preventDefault()} aria-label={t("balance.controls")}>
      <CountryPicker value={country} onChange={put("country")} without={[on]} />
      <CountryPicker label={t(other)} value={on} onChange={put("on")} without={[country]} groups={groups} taken={{ [country]: "picker.taken.country" }} />
      {children}
    </form>
  );
}

interface ChoiceProps {
  asking: Asking;
  name: string;
  words: readonly string[];
  /** What stands where the link says nothing; the question's own where it is empty. */
  usual?: string;
}

/** A choice of few words, each with its name in the texts. */
export function Choice({ asking, name, words, usual = "" }: ChoiceProps) {
  const t = useText();
  const { of, put } = asking;
  const said = of(name) || usual;
  const known = said === "" || words.includes(said);
  const options = words.map((value) => ({ value, text: t(`balance.${name}.${value.replace(",", ".")}` as Key) }));
  const none = usual ? [] : [{ value: "", text: t("balance.usual") }];
  const unknown = known ? [] : [{ value: said, text: said }];
  return <Pick label={t(`balance.${name}` as Key)} value={said} options={[...none, ...options, ...unknown]} onPick={put(name)} />;
}

export const Horizon = ({ asking, usual }: { asking: Asking; usual?: string }) => <Choice asking={asking} name="horizon" words={HORIZONS} usual={usual} />;

/** On which goods; all of them where nothing is said. */
export function Goods({ asking }: { asking: Asking }) {
  const t = useText();
  return <SectorPicker label={t("balance.goods")} value={asking.of("sector") || "goods"} onChange={(code) => asking.put("sector")(code === "goods" ? "" : code)} />;
}

/** The tariffs before: what "today" is. */
export function Tariffs({ asking }: { asking: Asking }) {
  const t = useText();
  const labels = useLabels();
  const { of, put } = asking;
  const words = [...new Set([...namesOf(labels?.tariffs), of("tariffs")])].filter(Boolean);
  const options = [{ value: "", text: t("balance.tariffs.best") }, ...words.map((value) => ({ value, text: value }))];
  return <Pick label={t("balance.tariffs")} value={of("tariffs")} options={options} onPick={put("tariffs")} />;
}
