import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "@signalbox/api-contract";
import { startPracticeUpstream } from "@signalbox/practice/upstream";
import { expect } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { failCalls } from "./failing-calls.ts";
import { startProcess } from "./gateway-process.ts";

const token = "sbx_admin-of-the-disk-tests-0123456789";
export const writes = ["pwrite64", "pwritev", "write", "ftruncate"] as const;
export const syncs = ["fsync", "fdatasync"] as const;

/** A gateway in a process of its own, on a directory whose disk is to fail. */
export async function startOnFailingDisk() {
  await using cleanup = new AsyncDisposableStack();
  const upstream = cleanup.use(await startPracticeUpstream({ pace: 0 }));
  const { path } = cleanup.use(await temporaryDirectory());
  const local = { kind: "openai-compatible", baseUrl: upstream.url, allowPrivate: true };
  const agents = { support: { model: "local/swift-1", tools: [] } };
  await writeFile(join(path, "signalbox.yaml"), JSON.stringify({ providers: { local }, agents }));
  const running = cleanup.use(await startProcess(path, { SIGNALBOX_ADMIN_TOKEN: token }));
  const { url, child } = running;
  const client = createClient({ url, token });
  const owned = cleanup.move();
  return {
    path,
    client,
    fail: (calls: readonly string[], names: readonly string[], error = "EIO") =>
      failCalls({
        pid: child.pid ?? 0,
        calls,
        error,
        paths: names.map((name) => join(path, name)),
        log: join(path, "strace.log"),
      }),
    /** Passed through, with much to keep. */
    async ask() {
      const response = await fetch(`${url}/v1/chat/completions`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-api-key": token },
        body: JSON.stringify({
          model: "local/swift-1",
          messages: [{ role: "user", content: "x".repeat(30_000) }],
        }),
      });
      await response.arrayBuffer();
      expect(response.status).toBe(200);
    },
    /** Whether the reply is said to be kept. */
    send: async (message = "Hi.", sessionId = "s") =>
      (await client.agent.send.mutate({ message, sessionId })).durable,
    health: async () => {
      const response = await fetch(`${url}/health`);
      const { status }: { status?: unknown } = Object(await response.json());
      return [response.status, status];
    },
    async component(named: string) {
      const { components } = await client.system.health.query();
      return components.find(({ name }) => name === named);
    },
    historyEvents: async () =>
      (await client.system.events.query({ source: "history" })).map(({ message }) => message),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
