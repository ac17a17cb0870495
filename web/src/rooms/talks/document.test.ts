import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { change, held, type Issue, issueAdded, levelAdded, levelNamed, levelRemoved, meant, partyAdded, partyRemoved, shockOf, shown, spelled, unknownAdded, unratified, worthOf } from "./document";
import { at, read } from "./toml";

const file = (name: string) => readFileSync(new URL(`../../../../talks/${name}.toml`, import.meta.url), "utf-8");
const nuclear = file("nuclear");
const data = (text: string) => read(text).data;
const issue = (text: string, name: string): Issue => held(text)?.issues.find((one) => one.name === name) as Issue;
const remarks = (text: string) => text.split("\n").flatMap((line) => /#.*$/.exec(line)?.[0] ?? []);

test("a form reads what the file says", () => {
  const found = held(nuclear);
  expect(found?.parties.map((one) => one.key)).toEqual(["PRK", "USA", "KOR"]);
  expect(found?.issues.map((one) => one.name)).toEqual(["production", "arsenal", "relief", "guarantee", "offices"]);
  expect(found?.courses.map((one) => one.name)).toEqual(["engagement", "pressure", "safe-pressure"]);
  expect(found?.rest.map((one) => [one.key, one.count])).toEqual([["requires", 2], ["courses", 3]]);
  expect(nuclear.slice(found?.rest[0]?.start).startsWith("[[requires]]")).toBe(true);
  expect(held("title = ")).toBeNull();
});

test.each<[string, unknown]>([
  ["0.9", 0.9],
  ["-3", -3],
  ["−3", -3],
  [".5", 0.5],
  ["0.8, 0.9", [0.8, 0.9]],
  ["0.8 to 0.9", [0.8, 0.9]],
  ["1; 2; 3", [1, 2, 3]],
  ["[1, 2]", [1, 2]],
  ["-0.5*growth", "-0.5*growth"],
  ["max(0, stake - 1)", "max(0, stake - 1)"],
  ["0.8, high", "0.8, high"],
  ["  ", null],
])("%s is meant so", (typed, value) => {
  expect(meant(typed)).toEqual(value);
  if (value !== null) expect(meant(shown(value))).toEqual(value);
});

describe("a change of one thing leaves all else", () => {
  test("what a level is worth", () => {
    const made = worthOf(nuclear, issue(nuclear, "arsenal"), "USA", 2, [1, 2]);
    const whole = structuredClone(data(nuclear)) as { issues: { worth: Record<string, unknown[]> }[] };
    (whole.issues[1]?.worth.USA as unknown[])[2] = [1, 2];
    expect(data(made)).toEqual(whole);
    expect(remarks(made)).toEqual(remarks(nuclear));
  });

  test("to a party to which it was worth nothing", () => {
    const cjk = file("cjk");
    const made = worthOf(cjk, issue(cjk, "japan_farms"), "KOR", 1, 0.5);
    expect(at(data(made), ["issues", 3, "worth"])).toEqual({ JPN: [0, "-farms_japan"], KOR: [0, 0.5] });
    expect(remarks(made)).toEqual(remarks(cjk));
    expect(worthOf(cjk, issue(cjk, "japan_farms"), "KOR", 1, null)).toBe(cjk);
  });

  test("a shock", () => {
    const cjk = file("cjk");
    const made = shockOf(cjk, issue(cjk, "china_goods"), 1, "tariff down by 40 % by CHN on KOR sectors goods");
    expect(at(data(made), ["issues", 2, "shocks", 1])).toBe("tariff down by 40 % by CHN on KOR sectors goods");
    const first = shockOf(nuclear, issue(nuclear, "relief"), 2, "tariff +1 points by KOR on CHN");
    expect(at(data(first), ["issues", 2, "shocks"])).toEqual(["", "", "tariff +1 points by KOR on CHN"]);
  });

  test("what is emptied is taken away, and what is not there stays so", () => {
    expect(at(data(change(nuclear, ["monitoring", "lag"], null)), ["monitoring"])).toEqual({ hazard: [0.02, 0.05, 0.12], withdrawal: true });
    expect(change(nuclear, ["monitoring", "detection"], null)).toBe(nuclear);
    expect(remarks(change(nuclear, ["monitoring", "lag"], null))).toEqual(remarks(nuclear));
  });
});

describe("levels", () => {
  test("a name is changed wherever it stands, and back", () => {
    const one = issue(nuclear, "arsenal");
    const made = levelNamed(nuclear, one, 1, "halve");
    expect(at(data(made), ["requires", 0, "step"])).toEqual({ arsenal: "halve" });
    expect(at(data(made), ["requires", 1, "needs"])).toEqual({ arsenal: "halve" });
    expect(levelNamed(made, issue(made, "arsenal"), 1, "reduce")).toBe(nuclear);
  });

  test("one more, and one less, with every row", () => {
    const text = `${nuclear}issues.arsenal.worth.PRK = [0, 1, 2, 3]\n`;
    const made = levelAdded(text, issue(text, "arsenal"), "all");
    expect(at(data(made), ["issues", 1, "levels"])).toEqual(["kept", "reduce", "few", "dismantle", "all"]);
    expect(at(data(made), ["issues", 1, "worth", "PRK"])).toEqual([0, "-0.5*(1-last)*attachment", "-(1-last)*attachment", "-attachment", "-attachment"]);
    expect(at(data(made), ["courses", "safe-pressure", "issues", "arsenal", "worth", "PRK"])).toEqual([0, 1, 2, 3, 3]);
    expect(levelRemoved(made, issue(made, "arsenal"), 4)).toBe(text);
  });

  test("a level that can be taken back is no longer named when it is gone", () => {
    const text = file("freeze-for-relief");
    const made = levelRemoved(text, issue(text, "programme"), 1);
    expect(at(data(made), ["issues", 0])).toMatchObject({ levels: ["as it is", "cap", "dismantle"], reversible: [], worth: { South: [0, 4, 7] } });
  });
});

test("a party, an issue and an unknown come and go, and leave the text as it was", () => {
  const more = issueAdded(unknownAdded(partyAdded(nuclear, "CHN"), "trust"), "visits", "CHN", ["no", "yes"], ["PRK", "CHN"]);
  const found = data(more);
  expect(at(found, ["parties", "CHN"])).toEqual({ discount: 0.9, outside: { after: "revert" } });
  expect(at(found, ["unknown", "trust"])).toEqual({ range: [0, 1] });
  expect(at(found, ["issues", 5])).toEqual({ name: "visits", owner: "CHN", levels: ["no", "yes"], reversible: true, worth: { PRK: [0, 1], CHN: [0, -1] } });
  const less = partyRemoved(change(change(more, ["issues", 5], null), ["unknown", "trust"], null), "CHN");
  expect(less).toBe(nuclear);
});

test("a party that goes takes along what anything was worth to it", () => {
  const made = partyRemoved(nuclear, "KOR");
  expect(JSON.stringify({ ...data(made), title: "", unknown: {} })).not.toMatch(/"KOR":/);
  expect(at(data(made), ["parties", "USA"])).toEqual(at(data(nuclear), ["parties", "USA"]));
  expect(at(data(made), ["issues", 4, "owner"])).toBe("KOR"); // whose it becomes, a person says
});

test("ratifiers are left out, and nothing else", () => {
  const text = '[parties.A]\n[[ratifiers]]\nname = "House"\nparty = "A"\nworth.x = [0, -1]\n[start]\nx = "no"\n';
  expect(data(unratified(text))).toEqual({ parties: { A: {} }, start: { x: "no" } });
  expect(unratified(nuclear)).toBe(nuclear);
});

test("a path is spelled as an error spells it", () => {
  expect(spelled(["issues", 0, "worth", "PRK"])).toBe("issues[0].worth.PRK");
});
