import { describe, expect, it } from "vitest";
import { type Event, events } from "./jobs";

function stream(...parts: string[]): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder();
  return new ReadableStream({
    start(control) {
      for (const part of parts) control.enqueue(bytes.encode(part));
      control.close();
    },
  });
}

async function all(body: ReadableStream<Uint8Array>): Promise<Event[]> {
  const found: Event[] = [];
  for await (const event of events(body)) found.push(event);
  return found;
}

describe("the events of a job", () => {
  it("are read wherever the stream is cut", async () => {
    const told = await all(stream('data: {"state":"wai', 'ting","place":2}\n', '\n: beat\n\ndata: {"state":"stopped"}\r\n\r\n'));
    expect(told).toEqual([{ state: "waiting", place: 2 }, { state: "stopped" }]);
  });
});
