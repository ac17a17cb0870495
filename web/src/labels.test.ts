import { expect, it } from "vitest";
import { labelled } from "./labels";

it("sets groups of sectors apart and leaves out groups of countries that have ended", () => {
  const labels = labelled(
    {
      groups: [
        { code: "EU", en: "European Union", ko: "유럽연합", members: ["DEU"] },
        { code: "WARSAW", en: "Warsaw Pact", ko: "바르샤바조약기구", members: [] },
      ],
      sectors: [
        { code: "TOTAL", en: "All sectors", ko: "전 산업", kind: "group" },
        { code: "C26", en: "Electronics", ko: "전자", kind: "goods", words: ["chips"] },
      ],
    },
    "ko",
  );
  expect(labels.groups.map((one) => one.code)).toEqual(["EU"]);
  expect(labels.sector_groups).toEqual([{ code: "TOTAL", kind: "group", name: "전 산업" }]);
  expect(labels.sectors).toEqual([{ code: "C26", kind: "goods", name: "전자", words: ["chips"] }]);
  expect(labels.presets).toEqual([]);
});
