import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Line, Superseded } from "./queue";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A request that takes its time, and ends when it is given up. */
const taking = (value: string, time: number) => (signal: AbortSignal) =>
  new Promise<string>((done, failed) => {
    setTimeout(() => done(value), time);
    signal.addEventListener("abort", () => failed(new DOMException("aborted", "AbortError")));
  });

test("one request is under way, and of those that wait the newest goes next", async () => {
  const line = new Line();
  const begun: string[] = [];
  const put = (value: string) =>
    line.put("slider", (signal) => {
      begun.push(value);
      return taking(value, 100)(signal);
    });
  const first = put("1");
  const second = put("2").catch((error: unknown) => error);
  const third = put("3");
  expect(begun).toEqual(["1"]);
  await vi.advanceTimersByTimeAsync(100);
  expect(await first).toBe("1");
  expect(await second).toBeInstanceOf(Superseded);
  expect(begun).toEqual(["1", "3"]);
  await vi.advanceTimersByTimeAsync(100);
  expect(await third).toBe("3");
  expect(line.busy()).toBe(false);
});

test("a slow request is given up for a newer one of the same asker", async () => {
  const line = new Line(600);
  const slow = line.put("a", taking("slow", 10_000)).catch((error: unknown) => error);
  const next = line.put("a", taking("next", 10));
  await vi.advanceTimersByTimeAsync(599);
  expect(line.busy("a")).toBe(true);
  await vi.advanceTimersByTimeAsync(20);
  expect(await slow).toBeInstanceOf(Superseded);
  expect(await next).toBe("next");
});

test("askers wait for each other, and none drops another's", async () => {
  const line = new Line(600);
  const one = line.put("a", taking("a", 1000));
  const other = line.put("b", taking("b", 10));
  await vi.advanceTimersByTimeAsync(1000);
  expect(await one).toBe("a");
  await vi.advanceTimersByTimeAsync(10);
  expect(await other).toBe("b");
});

test("a stopped asker's request is given up", async () => {
  const line = new Line();
  const one = line.put("a", taking("a", 1000)).catch((error: unknown) => error);
  line.stop("a");
  await vi.advanceTimersByTimeAsync(1);
  expect(await one).toBeInstanceOf(Superseded);
});

test("a refusal is told, and the line goes on", async () => {
  const line = new Line();
  const bad = line.put("a", () => Promise.reject(new Error("no solution"))).catch((error: unknown) => error);
  const good = line.put("b", taking("b", 1));
  expect(await bad).toMatchObject({ message: "no solution" });
  await vi.advanceTimersByTimeAsync(1);
  expect(await good).toBe("b");
});
