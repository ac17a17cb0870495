import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { at, begun, drop, matching, nameOf, type Path, put, read } from "./toml";

const FOLDER = new URL("../../../../talks/", import.meta.url);
const GALLERY = readdirSync(FOLDER).filter((name) => name.endsWith(".toml")).map((name) => [name, readFileSync(new URL(name, FOLDER), "utf-8")] as const);
const nuclear = GALLERY.find(([name]) => name === "nuclear.toml")?.[1] ?? "";

/** Give the lines of a text that another does not have. */
const lines = (text: string, than: string) => text.split("\n").filter((line) => !than.split("\n").includes(line));

describe("the examples of TOML's specification are read as it says", () => {
  test.each<[string, Path, unknown]>([
    ['"127.0.0.1" = "value"', ["127.0.0.1"], "value"],
    ['physical.color = "orange"\nphysical.shape = "round"\nsite."google.com" = true', ["site", "google.com"], true],
    ["fruit . flavor = 'banana'", ["fruit", "flavor"], "banana"],
    ['str = "I\'m a string. \\"You can quote me\\". Name\\tJos\\u00E9\\nLocation\\tSF."', ["str"], 'I\'m a string. "You can quote me". Name\tJosé\nLocation\tSF.'],
    ['str1 = """\nRoses are red\nViolets are blue"""', ["str1"], "Roses are red\nViolets are blue"],
    ['str2 = """\nThe quick brown \\\n\n\n  fox jumps over \\\n    the lazy dog."""', ["str2"], "The quick brown fox jumps over the lazy dog."],
    ["str7 = '''\"This,\" she said, \"is just a pointless statement.\"'''", ["str7"], '"This," she said, "is just a pointless statement."'],
    ["winpath  = 'C:\\Users\\nodejs\\templates'", ["winpath"], "C:\\Users\\nodejs\\templates"],
    ["int5 = 1_000\nhex2 = 0xdeadbeef\nflt4 = 5e+22\nflt7 = 6.626e-34", ["hex2"], 0xdeadbeef],
    ["nested_mixed_array = [ [ 1, 2 ], [\"a\", \"b\", \"c\"] ]", ["nested_mixed_array", 1, 2], "c"],
    ["integers3 = [\n  1,\n  2, # this is ok\n]", ["integers3"], [1, 2]],
    ["[dog.\"tater.man\"]\ntype.name = \"pug\"", ["dog", "tater.man", "type", "name"], "pug"],
    ["[[fruits]]\nname = 'apple'\n[fruits.physical]\ncolor = 'red'\n[[fruits.varieties]]\nname = 'red delicious'\n[[fruits]]\nname = 'banana'\n[[fruits.varieties]]\nname = 'plantain'", ["fruits", 1, "varieties", 0, "name"], "plantain"],
    ["points = [ { x = 1, y = 2, z = 3 },\n { x = 7, y = 8, z = 9 } ]", ["points", 1, "z"], 9],
    ["dob = 1979-05-27T07:32:00-08:00", ["dob"], "1979-05-27T07:32:00-08:00"],
  ])("%s", (text, path, value) => {
    expect(at(read(text).data, path)).toEqual(value);
  });

  test.each(["key = # INVALID", "= 'no key name'", "first = 'Tom' last = 'Preston-Werner'", "name = 'Tom'\nname = 'Pradyun'", "a = [1, 2", "[a\nb = 1", "x = 1.2.3"])(
    "what it calls invalid is not read: %s",
    (text) => {
      expect(() => read(text)).toThrow();
    },
  );
});

describe.each(GALLERY)("of %s", (_, text) => {
  test("every value can be written over by itself, and not a letter changes", () => {
    const doc = read(text);
    const plain = [...doc.spots.entries()].filter(([, spot]) => !spot.inside);
    expect(plain.length).toBeGreaterThan(20);
    for (const [name] of plain) {
      const path = JSON.parse(name) as Path;
      const value = at(doc.data, path);
      expect(at(read(put(text, path, value)).data, path)).toEqual(value);
    }
  });

  test("a changed value changes nothing else, and no remark is lost", () => {
    const doc = read(text);
    for (const path of matching(doc, ["issues", "*", "worth", "*", 1])) {
      const made = put(text, path, 123.5);
      expect(at(read(made).data, path)).toBe(123.5);
      expect(put(made, path, at(doc.data, path))).toBe(text);
      expect(lines(made, text)).toHaveLength(1);
    }
  });
});

