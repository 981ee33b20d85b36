import { measureStream } from "@signalbox/practice/driver";
import type { FaultKind, FaultRule } from "@signalbox/practice/upstream";
import fc from "fast-check";
import { expect, it } from "vitest";
import { startGateway, type TestGateway } from "./start-gateway.ts";

/** One client's call, and how it goes. */
interface Call {
  readonly face: "stream" | "whole" | "agent" | "send";
  readonly session: number;
  readonly fate: "ok" | "fails" | "hangs up" | "is cancelled";
}

const call: fc.Arbitrary<Call> = fc.record({
  face: fc.constantFrom("stream", "whole", "agent", "send"),
  session: fc.nat(5),
  fate: fc.constantFrom("ok", "ok", "fails", "hangs up", "is cancelled"),
});

const messages = (text: string) => [{ role: "user" as const, content: text }];

const faults: readonly FaultRule["fault"][] = [
  { kind: "server_error", status: 500 },
  { kind: "cut", afterTokens: 2 },
  { kind: "error_in_stream", afterTokens: 1 },
];

/** Words in the message decide what the upstream does with it. */
function script({ upstream }: TestGateway): void {
  faults.forEach((fault, index) =>
    upstream.inject({ fault, match: ({ text }) => text.includes(`fail-${index}`) }),
  );
  upstream.inject({
    fault: { kind: "hang" satisfies FaultKind },
    match: ({ text }) => text.includes("hang"),
  });
}

function textOf({ fate }: Call, index: number): string {
  if (fate === "fails") return `fail-${index % faults.length}`;
  return fate === "ok" ? "hello" : "hang";
}

/** Makes the call; how it ends for its client does not matter here. */
async function make(gateway: TestGateway, token: string, one: Call, index: number): Promise<void> {
  const sessionId = `s-${one.session}`;
  const text = textOf(one, index);
  const leaving = new AbortController();
  const { signal } = leaving;
  const requestId = `mix-${index}`;
  const openai = gateway.openai(token, sessionId);
  const model = one.face === "agent" ? "support" : "local/swift-1";
  const params = { model, messages: messages(text) };
  const client = gateway.client(token);
  const done =
    one.face === "send"
      ? client.agent.send.mutate({ message: text, sessionId, requestId }, { signal })
      : one.face === "whole"
        ? openai.chat.completions.create(params, { signal })
        : measureStream(openai, params, { signal });
  const settled = Promise.allSettled([done]);
  if (text === "hang") {
    await gateway.admin.requests.list.query({ sessionId, limit: 1 });
    if (one.fate === "is cancelled" && one.face === "send") {
      await Promise.allSettled([client.agent.cancel.mutate({ requestId })]);
    }
    leaving.abort();
  }
  await settled;
}

it("leaves nothing behind after any mix of answers, failures, cancels and hang-ups", async () => {
  await using gateway = await startGateway({
    // Half of what is asked fails: its model is called all the same, and once for each.
    provider: { retries: { maxAttempts: 1 }, breaker: { failures: 1_000_000 } },
    config: { lanes: { concurrency: 4 } },
  });
  script(gateway);
  const { token } = await gateway.mint("ingest");
  let made = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 30, maxLength: 50 }), async (calls) => {
      const first = made;
      made += calls.length;
      await Promise.all(calls.map((one, index) => make(gateway, token, one, first + index)));
      await expect
        .poll(() => gateway.admin.system.metrics.query(), { interval: 10, timeout: 5_000 })
        .toMatchObject({ activeRequests: 0, queueDepth: 0, slots: { used: 0 } });
    }),
    { numRuns: 5, endOnFailure: true },
  );
  await gateway.upstream.waitFor(({ active }) => active === 0, AbortSignal.timeout(1_000));
  expect(await gateway.admin.lanes.list.query()).toEqual([]);
  const { messagesProcessed, errors } = await gateway.admin.system.metrics.query();
  const { requests } = await gateway.admin.requests.list.query({ limit: 500 });
  expect(requests).toHaveLength(messagesProcessed);
  expect(requests.filter(({ outcome }) => outcome === "failed")).toHaveLength(errors);
  const failed = await gateway.admin.system.events.query({ level: "error", limit: 500 });
  expect(failed).toHaveLength(errors);
  expect(new Set(failed.map(({ requestId }) => requestId)).size).toBe(errors);
  const spans = await Promise.all(
    requests.map(({ id }) => gateway.admin.requests.get.query({ requestId: id })),
  );
  expect(spans.flatMap((detail) => detail.spans).filter(({ endedAt }) => endedAt === null)).toEqual(
    [],
  );
});
