// Choose a sector or a group of sectors.

import { useMemo } from "preact/hooks";
import { useLabels } from "../labels";
import { useText } from "../texts";
import { Combo } from "./Combo";

export const EACH = "EACH";

interface Props {
  label?: string;
  value: string;
  onChange: (code: string) => void;
  /** Offer each sector by itself. */
  each?: boolean;
}

export function SectorPicker({ label, value, onChange, each = false }: Props) {
  const t = useText();
  const labels = useLabels();
  const options = useMemo(() => {
    const groups = (labels?.sector_groups ?? []).map((one) => ({ ...one, section: t("sector.groups") }));
    const sectors = (labels?.sectors ?? []).map((one) => ({
      ...one,
      section: t(one.kind === "goods" ? "sector.goods" : "sector.services"),
    }));
    const all = each ? [{ value: EACH, text: t("sector.each") }] : [];
    const named = [...groups, ...sectors].map(({ code, name, section, words }) => ({
      value: code,
      text: name || code,
      also: code,
      words,
      detail: code,
      section,
    }));
    return [...all, ...named];
  }, [labels, t("sector.each"), each]);
  return <Combo label={label ?? t("sector")} value={value} options={options} onPick={onChange} />;
}
