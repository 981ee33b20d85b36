import { describe, expect, it } from "vitest";
import { measureStream } from "../driver/measure-stream.ts";
import { ask, testClient } from "../test-client.ts";
import { MAX_RECENT } from "./journal.ts";
import { startPracticeUpstream } from "./practice-upstream.ts";

const PARAMS = { model: "deep-1", messages: ask("Tell me about trains") };

describe("a client that leaves", () => {
  it("ends the reply within a second, and no token is made after it", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0.05 });
    const leftAt = measureStream(testClient(upstream), PARAMS, { hangUpAfter: 5 }).then(
      () => performance.timeOrigin + performance.now(),
    );
    const { lastAbortAt, recent } = await upstream.waitFor(({ aborted }) => aborted === 1);
    expect((lastAbortAt ?? Infinity) - (await leftAt)).toBeLessThan(1_000);
    const [record] = recent;
    expect(record?.outcome).toBe("aborted");
    expect(record?.tokenTimes.at(-1)).toBeLessThanOrEqual(lastAbortAt ?? 0);
    expect(record?.tokenTimes.length).toBeLessThan(record?.completionTokens ?? 0);
  });

  it("is noticed before the first byte, streamed or not", async () => {
    await using upstream = await startPracticeUpstream({ pace: 1_000 });
    for (const [index, stream] of [true, false].entries()) {
      const controller = new AbortController();
      const call = testClient(upstream).chat.completions.create(
        { ...PARAMS, stream },
        { signal: controller.signal },
      );
      await upstream.waitFor(({ recent }) => recent[index]?.status === 200);
      controller.abort();
      await expect(call).rejects.toThrow(Error);
    }
    const { finished } = await upstream.waitFor(({ aborted }) => aborted === 2);
    expect(finished).toBe(0);
  });
});

describe("closing", () => {
  it("drops open connections at once, and counts nobody as having left", async () => {
    const upstream = await startPracticeUpstream({ pace: 1_000 });
    const call = measureStream(testClient(upstream), PARAMS);
    await upstream.waitFor(({ active }) => active === 1);
    expect(upstream.openConnections).toBe(1);
    await upstream.close();
    await upstream.close();
    expect((await call).error).toBeInstanceOf(Error);
    expect(upstream.stats()).toMatchObject({ active: 0, aborted: 0 });
    expect(upstream.openConnections).toBe(0);
  });

  it("frees the port, which a second one is refused until then", async () => {
    const first = await startPracticeUpstream();
    await expect(startPracticeUpstream({ port: first.port })).rejects.toThrow("EADDRINUSE");
    await first.close();
    await using second = await startPracticeUpstream({ port: first.port });
    expect(second.url).toBe(`http://127.0.0.1:${first.port}/v1`);
  });
});

describe("many at once", () => {
  it("streams three hundred replies side by side, each whole", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0.1 });
    const client = testClient(upstream);
    const params = { ...PARAMS, model: "swift-1", stream_options: { include_usage: true } };
    const measures = await Promise.all(
      Array.from({ length: 300 }, () => measureStream(client, params)),
    );
    expect(measures.every(({ finishReason }) => finishReason === "stop")).toBe(true);
    const billed = measures.reduce((sum, { tokens }) => sum + tokens, 0);
    expect(upstream.stats()).toMatchObject({ finished: 300, active: 0, tokensSent: billed });
  });
});

describe("what it remembers", () => {
  it("is bounded, though all is counted", async () => {
    await using upstream = await startPracticeUpstream();
    const client = testClient(upstream);
    for (let call = 0; call < MAX_RECENT + 5; call += 1) await client.models.list();
    const { recent, requests } = upstream.stats();
    expect([recent.length, requests]).toEqual([MAX_RECENT, MAX_RECENT + 5]);
  });

  it("tells who waits in vain when their signal aborts", async () => {
    await using upstream = await startPracticeUpstream();
    const waiting = upstream.waitFor(() => false, AbortSignal.abort(new Error("enough")));
    await expect(waiting).rejects.toThrow("enough");
  });
});
