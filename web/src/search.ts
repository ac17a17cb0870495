// Search in a list of choices: by name in any language, by code, without regard to case or accents.

export interface Option {
  value: string;
  text: string;
  /** Other words by which it is found: its code, its name in another language. */
  also?: string;
  /** A remark beside it. */
  detail?: string;
  /** The heading that it stands under. */
  section?: string;
}

/** Bring a word into a form that compares: lower case, no accents, composed as it is typed. */
export function plain(word: string): string {
  return word
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase()
    .trim();
}

/** How well an option matches, the smaller the better; -1 where it does not. */
function rank(option: Option, word: string): number {
  if (plain(option.value) === word) return 0;
  const text = plain(option.text);
  if (text.startsWith(word)) return 1;
  const also = plain(option.also ?? "");
  if (also.startsWith(word)) return 2;
  if (text.split(/[\s(,/-]+/).some((part) => part.startsWith(word))) return 3;
  return text.includes(word) || also.includes(word) || plain(option.value).includes(word) ? 4 : -1;
}

/** Give the options that match a word, the best first; all in their order where there is none. */
export function matching(options: readonly Option[], typed: string): Option[] {
  const word = plain(typed);
  if (!word) return [...options];
  return options
    .map((option, place) => ({ option, place, rank: rank(option, word) }))
    .filter((one) => one.rank >= 0)
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .map((one) => one.option);
}
