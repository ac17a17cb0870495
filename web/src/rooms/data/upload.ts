// A file on its way to the store: checked before it is sent, sent with its progress, and stopped on request.

import { client, type Fault, Refused } from "../../api";
import type { Source } from "./holdings";

/** Give the source whose name a file's name holds or begins with, or none. */
export function guess(filename: string, sources: readonly Pick<Source, "source" | "title">[]): string {
  const plain = (word: string) => word.toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();
  const name = ` ${plain(filename)} `;
  const letters = name.replaceAll(" ", ""); // such as BACIHS92.zip or UNVotes2024.csv
  const score = ({ source }: Pick<Source, "source" | "title">) => {
    const whole = plain(source);
    if (name.includes(` ${whole} `)) return 100 + whole.length;
    const parts = whole.split(" ");
    const found = parts.filter((part) => name.includes(` ${part}`)).length;
    if (found === parts.length) return 10 + whole.length;
    const joined = parts.join("");
    return letters.startsWith(joined) ? joined.length : 0;
  };
  const [best] = sources.map((one) => ({ one, points: score(one) })).sort((a, b) => b.points - a.points);
  return best && best.points > 0 ? best.one.source : "";
}

/** Give the year that a file's name holds, if it holds one. */
export function yearIn(filename: string): string {
  const years = [...filename.matchAll(/(?<!\d)((?:19|20)\d{2})(?!\d)/g)].map((one) => one[1] ?? "");
  return new Set(years).size === 1 ? (years[0] ?? "") : "";
}

/** Write a size as a reader does. */
export function sized(bytes: number, plain: (value: number, digits?: number) => string): string {
  const units = ["B", "kB", "MB", "GB"];
  const step = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log10(bytes) / 3) : 0);
  return `${plain(bytes / 1000 ** step, step ? 1 : 0)} ${units[step]}`;
}

export interface Parcel {
  file: File;
  source: string;
  year: string;
  edition: string;
}

/** Send a file, and give the name of the job that reads it. */
export function send({ file, source, year, edition }: Parcel, signal: AbortSignal, onSent: (fraction: number) => void): Promise<string> {
  const query = new URLSearchParams({ filename: file.name, ...(year && { year }), ...(edition && { edition }) });
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much has been sent
    request.open("POST", `api/data/${encodeURIComponent(source)}?${query}`);
    request.setRequestHeader("X-Client", client);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && onSent(event.loaded / event.total);
    request.onload = () => {
      const body = request.response as { id?: string; error?: Fault } | null;
      if (request.status < 300 && body?.id) done(body.id);
      else failed(new Refused(body?.error ?? { what: `the service answered ${request.status}`, where: "", remedy: "", code: request.status }, request.status));
    };
    request.onerror = () => failed(new Refused({ what: "offline", where: "", remedy: "", code: 0 }, 0));
    request.onabort = () => failed(new DOMException("stopped", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
