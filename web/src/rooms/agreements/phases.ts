// The years over which an agreement is phased in, as the question writes them: 10, or 10,A01:20,C29:15.

export interface Schedule {
  /** Of every sector that is not named; 0 is at once. */
  years: number;
  /** Of single sectors or groups. */
  of: { sector: string; years: number }[];
}

const whole = (word: string): number | null => (/^\d+$/.test(word.trim()) ? Number(word) : null);

/** Read a schedule; null where the form can't show it, so that it is kept as it was typed. */
export function schedule(text: string): Schedule | null {
  const made: Schedule = { years: 0, of: [] };
  if (!text.trim()) return made;
  for (const [place, part] of text.split(",").entries()) {
    const at = part.lastIndexOf(":");
    const years = whole(part.slice(at + 1));
    const sector = at < 0 ? "" : part.slice(0, at).trim();
    if (years === null || (at >= 0 && !sector) || (at < 0 && place > 0)) return null;
    if (at < 0) made.years = years;
    else made.of.push({ sector, years });
  }
  return made;
}

/** Write a schedule; empty where all is at once, as where none is said. */
export function phased({ years, of }: Schedule): string {
  if (!of.length) return years ? String(years) : "";
  return [String(years), ...of.map((one) => `${one.sector}:${one.years}`)].join(",");
}
