import { expect, it } from "vitest";
import type { Item } from "../../api";
import { tint } from "../../components/HeatMap";
import { crossed, evidence, foremost, productRows } from "./pivot";

const at = (sector: string, partner: string, value: number | null): Item => ({ indicator: "x", country: "KOR", sector, partner, value, unit: "share" });

it("crosses sectors with partners, the chosen first, then the largest", () => {
  const cells = crossed([at("C26", "CHN", 0.3), at("C26", "USA", 0.1), at("C26", "JPN", 0.2), at("C20", "JPN", null)], "KOR", "x");
  expect(cells.get("C20")?.get("JPN")).toBeNull();
  expect(foremost(cells, ["USA", "ABW"], 2)).toEqual(["USA", "CHN"]);
});

it("keeps a product's suppliers apart, and tells each what is the product's own", () => {
  const item = (indicator: string, partner: string | undefined, value: number | null): Item => ({ indicator, partner, product: "2836", value, unit: "" });
  const rows = productRows([
    item("supplier_share", "CHN", 0.6),
    item("supplier_share", "USA", 0.1),
    item("import_herfindahl", undefined, 0.4),
    item("meets_supplier_share", "CHN", 1),
    item("meets_import_herfindahl", "CHN", null),
  ]);
  expect(rows.map((row) => row.key)).toEqual(["2836 CHN", "2836 USA"]);
  expect(rows[1]?.of.import_herfindahl?.value).toBe(0.4);
  expect(rows[0] && evidence(rows[0])).toEqual({ known: 1, asked: 2 });
});

it("tints by the root, nothing for what is missing", () => {
  expect([tint(0.25, 1), tint(1, 1), tint(null, 1), tint(0.1, 0)]).toEqual([50, 100, 0, 0]);
});
