import { expect, test } from "vitest";
import { spanDetail } from "./request-row.fixture.ts";
import { spanCards } from "./span-cards.ts";

test("a failed attempt tells who answered what, and when it was tried again", () => {
  const cards = spanCards(
    [
      spanDetail({
        id: "a",
        status: "failed",
        endedAt: 310,
        errorKind: "rate_limit",
        errorMessage: "Rate limit reached",
        httpStatus: 429,
        provider: "openai",
        retryAfterMs: 2_000,
        modelCall: 2,
        attempt: 1,
      }),
      spanDetail({
        id: "b",
        kind: "backoff",
        startedAt: 310,
        endedAt: 2_310,
        modelCall: 2,
        attempt: 1,
      }),
    ],
    null,
    3_000,
  );
  expect(cards).toMatchObject([
    {
      title: "attempt 1 failed · rate_limit",
      facts: ["429 from openai, Retry-After 2.00 s, retried after 2.00 s"],
      output: "Rate limit reached",
      isFailure: true,
    },
  ]);
});

test("a tool tells its time and sizes", () => {
  const tool = spanDetail({
    kind: "tool",
    name: "orders.lookup",
    endedAt: 612,
    status: "ok",
    input: "{}",
    output: "[]",
    inputBytes: 41,
    outputBytes: 1_200,
  });
  expect(spanCards([tool], null, 9_999)[0]).toMatchObject({
    title: "tool · orders.lookup",
    facts: ["612 ms", "input 41 B", "output 1.2 kB"],
    input: "{}",
    output: "[]",
  });
});

test("a model call that streams tells what is known so far", () => {
  const call = spanDetail({
    provider: "openai",
    model: "gpt-5.1-mini",
    firstTokenAt: 840,
    ttft: 840,
    tokensPerSec: 64,
    usageSource: "reported",
    output: "I found",
    modelCall: 1,
    attempt: 1,
  });
  expect(spanCards([call], 0.4, 2_000)[0]).toMatchObject({
    title: "model · openai · gpt-5.1-mini",
    facts: ["streaming", "first token 840 ms", "64 tokens/s", "usage reported", "gateway 0.4 ms"],
    isStreaming: true,
  });
});

test("a failed attempt tells which model went on in its place", () => {
  const attempt = { modelCall: 1, kind: "attempt" } as const;
  const [failure] = spanCards(
    [
      spanDetail({
        ...attempt,
        id: "a",
        status: "failed",
        endedAt: 5,
        provider: "openai",
        attempt: 1,
      }),
      spanDetail({
        ...attempt,
        id: "b",
        startedAt: 5,
        provider: "claude",
        model: "haiku",
        attempt: 2,
      }),
    ],
    null,
    10,
  );
  expect(failure?.facts).toEqual(["no answer from openai, then claude · haiku"]);
});
