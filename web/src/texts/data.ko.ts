import type { data as english } from "./data.en";

export const data: Record<keyof typeof english, string> = {};
