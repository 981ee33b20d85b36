import { expect, it } from "vitest";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const prices = { "local/swift-1": { inputPerMTok: 1_000, outputPerMTok: 1_000 } };

const ask = (gateway: TestGateway, token: string, content: string, signal?: AbortSignal) =>
  gateway
    .openai(token)
    .chat.completions.create(
      { model: "local/swift-1", messages: [{ role: "user", content }] },
      signal === undefined ? {} : { signal },
    );

it("counts what a provider was sent, though its client never waited for the answer", async () => {
  await using gateway = await startGateway({
    config: { prices, budget: { keys: { ci: { tokensPerDay: 20_000 } } } },
  });
  const { token } = await gateway.mint("ingest", "ci");
  // 6,000 tokens, and 4,096 for the answer that was on its way.
  const words = "word ".repeat(4_800);
  for (const left of [1, 2]) {
    gateway.upstream.inject({ fault: { kind: "hang" }, times: 1 });
    const leaving = new AbortController();
    const asked = ask(gateway, token, words, leaving.signal);
    asked.catch(() => {});
    await gateway.upstream.waitFor(({ active }) => active === 1);
    leaving.abort();
    await expect(asked).rejects.toThrow("aborted");
    await gateway.upstream.waitFor(({ aborted }) => aborted === left);
    await expect
      .poll(async () => (await gateway.admin.system.metrics.query()).activeRequests)
      .toBe(0);
  }
  await expect(ask(gateway, token, "Hello.")).rejects.toMatchObject({
    status: 402,
    message: expect.stringMatching(/allows 20,000 tokens .* are spent/),
  });
});

it("is not passed by many calls at once, and is all free again at their end", async () => {
  const max = 6;
  await using gateway = await startGateway({
    config: { prices, budget: { keys: { ci: { usdPerDay: max } } } },
  });
  const { token } = await gateway.mint("ingest", "ci");
  gateway.upstream.inject({ fault: { kind: "slow", gapMs: 30 } });
  const all = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) => ask(gateway, token, `Hello ${index}.`)),
  );
  const answered = all.filter(({ status }) => status === "fulfilled").length;
  expect(answered).toBeGreaterThan(0);
  // Each may cost as much as an answer of the longest that is taken for one whose length nobody bound.
  expect(answered).toBeLessThanOrEqual(2);
  for (const one of all) {
    if (one.status === "rejected") {
      expect(one.reason).toMatchObject({
        status: 402,
        message: expect.stringContaining("Calls under way may take"),
      });
    }
  }
  expect((await ask(gateway, token, "Hello again.")).choices).toHaveLength(1);
});
