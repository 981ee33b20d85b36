import type { LiveMessage, LiveSnapshot } from "@signalbox/api-contract";
import { expect, onTestFinished, test, vi } from "vitest";
import { LiveLink } from "./live-link.ts";
import { emptyLiveData } from "./live-state.ts";
import { createLiveStore } from "./live-store.ts";
import { TabGroup } from "./tab-group.ts";
import { toSnapshot } from "./to-snapshot.ts";

type Send = (message: LiveMessage, id: string) => void;

/** A gateway that holds the streams open which tabs asked for. */
class FakeStreams {
  readonly asked: (string | null)[] = [];
  readonly #open = new Set<Send>();

  get count(): number {
    return this.#open.size;
  }

  open(lastId: string | null, send: Send, signal: AbortSignal): Promise<{ code: null }> {
    this.asked.push(lastId);
    this.#open.add(send);
    const { promise, resolve } = Promise.withResolvers<{ code: null }>();
    signal.addEventListener("abort", () => {
      this.#open.delete(send);
      resolve({ code: null });
    });
    return promise;
  }

  send(message: LiveMessage, seq: number): void {
    for (const send of this.#open) send(message, `boot:${seq}`);
  }
}

function openTab(name: string, streams: FakeStreams) {
  const store = createLiveStore({
    paintMs: () => 250,
    now: () => Date.now(),
    onNextFrame: (run) => run(),
  });
  const seen: number[] = [];
  store.subscribe(() => seen.push(store.getState().seq));
  const group = new TabGroup({
    name,
    store,
    locks: navigator.locks,
    isVisible: () => true,
    now: () => Date.now(),
    createLink: (on) =>
      new LiveLink({
        open: (lastId, send, signal) => streams.open(lastId, send, signal),
        isDenied: () => Promise.resolve(false),
        onMessage: on.message,
        onStatus: on.status,
        sleep: () => Promise.resolve(),
        now: () => Date.now(),
        random: () => 1,
      }),
  });
  group.start();
  return { store, group, seq: () => store.getState().seq };
}

const snapshot = (seq: number): LiveSnapshot => ({
  ...toSnapshot(emptyLiveData),
  bootId: "boot",
  seq,
});
const frame = (seq: number): LiveMessage => ({
  type: "frame",
  seq,
  at: seq,
  requestsNotShown: seq,
});

test("tabs share one stream; a newcomer is told where things stand; the next in line takes over", async () => {
  const name = `tabs ${crypto.randomUUID()}`;
  const streams = new FakeStreams();
  const first = openTab(name, streams);
  await vi.waitUntil(() => streams.count === 1);
  streams.send(snapshot(1), 1);
  streams.send(frame(2), 2);

  const second = openTab(name, streams);
  await vi.waitUntil(() => second.seq() === 2);
  expect(streams.asked).toEqual([null]);
  streams.send(frame(3), 3);
  await vi.waitUntil(() => second.seq() === 3);
  expect(second.store.getState().requestsNotShown).toBe(3);
  expect(second.store.getState().connection.status).toBe("live");

  first.group.stop();
  await vi.waitUntil(() => streams.asked.length === 2);
  expect(streams.asked).toEqual([null, "boot:3"]);
  expect(streams.count).toBe(1);
  streams.send(frame(4), 4);
  expect(second.seq()).toBe(4);
  expect(first.seq()).toBe(3);
  second.group.stop();
});

test("alone in the browser, a tab passes nothing on until another one opens", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  const name = `tabs ${crypto.randomUUID()}`;
  const streams = new FakeStreams();
  const passedOn: number[] = [];
  const ear = new BroadcastChannel(name);
  onTestFinished(() => ear.close());
  ear.addEventListener("message", ({ data }) => {
    if (data.kind === "message") passedOn.push(data.message.seq);
  });
  const look = vi.spyOn(navigator.locks, "query");
  onTestFinished(() => look.mockRestore());
  const first = openTab(name, streams);
  await vi.waitUntil(() => streams.count === 1);
  await look.mock.results.at(-1)?.value;
  streams.send(snapshot(1), 1);
  streams.send(frame(2), 2);

  const second = openTab(name, streams);
  await vi.waitUntil(() => second.seq() === 2);
  streams.send(frame(3), 3);
  await vi.waitUntil(() => second.seq() === 3);
  for (let looks = 1; looks <= 3; looks += 1) {
    vi.advanceTimersByTime(2_000);
    await look.mock.results.at(-1)?.value;
  }
  streams.send(frame(4), 4);
  await vi.waitUntil(() => second.seq() === 4);
  await vi.waitUntil(() => passedOn.length > 1);
  expect(passedOn).toEqual([3, 4]);
  first.group.stop();
  second.group.stop();
});

test("a tab whose first word was not heard asks again when it hears that there is a leader", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  const name = `tabs ${crypto.randomUUID()}`;
  const streams = new FakeStreams();
  const look = vi.spyOn(navigator.locks, "query");
  onTestFinished(() => look.mockRestore());
  const first = openTab(name, streams);
  await vi.waitUntil(() => streams.count === 1);
  await look.mock.results.at(-1)?.value;
  streams.send(snapshot(1), 1);
  const say = vi.spyOn(BroadcastChannel.prototype, "postMessage").mockReturnValueOnce();
  const second = openTab(name, streams);
  say.mockRestore();
  vi.advanceTimersByTime(2_000);
  await vi.waitUntil(() => second.seq() === 1);
  expect(streams.asked).toEqual([null]);
  first.group.stop();
  second.group.stop();
});

test("where there are no locks, a tab reads for itself", async () => {
  const streams = new FakeStreams();
  const store = createLiveStore({
    paintMs: () => 250,
    now: () => Date.now(),
    onNextFrame: (run) => run(),
  });
  const group = new TabGroup({
    name: `tabs ${crypto.randomUUID()}`,
    store,
    locks: undefined,
    isVisible: () => true,
    now: () => Date.now(),
    createLink: (on) =>
      new LiveLink({
        open: (lastId, send, signal) => streams.open(lastId, send, signal),
        isDenied: () => Promise.resolve(false),
        onMessage: on.message,
        onStatus: on.status,
        sleep: () => Promise.resolve(),
        now: () => Date.now(),
        random: () => 1,
      }),
  });
  group.start();
  await vi.waitUntil(() => streams.count === 1);
  group.stop();
  await vi.waitUntil(() => streams.count === 0);
});
