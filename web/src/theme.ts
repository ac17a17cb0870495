// Light or dark: as the system says, or as the reader chose.

import { keep, kept, store } from "./store";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const known = (word: string): word is Theme => THEMES.some((one) => one === word);
const first = kept("theme");

export const theme = store<Theme>(known(first) ? first : "system");

const system = typeof matchMedia === "undefined" ? null : matchMedia("(prefers-color-scheme: dark)");

/** Whether the page is dark now. */
export const dark = store(false);

function apply(): void {
  const chosen = theme.get();
  dark.set(chosen === "system" ? Boolean(system?.matches) : chosen === "dark");
  document.documentElement.dataset.theme = dark.get() ? "dark" : "light";
}

/** Draw the page in a theme, and keep it for the next visit. */
export function paint(word: string): void {
  if (known(word)) {
    theme.set(word);
    keep("theme", word);
  }
  apply();
}

if (typeof document !== "undefined") {
  system?.addEventListener("change", apply);
  apply();
}
