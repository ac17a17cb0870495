import { describe, expect, it } from "vitest";
import { matching, meant, type Option } from "./search";

const options: Option[] = [
  { value: "PRK", text: "North Korea", also: "북한 PRK" },
  { value: "KOR", text: "South Korea", also: "대한민국 KOR" },
  { value: "CIV", text: "Côte d'Ivoire", also: "코트디부아르 CIV" },
  { value: "EU", text: "European Union", also: "유럽연합 EU" },
];
const found = (word: string) => matching(options, word).map((one) => one.value);

describe("the search of a list", () => {
  it("gives everything in its order where nothing is typed", () => expect(found(" ")).toEqual(["PRK", "KOR", "CIV", "EU"]));
  it("puts a code before a name", () => expect(found("kor")[0]).toBe("KOR"));
  it("finds by the name in the other language", () => expect(found("대한")).toEqual(["KOR"]));
  it("passes over accents", () => expect(found("cote")).toEqual(["CIV"]));
  it("finds a word inside a name", () => expect(found("korea")).toEqual(["PRK", "KOR"]));
  it("gives nothing for what is not there", () => expect(found("zzz")).toEqual([]));
});

describe("what is known", () => {
  const list: Option[] = [
    { value: "PYF", text: "French Polynesia", last: true },
    { value: "PLW", text: "Polonia", last: true },
    { value: "NPO", text: "New Poland" },
    { value: "POL", text: "Poland" },
  ];
  it("comes first, then what begins as typed", () => expect(matching(list, "pol").map((one) => one.value)).toEqual(["POL", "NPO", "PLW", "PYF"]));
  it("is told where it can't be chosen and nothing is nearer", () => {
    const [, , , poland] = list;
    const taken = poland ? [poland] : [];
    expect(meant(taken, matching(list.slice(0, 1), "pol"), "pol")?.value).toBe("POL");
    expect(meant(taken, matching(list, "new"), "new")).toBeUndefined();
    expect(meant(taken, [], "pol")?.value).toBe("POL");
    expect(meant(taken, [], "")).toBeUndefined();
  });
});

it("finds a sector by what it makes", () => {
  const sectors: Option[] = [{ value: "C26", text: "Electronics", words: ["semiconductors", "chips"] }, { value: "C20", text: "Chemicals" }];
  expect(matching(sectors, "chip").map((one) => one.value)).toEqual(["C26"]);
  expect(matching(sectors, "conduct").map((one) => one.value)).toEqual(["C26"]);
});
