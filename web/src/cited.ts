// What the answers on screen rest on, gathered over the session so that all of it can be cited.

import type { Answer, Baseline } from "./api";
import { store } from "./store";

export interface Cited extends Baseline {
  /** The questions whose answers rest on it. */
  questions: string[];
}

export const cited = store<readonly Cited[]>([]);

const name = (one: Baseline) => [one.source, one.edition, one.year].join("|");

/** Take note of an answer's sources. */
export function report({ meta }: Pick<Answer, "meta">): void {
  cited.set((held) => {
    const found = new Map(held.map((one) => [name(one), one]));
    let changed = false;
    for (const one of meta.baseline) {
      const old = found.get(name(one));
      if (old?.questions.includes(meta.question)) continue;
      found.set(name(one), { ...one, questions: [...(old?.questions ?? []), meta.question] });
      changed = true;
    }
    return changed ? [...found.values()] : held;
  });
}

/** Write years as a reader does: 2022, or 2008–2022. */
export function yearsOf(year: Baseline["year"]): string {
  if (year === undefined || year === null) return "";
  return Array.isArray(year) ? [...new Set([year[0], year.at(-1)])].join("–") : String(year);
}

/** Give the citations as text, a paragraph a source, each of which begins with its title. */
export function asText(list: readonly Cited[]): string {
  const one = (each: Cited) => {
    const edition = [each.edition, yearsOf(each.year)].filter(Boolean).join("; ");
    const title = each.title || each.source;
    const citation = each.citation ?? "";
    const opens = citation.toLowerCase().startsWith(title.toLowerCase());
    const said = [!opens && title, citation, edition && `(${edition})`, each.licence && `Licence: ${each.licence}`];
    return said.filter(Boolean).join(". ").replaceAll("..", ".");
  };
  return `${list.map(one).join("\n\n")}\n`;
}

const braced = (text: string) => text.replace(/[\\{}]/g, "").replace(/([&%$#_])/g, "\\$1");

/** Give the citations as BibTeX, an entry a source; what a citation's author and year are is read from its start. */
export function asBibtex(list: readonly Cited[]): string {
  const entry = (each: Cited) => {
    const [, author = "", year = ""] = /^(.{2,160}?)\s*\((\d{4})\)/.exec(each.citation ?? "") ?? [];
    const address = /https?:\/\/[^\s,;)]+/.exec(each.citation ?? "")?.[0].replace(/\.$/, "") ?? "";
    const fields: [string, string][] = [
      ["title", each.title || each.source],
      ["author", author ? `{${braced(author)}}` : ""],
      ["year", year],
      ["edition", each.edition ?? ""],
      ["howpublished", address && `\\url{${address}}`],
      ["note", [each.citation, each.licence && `Licence: ${each.licence}`].filter(Boolean).join(" ")],
    ];
    const ready = ([key, value]: [string, string]) =>
      `  ${key} = {${key === "howpublished" ? value : key === "author" ? value : braced(value)}}`;
    return `@misc{${each.source.replace(/[^\w-]/g, "-")},\n${fields.filter(([, value]) => value).map(ready).join(",\n")}\n}`;
  };
  return `${list.map(entry).join("\n\n")}\n`;
}
