import { describe, expect, test } from "vitest";
import { amountOf, answeredBy, answerTo, edited, replaced, removed, type Scenario, short, started, text, titled, toml, withAmount } from "./scenario";

const tariff: Scenario = {
  title: "tariff +25 points by USA on CHN sectors C26,C27; CHN retaliates",
  shocks: [{ kind: "tariff", by: ["USA"], on: ["CHN"], sectors: ["C26", "C27"], up_by_points: 25 }],
  retaliation: [{ kind: "tariff", by: ["CHN"], on: ["USA"], sectors: ["C26", "C27"], up_by_points: 25 }],
};

describe("the short form", () => {
  test("says a tariff and its answer", () => expect(short(tariff)).toBe(tariff.title));

  test.each([
    [{ kind: "embargo", by: ["KOR"], on: ["CHN"], share: 90 }, "embargo 90 % between KOR and CHN"],
    [{ kind: "embargo", by: ["ALL"], on: ["DEU"] }, "embargo between ALL and DEU"],
    [{ kind: "embargo", by: ["G7"], on: ["RUS"], direction: "imports", sectors: ["B06"] }, "embargo by G7 on imports from RUS sectors B06"],
    [{ kind: "trade_cost", by: ["KOR"], on: ["CHN"], up_by_percent: -5 }, "trade costs -5 % between KOR and CHN"],
    [{ kind: "export_tax", by: ["CHN"], on: ["USA"], set_to: 10 }, "export tax set to 10 % by CHN on USA"],
    [{ kind: "tariff", by: ["USA"], on: ["CHN"], up_by_percent: -50 }, "tariff down by 50 per cent by USA on CHN"],
    [{ kind: "productivity", of: ["KOR"], up_by_percent: -5 }, "productivity -5 % in KOR"],
    [{ kind: "transfer", from: ["USA"], to: ["KOR"], million_usd: 1000 }, "transfer 1000 million from USA to KOR"],
    [{ kind: "agreement", parties: ["KOR", "CHN"], set_to: 0 }, "agreement among KOR,CHN"],
    [{ kind: "agreement", name: "RCEP" }, "agreement RCEP"],
    [{ kind: "agreement", name: "CJK", exclude: ["A01"], depth: 7 }, "agreement CJK except A01 depth 7"],
  ] as const)("says %j", (shock, said) => {
    expect(short({ title: "", shocks: [shock as never] })).toBe(said);
  });

  test("gives up where it can't say all", () => {
    expect(short({ ...tariff, model: { closure: "balanced" } })).toBeNull();
    expect(short({ ...tariff, retaliation: [{ kind: "tariff", by: ["CHN"], on: ["USA"], up_by_points: 10 }] })).toBeNull();
  });
});

describe("changes", () => {
  test("an answer in kind follows its shock, and goes with it", () => {
    const [shock] = tariff.shocks ?? [];
    if (!shock) throw new Error("no shock");
    const moved = replaced(tariff, "shocks", 0, { ...shock, up_by_points: 40 });
    expect(moved.retaliation?.[0]?.up_by_points).toBe(40);
    expect(moved.title).toBe("tariff +40 points by USA on CHN sectors C26,C27; CHN retaliates");
    expect(removed(moved, "shocks", 0)).toEqual({ title: "A scenario" });
  });

  test("an answer in kind follows the other side", () => {
    const [shock] = tariff.shocks ?? [];
    if (!shock) throw new Error("no shock");
    const moved = replaced(tariff, "shocks", 0, { ...shock, on: ["CHN", "MEX"] });
    expect(moved.retaliation?.[0]?.by).toEqual(["CHN", "MEX"]);
  });

  test("a shock on no one named is on all, and all answer it", () => {
    const [shock] = tariff.shocks ?? [];
    if (!shock) throw new Error("no shock");
    const { on: _, ...open } = shock;
    const moved = replaced(tariff, "shocks", 0, open as typeof shock);
    const said = "tariff +25 points by USA on ALL sectors C26,C27; ALL retaliates";
    expect([short(moved), moved.title, text(moved)]).toEqual([said, said, said]);
    expect(answerTo(moved, open as typeof shock)).toBe(0);
    expect(answerTo(moved, { ...shock, on: ["ALL"] })).toBe(0);
    const back = replaced(moved, "shocks", 0, shock);
    expect(back.title).toBe(tariff.title);
  });

  test("a title that leaves out that all are hit follows too", () => {
    const shock = { ...started("tariff", "USA"), on: ["ALL"] };
    const said = edited({ title: "tariff +25 points by USA", shocks: [shock] }, { shocks: [{ ...shock, up_by_points: 30 }] });
    expect(said.title).toBe("tariff +30 points by USA on ALL");
  });

  test("a side that is missing is left to the file, where the fault is told", () => {
    const { by: _, ...nobody } = started("tariff");
    const made: Scenario = { title: "", shocks: [nobody as ReturnType<typeof started>] };
    expect(short(made)).toBeNull();
    expect(text(made)).toContain("[[shocks]]");
  });

  test("the other side answers, or not", () => {
    const shock = started("tariff", "USA", "CHN");
    const alone = edited({ title: "a" }, { shocks: [shock] });
    const both = answeredBy(alone, shock, true);
    expect(answerTo(both, shock)).toBe(0);
    expect(answeredBy(both, shock, false)).toEqual(alone);
  });

  test("a title of one's own stays, and what was found goes", () => {
    const own: Scenario = { ...tariff, title: "Mine", found: "little" };
    const made = edited(own, { retaliation: [] });
    expect(made.title).toBe("Mine");
    expect(made.found).toBeUndefined();
    expect(made.retaliation).toBeUndefined();
  });

  test("another amount takes the place of the old one", () => {
    const made = withAmount(started("tariff"), "set_to");
    expect(made.up_by_points).toBeUndefined();
    expect(amountOf(made)).toMatchObject({ key: "set_to", value: 10 });
    expect(amountOf({ kind: "embargo", by: ["ALL"], on: ["DEU"] })?.value).toBe(100);
  });
});

test("a file has values, then tables, then shocks in the file's order", () => {
  const made = toml({
    title: 'Say "so"',
    model: { closure: "balanced", theta: { C26: 4.5 } },
    groups: { "a b": ["KOR"] },
    shocks: [{ kind: "tariff", up_by_points: 25, on: ["CHN"], by: ["USA"] }],
  });
  expect(made).toBe(
    [
      'title = "Say \\"so\\""',
      "",
      "[model]",
      'closure = "balanced"',
      "",
      "[model.theta]",
      "C26 = 4.5",
      "",
      "[groups]",
      '"a b" = ["KOR"]',
      "",
      "[[shocks]]",
      'kind = "tariff"',
      'by = ["USA"]',
      'on = ["CHN"]',
      "up_by_points = 25",
      "",
    ].join("\n"),
  );
});

test("a link has the short form where it says all", () => {
  expect(text(tariff)).toBe(tariff.title);
  expect(text({ ...tariff, title: "Mine" })).toContain('title = "Mine"');
  expect(titled({ title: "", shocks: [{ kind: "recorded", table: "us_tariffs", from: "2025-01-01", to: "2025-02-01" }] })).toBe("A scenario");
});
