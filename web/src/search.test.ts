import { describe, expect, it } from "vitest";
import { matching, type Option } from "./search";

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
