// Search in a list of choices: by name in any language, by code, without regard to case or accents.

export interface Option {
  value: string;
  text: string;
  /** Other words by which it is found: its code, its name in another language. */
  also?: string;
  /** What it is about, by which it is found as well. */
  words?: readonly string[];
  /** Whether little is known of it, so that it stands after all others. */
  last?: boolean;
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
  const about = (option.words ?? []).map(plain);
  if (also.startsWith(word) || about.some((one) => one.startsWith(word))) return 2;
  if (text.split(/[\s(,/-]+/).some((part) => part.startsWith(word))) return 3;
  return text.includes(word) || also.includes(word) || about.some((one) => one.includes(word)) || plain(option.value).includes(word) ? 4 : -1;
}

/** Give the options that match a word, the best first; all in their order where there is none. */
export function matching(options: readonly Option[], typed: string): Option[] {
  const word = plain(typed);
  if (!word) return [...options];
  return options
    .map((option, place) => ({ option, place, rank: rank(option, word) }))
    .filter((one) => one.rank >= 0)
    .sort((a, b) => Number(a.option.last ?? false) - Number(b.option.last ?? false) || a.rank - b.rank || a.place - b.place)
    .map((one) => one.option);
}

/** Give the option that can't be chosen and is meant by a word better than any that can, if there is one. */
export function meant(taken: readonly Option[], found: readonly Option[], typed: string): Option | undefined {
  const word = plain(typed);
  const [one] = word ? matching(taken, typed) : [];
  const [best] = found;
  if (!one || !best) return one;
  const order = (option: Option) => (option.last ? 10 : 0) + rank(option, word);
  return order(one) < order(best) ? one : undefined;
}
