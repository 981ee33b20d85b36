import { createClient } from "@signalbox/api-contract";
import { measureStream } from "@signalbox/practice/driver";
import { startPracticeUpstream, type PracticeUpstream } from "@signalbox/practice/upstream";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import OpenAI from "openai";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { startProcess } from "./gateway-process.ts";

const messages = (content: string) => [{ role: "user" as const, content }];

/** A directory with a gateway's config in it: two slots for agent runs, and a second to drain in. */
async function prepare({ url }: PracticeUpstream) {
  const directory = await temporaryDirectory();
  const local = { kind: "openai-compatible", baseUrl: url, allowPrivate: true };
  const agents = { support: { model: "local/swift-1" } };
  const config = { providers: { local }, agents, lanes: { concurrency: 2 }, drainMs: 1_000 };
  await writeFile(join(directory.path, "signalbox.yaml"), JSON.stringify(config));
  return directory;
}

it("on SIGTERM under load finishes what can be, and tells the rest why and when to come back", async () => {
  await using upstream = await startPracticeUpstream({ pace: 0 });
  upstream.inject({ fault: { kind: "hang" }, match: ({ text }) => text.includes("hang") });
  upstream.inject({ fault: { kind: "stall" }, match: ({ text }) => text.includes("stall") });
  upstream.inject({ fault: { kind: "slow", ttftMs: 400, gapMs: 0 } });
  await using directory = await prepare(upstream);
  await using running = await startProcess(directory.path);
  const { url, adminToken: token = "" } = running;
  const admin = createClient({ url, token });
  const openai = new OpenAI({
    baseURL: `${url}/v1`,
    apiKey: token,
    maxRetries: 0,
    logLevel: "off",
  });
  const ask = (content: string) =>
    openai.chat.completions.create({ model: "local/swift-1", messages: messages(content) });
  const send = (message: string, sessionId: string) =>
    admin.agent.send.mutate({ message, sessionId });

  const finishing = [ask("slow"), ask("slow")];
  const run = send("slow", "a");
  const hanging = [ask("hang"), ask("hang")];
  const hangingRun = send("hang", "b");
  const queuedRun = send("slow", "b");
  const stalled = measureStream(openai, { model: "local/swift-1", messages: messages("stall") });
  const outcomes = Promise.allSettled([...hanging, hangingRun, queuedRun]);
  await upstream.waitFor(({ active }) => active === 7);
  await expect
    .poll(() => admin.system.metrics.query(), { interval: 5 })
    .toMatchObject({ activeRequests: 8, queueDepth: 1 });

  const signalledAt = performance.now();
  running.child.kill("SIGTERM");
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { interval: 5 }).toBe(503);
  await expect(ask("late")).rejects.toMatchObject({ status: 503, code: "draining" });
  for (const { choices } of await Promise.all(finishing)) expect(choices).toHaveLength(1);
  expect((await run).text).not.toBe("");

  const [one, two, ranOn, waited] = (await outcomes).map((outcome) =>
    outcome.status === "rejected" ? Object(outcome.reason) : outcome,
  );
  for (const error of [one, two]) {
    expect(error).toMatchObject({ status: 503, code: "cancelled" });
    expect(error.message).toContain("The gateway is stopping, and 1000 ms to finish in were over");
    expect(error.headers.get("retry-after")).toBe("2");
  }
  for (const error of [ranOn, waited]) {
    expect(error).toMatchObject({
      data: { httpStatus: 503, reason: "draining", errorKind: "cancelled", retryAfterMs: 2_000 },
    });
  }
  expect((await stalled).error?.message).toContain("The gateway is stopping");
  expect(await running.ended).toEqual({ code: 0, signal: null });
  expect(performance.now() - signalledAt).toBeLessThan(10_000);
  await upstream.waitFor(({ active }) => active === 0);
});