describe("what is added lies where it belongs", () => {
  test.each<[string, Path, unknown, string]>([
    ["beside dotted keys", ["parties", "PRK", "outside", "value"], -1, "outside.value = -1"],
    ["in a table", ["monitoring", "detection"], 0.5, "detection = 0.5"],
    ["in one of several tables", ["issues", 1, "pace"], 2, "pace = 2"],
    ["at the top", ["discount"], 0.9, "discount = 0.9"],
    ["in an inline table", ["requires", 0, "needs", "relief"], "half", 'needs = { production = "cap", relief = "half" }'],
    ["behind the last of a list", ["issues", 0, "levels", 3], "stop", 'levels = ["runs on", "freeze", "cap", "stop"]   # freeze: tests and known plants stop; cap: all plants do, inspectors see it'],
  ])("%s", (_, path, value, line) => {
    const made = put(nuclear, path, value);
    expect(at(read(made).data, path)).toEqual(value);
    expect(lines(made, nuclear)).toEqual([line]);
  });

  test("a table of its own, before those that come after it", () => {
    const made = put(nuclear, ["engine", "tariffs"], "us-2024");
    expect(at(read(made).data, ["engine"])).toEqual({ tariffs: "us-2024" });
    expect(made.indexOf("[engine]")).toBeLessThan(made.indexOf("[monitoring]"));
    expect(lines(nuclear, made)).toEqual([]);
  });

  test("in a table that has no entry of its own, and in an empty text", () => {
    expect(read(put("[a]\n[a.b]\nc = 1\n", ["a", "d"], 2)).data).toEqual({ a: { b: { c: 1 }, d: 2 } });
    expect(read(put("", ["parties", "A", "discount"], 0.9)).data).toEqual({ parties: { A: { discount: 0.9 } } });
    expect(put("a = 1", ["b"], 2)).toBe("a = 1\nb = 2\n");
  });

  test("one more of several, also where they stand in one line", () => {
    const made = begun(nuclear, ["issues"], [[["name"], "visits"], [["worth", "PRK"], [0, 1]]], true);
    expect(at(read(made).data, ["issues", 5])).toEqual({ name: "visits", worth: { PRK: [0, 1] } });
    expect(at(read(made).data, ["requires"])).toEqual(at(read(nuclear).data, ["requires"]));
    const inline = begun("issues = [{ name = 'a' }]\n", ["issues"], [[["name"], "b"], [["worth", "X"], [0]]], true);
    expect(read(inline).data).toEqual({ issues: [{ name: "a" }, { name: "b", worth: { X: [0] } }] });
  });
});

describe("what is taken away", () => {
  test("leaves a remark that stood behind it", () => {
    const made = drop(nuclear, ["parties", "PRK", "detection"]);
    expect(at(read(made).data, ["parties", "PRK"])).toEqual({ discount: [0.85, 0.92, 0.97], outside: { after: "revert" } });
    expect(made).toContain("# what is hidden is found in a year");
  });

  test("of a list, of an inline table, and a whole table with what is in it", () => {
    const reduced = drop(nuclear, ["issues", 1, "worth", "PRK", 0]);
    expect(at(read(reduced).data, ["issues", 1, "worth", "PRK"])).toHaveLength(3);
    expect(read(drop("a = { b = 1, c = 2 }", ["a", "c"])).data).toEqual({ a: { b: 1 } });
    const { data } = read(nuclear);
    const made = read(drop(nuclear, ["issues", 1]));
    expect(at(made.data, ["issues"])).toEqual((data.issues as unknown[]).filter((_, place) => place !== 1));
    expect({ ...made.data, issues: null }).toEqual({ ...data, issues: null });
    const few = read(drop(nuclear, ["courses", "engagement"]));
    expect(Object.keys(few.data.courses as object)).toEqual(["pressure", "safe-pressure"]);
    expect(few.spots.has(nameOf(["courses", "engagement", "label"]))).toBe(false);
  });
});
