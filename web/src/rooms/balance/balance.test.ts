import { describe, expect, it } from "vitest";
import type { Item } from "../../api";
import { fixedOf, gameArgs } from "./args";
import { sides } from "./state";
import { along, bothWays, budgetOf, budgets, nearest, pointAt, roles } from "./tables";

const words = (said: Record<string, string>) => (name: string) => said[name] ?? "";
const item = (variable: string, rest: Partial<Item>): Item => ({ variable, value: 0, unit: "", ...rest });

describe("the frontier's slider", () => {
  const points = along([
    item("frontier_tie", { scenario: "probability 0.04", value: 0.2 }),
    item("frontier_tie", { scenario: "probability 0", value: 0.1 }),
    item("frontier_calm_pct", { scenario: "probability 0.04", value: -1 }),
    item("frontier_rate", { scenario: "probability 0.04", sector: "C26", value: 9 }),
    item("tie_level", { scenario: "today", value: 0.3 }),
  ]);

  it("has a stop for each probability that was solved, in their order", () => {
    expect(points.map((one) => [one.probability, one.tie, one.calm])).toEqual([
      [0, 0.1, null],
      [0.04, 0.2, -1],
    ]);
  });

  it("stands at the nearest stop, and tells nothing between them", () => {
    expect([nearest(points, 0.019), nearest(points, 0.021), nearest([], 0.5)]).toEqual([0, 1, 0]);
    expect(pointAt(points, 0.04)?.tie).toBe(0.2);
    expect([pointAt(points, 0.02), pointAt(points, Number.NaN)]).toEqual([null, null]);
  });
});

describe("tables of two directions", () => {
  const records = [
    item("leverage_loss_pct", { country: "KOR", partner: "CHN", scenario: "cost at most 0 %", value: 0.1 }),
    item("leverage_loss_pct", { country: "CHN", partner: "KOR", scenario: "cost at most 0 %", value: 1.8 }),
    item("leverage_loss_pct", { country: "USA", partner: "CHN", scenario: "cost at most 0 %", value: 7 }),
    item("leverage_rate_pct", { country: "KOR", partner: "CHN", sector: "C26", scenario: "cost at most 0 %, tariff", value: 3 }),
  ];

  it("bring one on the other and back beside each other, and nobody else", () => {
    const [row, ...more] = bothWays(records, "KOR", "CHN", ["leverage_loss_pct"]);
    expect([row?.there?.value, row?.back?.value, more.length]).toEqual([0.1, 1.8, 0]);
    expect(budgets(records, "CHN", "KOR")).toEqual([{ budget: "cost at most 0 %", of: { leverage_loss_pct: { there: 1.8, back: 0.1 } } }]);
  });

  it("read what a point of the frontier is", () => {
    expect(budgetOf("cost at most 0.05 %")).toEqual({ kind: "most", cost: 0.05 });
    expect(["the sender's best", "any cost", "else"].map((one) => budgetOf(one).kind)).toEqual(["best", "any", "other"]);
  });
});

it("reads how a country is tied to two powers", () => {
  expect(roles("tied to USA, at odds with CHN")).toEqual([
    { kind: "tied_to", power: "USA" },
    { kind: "at_odds_with", power: "CHN" },
  ]);
  expect(roles("representative and gatekeeper")).toEqual([{ kind: "representative_and_gatekeeper", power: "" }]);
  expect(roles("a new word")).toEqual([{ kind: "", power: "a new word" }]);
});

describe("what is asked", () => {
  it("is of the sides of the link, else of the first country and the last power that it is not", () => {
    expect(sides(words({}), "KOR", ["USA", "CHN"])).toEqual({ country: "KOR", on: "CHN", powers: ["USA", "CHN"] });
    expect(sides(words({ country: "CHN" }), "KOR", ["USA", "CHN"]).on).toBe("USA");
    expect(sides(words({ on: "JPN", powers: "EU,-" }), "KOR", ["USA", "CHN"])).toEqual({ country: "KOR", on: "JPN", powers: ["EU", ""] });
  });

  it("is one frontier for all probabilities, with fewer points where each takes long", () => {
    const asked = (said: Record<string, string>) => fixedOf({ country: "KOR", on: "CHN", of: words(said) });
    expect(asked({ probability: "0.5" })).toEqual({ country: "KOR", against: "CHN", instruments: "uniform", points: "11" });
    expect(asked({ instruments: "each", cut: "50", worst: "yes" })).toEqual({ country: "KOR", against: "CHN", instruments: "each", cut: "50", points: "6" });
  });

  it("has each game's own words, and no other's", () => {
    const asked = (game: "optimal" | "war" | "truce", said: Record<string, string>) => gameArgs({ game, country: "USA", on: "CHN", of: words(said) });
    const said = { also: "JPN", from: "today", solution: "even", taxes: "export_tax", by: "uniform" };
    expect(asked("optimal", said)).toEqual({ country: "USA", against: "CHN", instruments: "export_tax", uniform: "true" });
    expect(asked("war", said)).toEqual({ first: "USA", second: "CHN", retaliate: "JPN", uniform: "true" });
    expect(asked("truce", said)).toEqual({ first: "USA", second: "CHN", also: "JPN", from_: "today", solution: "even", uniform: "true" });
    expect(asked("war", { by: "sector-partner" })).toEqual({ first: "USA", second: "CHN" });
    expect(gameArgs({ game: "war", country: "USA", on: "", of: words({}) })).toBeNull();
  });
});
