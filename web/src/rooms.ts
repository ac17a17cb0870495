// The rooms by their names in the link. The first is loaded with the page, the others when they are entered.

import type { ComponentType } from "preact";
import { Equation } from "./rooms/equation";

export const ROOMS = ["equation", "reliance", "change", "balance", "agreements", "talks", "record", "brief", "data"] as const;
export type Room = (typeof ROOMS)[number];

type Loaded = Promise<ComponentType>;

export const first: Partial<Record<Room, ComponentType>> = { equation: Equation };

export const load: Record<Exclude<Room, "equation">, () => Loaded> = {
  reliance: async () => (await import("./rooms/reliance")).Reliance,
  change: async () => (await import("./rooms/change")).Change,
  balance: async () => (await import("./rooms/balance")).Balance,
  agreements: async () => (await import("./rooms/agreements")).Agreements,
  talks: async () => (await import("./rooms/talks")).Talks,
  record: async () => (await import("./rooms/record")).TheRecord,
  brief: async () => (await import("./rooms/brief")).TheBrief,
  data: async () => (await import("./rooms/data")).Data,
};

export const isRoom = (word: string): word is Room => ROOMS.some((one) => one === word);
