// What is said to the reader in passing, aloud too; and whether the program answers.

import { store } from "./store";
import type { Key } from "./texts";

export interface Notice {
  key: Key;
  /** Told to those who hear the page only. */
  quiet: boolean;
  count: number;
}

export const notice = store<Notice | null>(null);
/** Whether the last request found the program. */
export const lost = store(false);
/** Raised to ask again whatever has failed. */
export const again = store(0);

let count = 0;

export function tell(key: Key, quiet = false): void {
  const mine = ++count;
  notice.set({ key, quiet, count: mine });
  setTimeout(() => notice.set((now) => (now?.count === mine ? null : now)), 5000);
}

export function retry(): void {
  again.set((times) => times + 1);
}
