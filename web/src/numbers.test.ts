import { describe, expect, it } from "vitest";
import { numbers } from "./numbers";

const en = numbers("en");
const ko = numbers("ko");

describe("numbers", () => {
  it("writes shares as per cent, with digits enough not to be nought", () => {
    expect(en.share(0.0649)).toBe("6.5%");
    expect(en.share(0.0004)).toBe("0.04%");
    expect(en.share(0)).toBe("0.0%");
    expect(en.share(1e-7)).toBe("< 0.001%");
  });

  it("writes points with a sign, and none for nought", () => {
    expect(en.points(-0.031)).toBe("−3.1");
    expect(en.points(0.54)).toBe("+54.0");
    expect(en.points(0)).toBe("0.0");
  });

  it("writes money in the size and the words of the language", () => {
    expect(en.usd(1200)).toBe("$1.2B");
    expect(ko.usd(1200)).toContain("억");
  });

  it("follows the unit of a record", () => {
    expect(en.of(0.5, "share")).toBe("50.0%");
    expect(en.of(2022, "year")).toBe("2022");
    expect(en.of(-1.25, "percent")).toBe("−1.3%");
    expect(en.of(0.122895, "percent lost")).toBe("0.12%"); // a loss has no sign in front
    expect(en.of(-3e-8, "percent lost")).toBe("0.0%");
    expect(en.of(-0.219, "percent lost")).toBe("−0.22%");
    expect(en.of(0.0021, "percent per percent")).toBe("+0.0021%");
    expect(en.of(1.5, "thousand USD")).toBe("$1.5K");
    expect(en.of(1234.5678, "ratio")).toBe("1,234.568");
  });
});
