import type { reliance as english } from "./reliance.en";

export const reliance: Record<keyof typeof english, string> = {};
