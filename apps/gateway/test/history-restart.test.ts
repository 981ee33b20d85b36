import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { measureStream } from "@signalbox/practice/driver";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { startGateway } from "./start-gateway.ts";

const adminToken = "sbx_admin-of-the-history-tests-0123456789";
const env = { SIGNALBOX_ADMIN_TOKEN: adminToken };
const messages = [{ role: "user" as const, content: "Tell me of the railway." }];
const params = { model: "local/swift-1", messages };

it("after a restart has its requests, their waterfalls, messages and events again", async () => {
  await using directory = await temporaryDirectory();
  const seen = await (async () => {
    await using before = await startGateway({ dataDir: directory.path, env });
    const { token } = await before.mint("ingest", "crm");
    await measureStream(before.openai(token, "s-1"), params);
    before.upstream.inject({ fault: { kind: "context_length" } });
    await measureStream(before.openai(token, "s-2"), params);
    before.upstream.clearFaults();
    await before.admin.agent.send.mutate({ message: "What is 2 + 2?", sessionId: "a" });
    const { requests } = await before.admin.requests.list.query({});
    const details = await Promise.all(
      requests.map(({ id }) => before.admin.requests.get.query({ requestId: id })),
    );
    const events = await before.admin.system.events.query({ level: "error" });
    return { requests, details, events };
  })();
  expect(seen.requests).toHaveLength(3);
  expect(seen.events.length).toBeGreaterThan(0);

  await using after = await startGateway({ dataDir: directory.path, env });
  const { requests, nextCursor } = await after.admin.requests.list.query({});
  expect(requests).toEqual(seen.requests);
  expect(nextCursor).toBeNull();
  const details = await Promise.all(
    requests.map(({ id }) => after.admin.requests.get.query({ requestId: id })),
  );
  expect(details).toEqual(seen.details);
  const events = await after.admin.system.events.query({ level: "error" });
  expect(events).toEqual(seen.events);
  const gaps = await after.admin.system.events.query({ source: "history" });
  expect(gaps).toEqual([]);
  const failed = await after.admin.requests.list.query({ outcome: "failed" });
  expect(failed.requests.map(({ sessionId }) => sessionId)).toEqual(["s-2"]);
  const said = await after.admin.requests.list.query({ text: "railway" });
  expect(said.requests).toHaveLength(2);
  await expect(after.admin.requests.get.query({ requestId: "none-such" })).rejects.toThrow(
    "neither in flight nor among those that are kept",
  );
});

it("keeps neither secrets, nor with content none what was said", async () => {
  await using directory = await temporaryDirectory();
  const apiKey = "sk-of-the-provider-0123456789";
  const token = await (async () => {
    await using gateway = await startGateway({
      dataDir: directory.path,
      env,
      provider: { apiKey },
      config: { history: { content: "none" } },
    });
    const { token } = await gateway.mint("ingest", "crm");
    await measureStream(gateway.openai(token), params);
    await gateway.admin.agent.send.mutate({ message: "Tell me of the railway." });
    return token;
  })();
  const names = (await readdir(directory.path)).filter((name) => name.startsWith("history.db"));
  expect(names).toEqual(["history.db"]);
  const bytes = (await readFile(join(directory.path, "history.db"))).toString("latin1");
  expect(bytes).toContain("crm");
  for (const secret of [apiKey, token, adminToken, "of the railway"]) {
    expect(bytes).not.toContain(secret);
  }
});
