import { createClient } from "@signalbox/api-contract";
import { startPracticeUpstream } from "@signalbox/practice/upstream";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { startProcess } from "./gateway-process.ts";

it("sheds new work before its heap is full, never a health check, and takes work again after", async () => {
  await using upstream = await startPracticeUpstream({ pace: 0 });
  const hang = upstream.inject({ fault: { kind: "hang" } });
  await using directory = await temporaryDirectory();
  const local = { kind: "openai-compatible", baseUrl: upstream.url, allowPrivate: true };
  await writeFile(
    join(directory.path, "signalbox.yaml"),
    JSON.stringify({ providers: { local }, drainMs: 1 }),
  );
  await using running = await startProcess(directory.path, {
    NODE_OPTIONS: "--max-old-space-size=80 --max-semi-space-size=4",
  });
  const { url, adminToken: token = "" } = running;
  const admin = createClient({ url, token });
  const memory = async () => {
    const { components } = await admin.system.health.query();
    return components.find(({ name }) => name === "memory");
  };
  /** Resolves once the gateway has looked at its heap again: what /health says is made then. */
  const lookedAgain = async (): Promise<void> => {
    const health = async () => (await fetch(`${url}/health`)).text();
    const before = await health();
    await expect.poll(health, { interval: 20, timeout: 5_000 }).not.toBe(before);
  };
  const post = (messages: number, signal?: AbortSignal) =>
    fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({
        model: "local/swift-1",
        messages: Array.from({ length: messages }, () => ({ role: "user", content: "x" })),
      }),
      ...(signal !== undefined && { signal }),
    });
  const leaving = new AbortController();
  let held = 0;
  while ((await memory())?.status === "ok") {
    expect(held, "requests that it should not have taken").toBeLessThan(200);
    for (let more = 0; more < 3; more += 1) {
      const left = post(9_000, leaving.signal).catch(() => null);
      held += 1;
      await Promise.race([left, upstream.waitFor(({ active }) => active >= held)]);
    }
    await lookedAgain();
  }
  const refused = await post(1);
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect(await refused.json()).toMatchObject({
    error: { code: "overloaded", message: expect.stringContaining("memory is nearly full") },
  });
  const run = admin.agent.send.mutate({ message: "Hello." });
  await expect(run).rejects.toMatchObject({ data: { httpStatus: 503, reason: "overloaded" } });
  expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: "warn" });
  expect((await memory())?.reason).toContain("2 requests so far");
  hang.remove();
  leaving.abort();
  await expect.poll(async () => (await post(1)).status, { timeout: 15_000 }).toBe(200);
  expect(await memory()).toMatchObject({ status: "ok" });
}, 90_000);
