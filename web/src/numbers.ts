// Numbers as the reader's language writes them. What is missing is said, never written as nought.

import { type Language, language } from "./texts";

export interface Numbers {
  /** A fraction as per cent: 0.0649 is 6.5 %. */
  share: (value: number, digits?: number) => string;
  /** A difference of fractions in percentage points, with its sign: −0.031 is −3.1. */
  points: (value: number, digits?: number) => string;
  /** Per cent that are per cent already, with their sign. */
  percent: (value: number, digits?: number) => string;
  /** Millions of US dollars, in the size that suits: 1,200 is $1.2 bn. */
  usd: (millions: number) => string;
  plain: (value: number, digits?: number) => string;
  /** A number by the unit of its record. */
  of: (value: number, unit: string) => string;
}

const MINUS = "−";
const formats = new Map<string, Intl.NumberFormat>();

function format(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options);
  const held = formats.get(key) ?? new Intl.NumberFormat(locale, options);
  formats.set(key, held);
  return held;
}

const write = (locale: string, value: number, options: Intl.NumberFormatOptions) =>
  format(locale, options).format(value).replace("-", MINUS);

/** Digits after the point so that a small share is not written as nought. */
function digitsOf(percent: number): number {
  const size = Math.abs(percent);
  return size === 0 || size >= 0.1 ? 1 : size >= 0.01 ? 2 : 3;
}

/** Digits after the point of a change in per cent: two figures, whatever its size. */
export function figuresOf(percent: number): number {
  const size = Math.abs(percent);
  return size === 0 || size >= 1 ? 1 : Math.min(5, 1 - Math.floor(Math.log10(size)));
}
/** Per cent of a loss that are no more than the solver leaves: a cost of at most nothing is nought. */
const NOTHING = 5e-6;
/** The smallest share that is written as a number. */
const SMALLEST = 1e-5;

/** Give the formats of a language. */
export function numbers(word: Language): Numbers {
  const fixed = (digits: number): Intl.NumberFormatOptions => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });
  const share = (value: number, digits = digitsOf(100 * value)) => {
    const tiny = value !== 0 && Math.abs(value) < SMALLEST;
    const text = write(word, tiny ? SMALLEST : value, { style: "percent", ...fixed(digits) });
    return tiny ? `< ${text}` : text;
  };
  const points = (value: number, digits = 1) => write(word, 100 * value, { signDisplay: "exceptZero", ...fixed(digits) });
  const percent = (value: number, digits = figuresOf(value)) =>
    write(word, value / 100, { style: "percent", signDisplay: "exceptZero", ...fixed(digits) });
  const lost = (value: number) => write(word, value / 100, { style: "percent", ...fixed(figuresOf(value)) });
  const plain = (value: number, digits = 3) => write(word, value, { maximumFractionDigits: digits });
  const usd = (millions: number) =>
    write(word, 1e6 * millions, { style: "currency", currency: "USD", notation: "compact", maximumSignificantDigits: 3 });
  const of = (value: number, unit: string) => {
    if (unit === "share") return share(value);
    if (unit === "percentage points") return points(value / 100);
    if (unit === "percent" || unit === "percent per percent") return percent(value);
    if (unit === "percent lost") return lost(Math.abs(value) < NOTHING ? 0 : value);
    if (unit === "million USD") return usd(value);
    if (unit === "thousand USD") return usd(value / 1000);
    if (unit === "year") return String(value);
    return plain(value);
  };
  return { share, points, percent, usd, plain, of };
}

export const useNumbers = (): Numbers => numbers(language.use());
