import { describe, expect, it } from "vitest";
import { ask, testClient } from "../test-client.ts";
import { startPracticeUpstream } from "../upstream/practice-upstream.ts";
import { measureStream } from "./measure-stream.ts";

const PARAMS = {
  model: "swift-1",
  messages: ask("Tell me about trains"),
  stream_options: { include_usage: true },
};

describe("measureStream", () => {
  it("sees what the upstream says it sent", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0.2 });
    const measure = await measureStream(testClient(upstream), PARAMS);
    const [record] = upstream.stats().recent;
    const sentAfterMs = (record?.tokenTimes[0] ?? 0) - (record?.at ?? 0);
    expect(measure.tokens).toBe(record?.tokenTimes.length);
    expect(measure.usage?.completion_tokens).toBe(measure.tokens);
    expect(measure.ttftMs).toBeGreaterThanOrEqual(sentAfterMs);
    expect(measure.latencyMs).toBeGreaterThanOrEqual(measure.ttftMs ?? Infinity);
    expect(measure.tokensPerSec).toBeGreaterThan(0);
    expect(measure.error).toBeUndefined();
  });

  it("hangs up after so many tokens, which is no error", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0.2 });
    const measure = await measureStream(testClient(upstream), PARAMS, { hangUpAfter: 3 });
    expect(measure).toMatchObject({ tokens: 3, hungUp: true, error: undefined });
    await upstream.waitFor(({ aborted }) => aborted === 1);
  });

  it("works its figures out from the clock it is given", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    let tick = 0;
    const now = () => (tick += 10);
    const measure = await measureStream(testClient(upstream), PARAMS, { now });
    // One look at the clock at the start, one a token, one at the end.
    expect(measure.ttftMs).toBe(10);
    expect(measure.latencyMs).toBe((measure.tokens + 1) * 10);
    expect(measure.tokensPerSec).toBe(100);
  });

  it("tells an error, and what came before it", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const measure = await measureStream(testClient(upstream), { ...PARAMS, model: "fault-cut" });
    expect(measure.error).toBeInstanceOf(Error);
    expect(measure).toMatchObject({ tokens: 5, usage: undefined, finishReason: undefined });
  });
});
