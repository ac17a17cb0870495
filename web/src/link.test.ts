import { describe, expect, it } from "vitest";
import { read, written } from "./link";

describe("a link", () => {
  it("names the first room where it names none", () => {
    expect(read("").room).toBe("equation");
    expect(read("#/").room).toBe("equation");
  });

  it("reads its parameters", () => {
    const { room, params } = read("#/reliance?country=KOR&powers=USA,CHN");
    expect(room).toBe("reliance");
    expect(params.get("powers")).toBe("USA,CHN");
  });

  it("is written as a reader would write it, without what is empty", () => {
    const params = new URLSearchParams([["powers", "USA,CHN"], ["year", ""]]);
    expect(written({ room: "equation", params })).toBe("#/equation?powers=USA,CHN");
  });

  it("comes back as it was written, with signs and Korean in it", () => {
    const held = new URLSearchParams({ weights: "look_through=1,sales=2", text: "관세 10 % & more?", plus: "a+b" });
    const { params } = read(written({ room: "change", params: held }));
    expect([...params]).toEqual([...held]);
    expect(written({ room: "change", params: new URLSearchParams({ weights: "a=1" }) })).toBe("#/change?weights=a=1");
  });
});
