import { createClient } from "@signalbox/api-contract";
import { measureStream } from "@signalbox/practice/driver";
import { startPracticeUpstream } from "@signalbox/practice/upstream";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { startProcess } from "./gateway-process.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const messages = [{ role: "user" as const, content: "Hello there." }];
const params = { model: "local/swift-1", messages };

const ask = (gateway: TestGateway) => measureStream(gateway.openai(gateway.adminToken), params);

const rowOf = async ({ admin }: Pick<TestGateway, "admin">, model = "swift-1") =>
  (await admin.models.list.query()).find((row) => row.provider === "local" && row.model === model);

it("pauses a model: calls wait for it, everyone sees why, and they go on when it is resumed", async () => {
  await using gateway = await startGateway();
  const { admin, upstream } = gateway;
  const { token } = await gateway.mint("operator", "ada");
  const operator = gateway.client(token);
  const { until, durable } = await operator.models.pause.mutate({
    provider: "local",
    model: "swift-1",
    reason: "update",
  });
  expect(durable).toBe(true);
  expect((until ?? 0) - Date.now()).toBeGreaterThan(890_000);
  expect(await rowOf(gateway)).toMatchObject({
    state: "paused",
    stateReason: "paused by ada: update",
    stateUntil: until,
    calls: 0,
  });
  const sent = ask(gateway);
  await expect
    .poll(async () => (await admin.system.activeRequests.query())[0]?.phaseDetail)
    .toBe("paused");
  expect(upstream.stats().requests).toBe(0);
  expect(
    await operator.models.resume.mutate({ provider: "local", model: "swift-1", reason: "done" }),
  ).toEqual({ resumed: 1, reset: 0, durable: true });
  expect(await sent).toMatchObject({ error: undefined });
  expect(await rowOf(gateway)).toMatchObject({ state: "ok", stateReason: null });
  const { entries } = await admin.audit.list.query({});
  expect(entries.filter(({ action }) => action.startsWith("model."))).toMatchObject([
    { action: "model.resumed", target: "local/swift-1", reason: "done", before: expect.anything() },
    { action: "model.paused", target: "local/swift-1", reason: "update", before: null },
  ]);
  const events = await admin.system.events.query({});
  expect(events.filter(({ source }) => source === "model.local")).toMatchObject([
    { level: "info", message: "local · swift-1 is called again: ada resumed it (done)." },
    { level: "warn", message: expect.stringContaining("paused by ada (update), until ") },
  ]);
});

it("pauses a whole provider, and tells who can't wait; what an operator resumes is reset", async () => {
  await using gateway = await startGateway({
    provider: { retries: { maxAttempts: 1 }, breaker: { maxHoldMs: 100 } },
  });
  const { admin } = gateway;
  await admin.models.pause.mutate({ provider: "local", forMs: null });
  const { error } = await ask(gateway);
  expect(error).toMatchObject({ status: 429 });
  expect(String(error)).toContain("local is not called since");
  expect(String(error)).toContain("It is called again when somebody resumes it.");
  expect(await admin.system.events.query({ level: "error" })).toMatchObject([
    { source: "model.local" },
  ]);
  expect(await admin.models.resume.mutate({ provider: "local" })).toMatchObject({ resumed: 1 });
  gateway.upstream.inject({ fault: { kind: "auth" }, times: 1 });
  await ask(gateway);
  expect(await rowOf(gateway)).toMatchObject({ state: "open" });
  expect(await admin.models.resume.mutate({ provider: "local" })).toMatchObject({
    resumed: 0,
    reset: 1,
  });
  expect(await ask(gateway)).toMatchObject({ error: undefined });
});

it("shows a provider that is not called, where none of its models does", async () => {
  await using gateway = await startGateway();
  const { admin } = gateway;
  expect((await admin.models.list.query()).map(({ model }) => model)).toEqual(["swift-1"]);
  await admin.models.pause.mutate({ provider: "practice" });
  expect(await admin.models.list.query()).toMatchObject([
    { provider: "practice", model: "*", state: "paused", calls: 0, configured: false },
    { provider: "local", model: "swift-1", state: "unknown" },
  ]);
});

it("lets nobody below an operator pause, and nothing that there is not", async () => {
  await using gateway = await startGateway();
  for (const role of ["viewer", "ingest"] as const) {
    const { token } = await gateway.mint(role);
    const refused = gateway.client(token).models.pause.mutate({ provider: "local" });
    await expect(refused).rejects.toMatchObject({ data: { httpStatus: 403 } });
  }
  await expect(gateway.admin.models.pause.mutate({ provider: "locale" })).rejects.toThrow(
    "There is no provider called locale. There are local",
  );
});

it("keeps pauses over a restart, but for those that ended meanwhile", async () => {
  await using upstream = await startPracticeUpstream({ pace: 0 });
  await using directory = await temporaryDirectory();
  const local = { kind: "openai-compatible", baseUrl: upstream.url, allowPrivate: true };
  await writeFile(
    join(directory.path, "signalbox.yaml"),
    JSON.stringify({ providers: { local: { ...local, models: ["swift-1", "deep-1"] } } }),
  );
  await using before = await startProcess(directory.path);
  const token = before.adminToken ?? "";
  const first = createClient({ url: before.url, token });
  const pause = { provider: "local", reason: "update" };
  await first.models.pause.mutate({ ...pause, model: "swift-1", forMs: null });
  await first.models.pause.mutate({ ...pause, model: "deep-1", forMs: 1 });
  before.child.kill("SIGKILL");
  await before.ended;
  await using after = await startProcess(directory.path);
  const admin = createClient({ url: after.url, token });
  expect(await rowOf({ admin })).toMatchObject({
    state: "paused",
    stateReason: "paused by admin: update",
    stateUntil: null,
    configured: true,
  });
  expect(await rowOf({ admin }, "deep-1")).toMatchObject({ state: "unknown", configured: true });
});
