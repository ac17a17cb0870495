// Every visible word of ours, in each language; a catalogue a room, so that a new language is a new set of files.

import { read } from "../link";
import { keep, kept, store } from "../store";
import { agreements as agreementsEn } from "./agreements.en";
import { agreements as agreementsKo } from "./agreements.ko";
import { balance as balanceEn } from "./balance.en";
import { balance as balanceKo } from "./balance.ko";
import { brief as briefEn } from "./brief.en";
import { brief as briefKo } from "./brief.ko";
import { change as changeEn } from "./change.en";
import { change as changeKo } from "./change.ko";
import { data as dataEn } from "./data.en";
import { data as dataKo } from "./data.ko";
import { shell as shellEn } from "./en";
import { equation as equationEn } from "./equation.en";
import { equation as equationKo } from "./equation.ko";
import { frame as frameEn } from "./frame.en";
import { frame as frameKo } from "./frame.ko";
import { shell as shellKo } from "./ko";
import { record as recordEn } from "./record.en";
import { record as recordKo } from "./record.ko";
import { reliance as relianceEn } from "./reliance.en";
import { reliance as relianceKo } from "./reliance.ko";
import { talks as talksEn } from "./talks.en";
import { talks as talksKo } from "./talks.ko";

export const EN = { ...shellEn, ...frameEn, ...equationEn, ...relianceEn, ...changeEn, ...balanceEn, ...agreementsEn, ...talksEn, ...recordEn, ...briefEn, ...dataEn };

export type Key = keyof typeof EN;
export type Params = Record<string, string | number>;
export type Text = (key: Key, params?: Params) => string;

const KO: Record<Key, string> = { ...shellKo, ...frameKo, ...equationKo, ...relianceKo, ...changeKo, ...balanceKo, ...agreementsKo, ...talksKo, ...recordKo, ...briefKo, ...dataKo };

/** The languages by their code, each named in itself. */
export const LANGUAGES = { en: "English", ko: "한국어" } as const;
export type Language = keyof typeof LANGUAGES;

export const CATALOGUES: Record<Language, Record<Key, string>> = { en: EN, ko: KO };

const known = (word: string): word is Language => word in LANGUAGES;

function first(): Language {
  if (typeof location === "undefined") return "en";
  const asked = [read(location.hash).params.get("lang") ?? "", kept("language"), navigator.language.slice(0, 2)];
  return asked.find(known) ?? "en";
}

export const language = store<Language>(first());

/** Tell the page itself its language: a screen reader speaks by it, and hyphens and quotes follow it. */
function mark(word: Language): void {
  if (typeof document !== "undefined") document.documentElement.lang = word;
}
mark(language.get());

/** Change the language, and keep it for the next visit. */
export function speak(word: string): void {
  if (!known(word)) return;
  mark(word);
  language.set(word);
  keep("language", word);
}

/** Give a text with its parameters, as `{name}`, filled in. */
export function filled(text: string, params: Params = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

/** Give the catalogue's texts in some language. */
export function texts(word: Language): Text {
  return (key, params) => filled(CATALOGUES[word][key], params);
}

/** Give the texts in the language that is spoken: `t("key", {params})`. */
export function useText(): Text {
  return texts(language.use());
}
