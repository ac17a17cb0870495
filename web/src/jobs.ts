// Long work: a job of the service, whose events tell how far it is.

import { type Answer, type Arguments, type Fault, fetched, Refused } from "./api";
import type { Progress } from "./answers";

export type Event =
  | { state: "waiting"; place: number }
  | { state: "working"; label: string; fraction: number | null }
  | { state: "partial"; answer: Answer }
  | { state: "done"; answer: Answer; added?: unknown[]; notes?: string[] }
  | { state: "failed"; error: Fault }
  | { state: "stopped" };

/** Read the events of a stream, as text/event-stream has them. */
export async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<Event> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += value.replaceAll("\r\n", "\n");
      const parts = rest.split("\n\n");
      rest = parts.pop() ?? "";
      for (const part of parts) {
        const data = part.split("\n").filter((line) => line.startsWith("data:"));
        if (data.length) yield JSON.parse(data.map((line) => line.slice(5)).join("\n")) as Event;
      }
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

/** Follow a job's events to the last; aborting the signal closes the stream, which stops the job. */
export async function* follow(id: string, signal: AbortSignal): AsyncGenerator<Event> {
  const stop = () => void fetched(`api/jobs/${id}`, { method: "DELETE", keepalive: true }).catch(() => undefined);
  signal.addEventListener("abort", stop, { once: true });
  try {
    const response = await fetched(`api/jobs/${id}`, { signal });
    if (response.body) yield* events(response.body);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

interface Told {
  report: (progress: Progress) => void;
  partly?: (answer: Answer) => void;
}

/** Start a job for a question. */
export async function start(question: string, args: Arguments, signal: AbortSignal): Promise<string> {
  const { language = "en", ...rest } = args;
  const body = JSON.stringify({ question, arguments: rest, language });
  const response = await fetched("api/jobs", { method: "POST", body, headers: { "Content-Type": "application/json" }, signal });
  return ((await response.json()) as { id: string }).id;
}

/** Put a question as a job, and give its answer when it is done. */
export async function work(question: string, args: Arguments, signal: AbortSignal, { report, partly }: Told): Promise<Answer> {
  const id = await start(question, args, signal);
  for await (const event of follow(id, signal)) {
    if (event.state === "waiting") report({ label: "", fraction: null, place: event.place });
    if (event.state === "working") report({ label: event.label, fraction: event.fraction });
    if (event.state === "partial") partly?.(event.answer);
    if (event.state === "failed") throw new Refused(event.error, 422);
    if (event.state === "stopped") throw new DOMException("stopped", "AbortError");
    if (event.state === "done") return event.answer;
  }
  throw new Refused({ what: "offline", where: "", remedy: "", code: 0 }, 0);
}
