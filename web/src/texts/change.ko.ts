import type { change as english } from "./change.en";

export const change: Record<keyof typeof english, string> = {};
