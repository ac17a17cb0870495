// One value for each country.

import type { Item } from "../../api";
import { type Column, DataTable } from "../../components/DataTable";
import { useNames } from "../../labels";
import { useText } from "../../texts";
import { numeric } from "./pivot";

interface Props {
  caption: string;
  records: readonly Item[];
  chosen: string;
  onPick: (code: string) => void;
}

export function PartnerlessTable({ caption, records, chosen, onPick }: Props) {
  const t = useText();
  const names = useNames();
  const columns: Column<Item>[] = [
    { key: "country", head: t("col.country"), value: (row) => names.country(row.country ?? "") },
    { key: "value", head: t("col.value"), value: (row) => numeric(row.value), unit: (row) => row.unit, bounds: (row) => [row.low, row.high] },
    { key: "coverage", head: t("col.coverage"), value: (row) => row.coverage ?? null, unit: "share" },
    { key: "year", head: t("col.year"), value: (row) => row.year ?? null, unit: "year" },
  ];
  return (
    <DataTable
      caption={caption}
      captionHidden
      columns={columns}
      rows={records}
      keyOf={(row) => row.country ?? ""}
      most={12}
      sort={{ key: "value", direction: "descending" }}
      onPick={(row) => onPick(row.country ?? "")}
      isChosen={(row) => row.country === chosen}
    />
  );
}
