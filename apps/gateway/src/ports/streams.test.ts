import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { endedByStop, newestOf } from "./streams.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("tells the newest value whenever it changed, and holds none for a reader that is slow", async () => {
  const leaving = new AbortController();
  let value = 1;
  const options = { lastEventId: undefined, signal: leaving.signal, bootId: "b", everyMs: 100 };
  const stream = newestOf({ ...options, read: () => value })[Symbol.asyncIterator]();
  expect((await stream.next()).value).toEqual({ id: "b:1", data: 1 });
  const next = stream.next();
  await vi.advanceTimersByTimeAsync(350);
  value = 2;
  await vi.advanceTimersByTimeAsync(100);
  expect((await next).value).toEqual({ id: "b:2", data: 2 });
  value = 3;
  await vi.advanceTimersByTimeAsync(1_000);
  value = 4;
  const last = stream.next();
  await vi.advanceTimersByTimeAsync(100);
  expect((await last).value).toEqual({ id: "b:3", data: 4 });
  const end = stream.next();
  leaving.abort();
  expect((await end).done).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

it("ends quietly when its reader leaves, and says to come back when the gateway stops", async () => {
  const open = async function* ({ signal }: { signal: AbortSignal }) {
    while (!signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      signal.addEventListener("abort", () => resolve());
      yield { id: "1", data: 1 };
      await promise;
    }
  };
  const begin = () => {
    const [leaving, stopping] = [new AbortController(), new AbortController()];
    const options = { lastEventId: undefined, signal: leaving.signal };
    const stream = endedByStop(options, stopping.signal, open)[Symbol.asyncIterator]();
    return { leaving, stopping, stream };
  };
  const left = begin();
  await left.stream.next();
  left.leaving.abort();
  expect((await left.stream.next()).done).toBe(true);
  const stopped = begin();
  await stopped.stream.next();
  stopped.stopping.abort();
  await expect(stopped.stream.next()).rejects.toMatchObject({ code: "draining" });
});
