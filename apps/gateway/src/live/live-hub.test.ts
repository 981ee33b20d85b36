import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLiveBench } from "./testing/live-bench.ts";

const frameMs = 250;
const maxFrameBytes = 64 * 1024;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (frames: number) => vi.advanceTimersByTimeAsync(frames * frameMs);

describe("LiveHub", () => {
  it("builds nothing while nobody listens, and nothing any more some time after the last one left", async () => {
    const { subscribe, begin, hub } = createLiveBench();
    begin("r");
    expect(vi.getTimerCount()).toBe(0);
    const reader = subscribe();
    const running = reader.run();
    await pass(2);
    expect(reader.types).toEqual(["snapshot", "frame", "frame"]);
    reader.leave();
    await running;
    expect(hub.stats.subscribers).toBe(0);
    expect(vi.getTimerCount()).toBe(1);
    await pass(70);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("builds each frame once for all, in order, and a snapshot for all who come between two", async () => {
    const { subscribe, begin } = createLiveBench();
    const readers = [subscribe(), subscribe(), subscribe()];
    for (const reader of readers) void reader.run();
    await pass(1);
    begin("r");
    await pass(3);
    const [first, ...others] = readers.map(({ received }) => received.map(({ data }) => data));
    expect(first).toHaveLength(5);
    for (const other of others) {
      expect(other.every((message, index) => message === first?.[index])).toBe(true);
    }
    const told = first?.flatMap((data) => (data.type === "frame" ? (data.upsert ?? []) : []));
    expect(told?.map(({ id }) => id)).toEqual(["r"]);
  });

  it("tells a slow one of a gap and starts it anew, and others notice nothing", async () => {
    const { subscribe, begin, hub } = createLiveBench();
    const slow = subscribe();
    const quick = subscribe();
    const running = quick.run();
    await slow.next();
    for (let frame = 0; frame < 60; frame += 1) {
      begin(`r${frame}`);
      await pass(1);
    }
    expect(await slow.next()).toMatchObject({ type: "gap", reason: "slow" });
    const snapshot = await slow.next();
    expect(snapshot).toMatchObject({ type: "snapshot", requests: { length: 60 } });
    const next = slow.next();
    await pass(1);
    expect(await next).toMatchObject({ type: "frame" });
    const seqs = quick.received.flatMap(({ data }) => (data.type === "gap" ? [] : [data.seq]));
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, seq) => seq));
    expect(quick.types).not.toContain("gap");
    slow.leave();
    quick.leave();
    await running;
    await slow.next();
    expect(hub.stats).toMatchObject({ subscribers: 0, gaps: 1 });
  });

  it("goes on after the last frame one saw, and begins anew where it no longer can", async () => {
    const { subscribe } = createLiveBench();
    void subscribe().run();
    const reader = subscribe();
    const reading = reader.run();
    await pass(4);
    reader.leave();
    await reading;
    await pass(4);
    const back = subscribe(reader.lastId);
    void back.run();
    await pass(2);
    expect(back.received.map(({ id }) => id)).toEqual(
      Array.from({ length: 6 }, (_, index) => `boot:${index + 5}`),
    );
    await pass(300);
    for (const id of [reader.lastId, "boot:x", "boot:-7", "boot:99999", "other:1"]) {
      const late = subscribe(id);
      expect([await late.next(), await late.next()]).toMatchObject([
        { type: "gap", reason: "resume" },
        { type: "snapshot" },
      ]);
    }
  });

  it("keeps every frame of a burst within its bytes, and tells all of it in the end", async () => {
    const { subscribe, begin, end, state } = createLiveBench();
    const reader = subscribe();
    void reader.run();
    await pass(1);
    const ids = Array.from({ length: 400 }, (_, index) => `${index}`.padEnd(128, "ü"));
    for (const id of ids) {
      begin(id, { laneLabel: "l".repeat(200), model: "m".repeat(200) });
      state({ type: "event", level: "warn", source: "x", message: "w".repeat(2_000) });
    }
    await pass(1);
    for (const id of ids) end(id);
    await pass(60);
    const frames = reader.received.flatMap(({ data }) => (data.type === "frame" ? [data] : []));
    const bytes = frames.map((frame) => Buffer.byteLength(JSON.stringify(frame)));
    expect(Math.max(...bytes)).toBeLessThanOrEqual(maxFrameBytes);
    expect(frames.flatMap(({ ended }) => ended ?? []).map(({ id }) => id)).toEqual(ids);
    expect(frames.flatMap(({ events }) => events ?? [])).toHaveLength(ids.length);
    expect(reader.types.filter((type) => type !== "frame")).toEqual(["snapshot"]);
  });

  it("tells the tokens of those that stream, within the bytes of a frame, and each count once", async () => {
    const { subscribe, begin, state } = createLiveBench();
    const reader = subscribe();
    void reader.run();
    const counts = Array.from({ length: 600 }, (_, index) => {
      const id = `${index}`.padEnd(128, "x");
      const progress = { outputTokens: 0, lastTokenMono: null, text: () => "" };
      begin(id);
      const attempt = { provider: "p", model: "m", modelCall: 1, attempt: 1, progress };
      state({ type: "attempt.started", requestId: id, spanId: `${id}.1`, ...attempt });
      return progress;
    });
    await pass(60);
    const before = reader.received.length;
    for (const [index, count] of counts.entries()) count.outputTokens = index + 1;
    await pass(10);
    const frames = reader.received.slice(before).map(({ data }) => data);
    const told = frames.flatMap((data) =>
      data.type === "frame" ? Object.entries(data.tokens ?? {}) : [],
    );
    expect(told).toHaveLength(500);
    expect(new Map(told).get("41".padEnd(128, "x"))).toBe(42);
    const bytes = frames.map((frame) => Buffer.byteLength(JSON.stringify(frame)));
    expect(Math.max(...bytes)).toBeLessThanOrEqual(maxFrameBytes);
  });

  it("starts everyone anew where more ended than frames can tell, so that no row stays for good", async () => {
    const { subscribe, begin, end, hub } = createLiveBench();
    const reader = subscribe();
    void reader.run();
    await pass(1);
    for (let index = 0; index < 1_500; index += 1) begin(`r${index}`);
    for (let index = 0; index < 1_500; index += 1) end(`r${index}`);
    await pass(1);
    expect(reader.types.slice(-2)).toEqual(["gap", "snapshot"]);
    expect(reader.received.at(-1)?.data).toMatchObject({ requests: [], recent: { length: 100 } });
    expect(hub.stats.droppedFrames).toBeGreaterThan(0);
    await pass(1);
    expect(reader.types.at(-1)).toBe("frame");
  });

  it("lets a newcomer in during a burst without a gap for the others", async () => {
    const { subscribe, begin, end } = createLiveBench();
    const reader = subscribe();
    const reading = reader.run();
    await pass(1);
    for (let index = 0; index < 900; index += 1) begin(`r${index}`);
    for (let index = 0; index < 900; index += 1) end(`r${index}`);
    for (let index = 0; index < 20; index += 1) await subscribe().next();
    await pass(80);
    expect(reader.types).not.toContain("gap");
    reader.leave();
    await reading;
  });

  it("refuses one too many, tells those it has to come back when it closes, and takes none then", async () => {
    const { subscribe, hub } = createLiveBench({ maxSubscribers: 1 });
    const reader = subscribe();
    await reader.next();
    await expect(subscribe().next()).rejects.toMatchObject({ code: "overloaded" });
    const waiting = reader.next();
    hub.close();
    await expect(waiting).rejects.toMatchObject({ code: "draining" });
    await expect(subscribe().next()).rejects.toMatchObject({ code: "draining" });
    expect(vi.getTimerCount()).toBe(0);
  });
});
