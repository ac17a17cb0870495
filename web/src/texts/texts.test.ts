import { describe, expect, it } from "vitest";
import { CATALOGUES, EN, filled, type Key, texts } from ".";

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((one) => one[1]).sort();
const keys = Object.keys(EN) as Key[];

describe("the catalogues", () => {
  it("have the same keys in every language, none of them empty", () => {
    for (const catalogue of Object.values(CATALOGUES)) {
      expect(Object.keys(catalogue).sort()).toEqual([...keys].sort());
      expect(Object.entries(catalogue).filter(([, text]) => !text.trim())).toEqual([]);
    }
  });

  it("fill the same parameters in every language", () => {
    for (const key of keys) expect([key, holes(CATALOGUES.ko[key])]).toEqual([key, holes(EN[key])]);
  });

  it("put no particle of Korean after a name, since it would depend on the name's last sound", () => {
    const wrong = /\{(name|country|partner|power|first|second|word|room)\}(은|는|이|가|을|를|와|과|로|으로)(?![가-힣(])/;
    expect(Object.entries(CATALOGUES.ko).filter(([, text]) => wrong.test(text))).toEqual([]);
  });

  it("leave a parameter that is not given as it stands", () => {
    expect(filled("{a} of {b}", { a: 1 })).toBe("1 of {b}");
    expect(texts("en")("table.rows", { shown: 2, count: 9 })).toBe("2 of 9 rows");
  });
});
