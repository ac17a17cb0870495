import type { equation as english } from "./equation.en";

export const equation: Record<keyof typeof english, string> = {};
