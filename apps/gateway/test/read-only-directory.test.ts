import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "@signalbox/api-contract";
import { startPracticeUpstream } from "@signalbox/practice/upstream";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { runToEnd, startProcess } from "./gateway-process.ts";
import { mountSmallDisk, noMounting } from "./mounted-disk.ts";

const token = "sbx_admin-of-the-read-only-tests-0123456789";
const env = { SIGNALBOX_ADMIN_TOKEN: token };

it.for(["SIGTERM", "SIGKILL"] as const)(
  "after %s, on a disk that takes no writes any more, it runs and says what it can't keep",
  { timeout: 60_000 },
  async (signal, test) => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    await using directory = await temporaryDirectory();
    const dataDir = join(directory.path, "disk");
    await mkdir(dataDir);
    using disk = mountSmallDisk(dataDir);
    test.skip(disk === null, noMounting);
    const local = { kind: "openai-compatible", baseUrl: upstream.url, allowPrivate: true };
    const agents = { support: { model: "local/swift-1", tools: [] } };
    const config = { providers: { local }, agents };
    await writeFile(join(dataDir, "signalbox.yaml"), JSON.stringify(config));
    {
      await using before = await startProcess(dataDir, env);
      const client = createClient({ url: before.url, token });
      const sent = await client.agent.send.mutate({ message: "Hello.", sessionId: "s" });
      expect(sent.durable).toBe(true);
      before.child.kill(signal);
      await before.ended;
    }
    disk?.makeReadOnly();
    await using running = await startProcess(dataDir, env);
    const { url } = running;
    const client = createClient({ url, token });
    const { conversation } = await client.sessions.get.query({ sessionId: "s" });
    expect(conversation.map(({ text }) => text)).toContain("Hello.");
    const sent = await client.agent.send.mutate({ message: "And now?", sessionId: "s" });
    expect(sent).toMatchObject({ durable: false, text: expect.stringMatching(/./) });
    const { components } = await client.system.health.query();
    expect(components.find(({ name }) => name === "state.db")).toMatchObject({
      status: "error",
      reason: expect.stringContaining("takes no writes"),
    });
    expect(components.find(({ name }) => name === "history")).toMatchObject({
      status: "warn",
      reason: expect.stringMatching(/^paused: /),
    });
    const health = async () => (await fetch(`${url}/health`)).status;
    await expect.poll(health, { timeout: 10_000 }).toBe(503);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    const { requests } = await client.requests.list.query({});
    expect(requests[0]).toMatchObject({ id: sent.requestId, outcome: "ok" });
    running.child.kill("SIGTERM");
    expect(await running.ended).toEqual({ code: 0, signal: null });
    disk?.makeWritable();
    await using after = await startProcess(dataDir, env);
    const again = createClient({ url: after.url, token });
    const kept = await again.agent.send.mutate({ message: "Well.", sessionId: "s" });
    expect(kept.durable).toBe(true);
    expect((await again.sessions.get.query({ sessionId: "s" })).messages).toBe(4);
  },
);

it("on a disk that takes no writes and holds nothing it does not start, and says why", async (test) => {
  await using directory = await temporaryDirectory();
  using disk = mountSmallDisk(directory.path);
  test.skip(disk === null, noMounting);
  disk?.makeReadOnly();
  const args = ["--port", "0", "--data-dir", directory.path];
  const refused = await runToEnd(args, directory.path, env);
  expect(refused).toMatchObject({ code: 1, stdout: "" });
  expect(refused.stderr).toContain(directory.path);
  expect(refused.stderr).toMatch(/can't be (opened|used) .*Check/);
  expect(refused.stderr).not.toContain("    at ");
}, 60_000);
