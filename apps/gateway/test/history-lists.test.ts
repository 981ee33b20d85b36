import type { SignalboxClient } from "@signalbox/api-contract";
import { measureStream } from "@signalbox/practice/driver";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { brokenTool } from "./agent-test-tools.ts";
import { startGateway } from "./start-gateway.ts";

const env = { SIGNALBOX_ADMIN_TOKEN: "sbx_admin-of-the-history-tests-0123456789" };
const params = (content: string, model = "local/swift-1") => ({
  model,
  messages: [{ role: "user" as const, content }],
});

it("groups failures by what they have in common, tells sessions and events, over a restart", async () => {
  await using directory = await temporaryDirectory();
  const startedAt = Date.now();
  {
    await using gateway = await startGateway({ dataDir: directory.path, env });
    const crm = await gateway.mint("ingest", "crm");
    const till = await gateway.mint("ingest", "till");
    for (let n = 0; n < 8; n += 1) {
      await measureStream(gateway.openai(till.token, `good-${n}`), params("Hello."));
    }
    gateway.upstream.inject({ fault: { kind: "context_length" } });
    for (let n = 0; n < 4; n += 1) {
      await measureStream(gateway.openai(crm.token, "long-talk"), params(`Tell me of train ${n}.`));
    }
    gateway.upstream.clearFaults();
    await gateway.admin.agent.send.mutate({ message: "Tell me of the line.", sessionId: "talk" });
  }
  await using gateway = await startGateway({ dataDir: directory.path, env });
  const { errors, sessions, events, requests } = gateway.admin;

  const groups = await errors.groups.query({ from: startedAt });
  expect(groups).toHaveLength(1);
  expect(groups[0]).toMatchObject({
    errorKind: "context_length",
    count: 4,
    clients: [{ name: "crm", count: 4 }],
  });
  expect(groups[0]?.setsApart).toContainEqual(
    expect.objectContaining({ dimension: "client", value: "crm", share: 1, shareOfRest: 0 }),
  );
  expect(groups[0]?.sampleRequestIds).toHaveLength(4);
  expect(await errors.groups.query({ to: startedAt })).toEqual([]);

  const all = await sessions.list.query();
  expect(all).toHaveLength(10);
  expect(all.find(({ sessionId }) => sessionId === "long-talk")).toMatchObject({
    client: "crm",
    requests: 4,
    failed: 4,
    messages: 0,
  });
  expect(await sessions.get.query({ sessionId: "talk" })).toMatchObject({
    requests: 1,
    failed: 0,
    messages: 2,
    conversation: [
      {
        role: "user",
        text: "Tell me of the line.",
      },
      { role: "assistant" },
    ],
  });
  const paged: string[] = [];
  let before: string | undefined;
  do {
    const page = await sessions.list.query({ limit: 3, ...(before !== undefined && { before }) });
    paged.push(...page.map(({ sessionId }) => sessionId));
    before = page.length < 3 ? undefined : page.at(-1)?.cursor;
  } while (before !== undefined);
  expect(paged).toEqual(all.map(({ sessionId }) => sessionId));

  const told = await events.list.query({ level: "error", limit: 3 });
  expect(told.events).toHaveLength(3);
  const rest = await events.list.query({
    level: "error",
    limit: 3,
    ...(told.nextBefore !== null && { before: told.nextBefore }),
  });
  expect(rest.events).toHaveLength(1);
  expect((await events.list.query({ level: "error", to: startedAt - 1 })).events).toEqual([]);
  const said = await requests.list.query({ text: "train 3", outcome: "failed" });
  expect(said.requests.map(({ sessionId }) => sessionId)).toEqual(["long-talk"]);
  const windowed = await requests.list.query({ from: startedAt - 60_000, to: startedAt - 1 });
  expect(windowed.requests).toEqual([]);
});

it("answers for a past moment with what it was, and for one without a gateway that it knows nothing", async () => {
  await using directory = await temporaryDirectory();
  await using gateway = await startGateway({ dataDir: directory.path, env });
  const beforeAll = Date.now() - 60_000;
  const { isKnown, why } = await gateway.admin.history.at.query({ t: beforeAll });
  expect(isKnown).toBe(false);
  expect(why).toContain("was not running");
  await expect(gateway.admin.history.at.query({ t: Date.now() + 3_600_000 })).rejects.toThrow(
    "to come",
  );

  gateway.upstream.inject({ fault: { kind: "slow", ttftMs: 3_000, gapMs: 5 } });
  const slow = measureStream(gateway.openai(gateway.adminToken, "slow"), params("Slowly."));
  const live = () => gateway.admin.system.activeRequests.query();
  await expect.poll(async () => (await live())[0]?.phase, { timeout: 10_000 }).toBe("model");
  const t = Date.now();
  const [seen] = await live();
  await slow;
  expect(await live()).toEqual([]);
  const picture = await gateway.admin.history.at.query({ t });
  expect(picture.requests).toMatchObject([
    { id: seen?.id, state: "running", phase: "model", phaseDetail: "waiting", sessionId: "slow" },
  ]);
  expect(picture.metrics).toMatchObject({ activeRequests: 1, queueDepth: 0 });
  expect(picture.lanes).toMatchObject([{ running: 1, runningRequestId: seen?.id, depth: 0 }]);
  expect(picture.spans.map(({ kind }) => kind)).toContain("attempt");
  expect(await gateway.admin.lanes.list.query({ at: t })).toEqual(picture.lanes);
  const models = await gateway.admin.models.list.query({ at: t, windowMs: 3_600_000 });
  expect(models.find(({ model }) => model === "swift-1")).toMatchObject({ inFlight: 1 });
  // Of a window that ends now, how each stands now is told as well.
  const swift = async (wish?: { readonly windowMs: number }) => {
    const rows = await gateway.admin.models.list.query(wish);
    return rows.find(({ model }) => model === "swift-1");
  };
  const [lately, now] = [await swift({ windowMs: 3_600_000 }), await swift()];
  expect(lately?.lastSuccessAt).toBeGreaterThan(t);
  expect(lately).toMatchObject({
    lastSuccessAt: now?.lastSuccessAt,
    keyFrom: now?.keyFrom,
    state: now?.state,
    configured: now?.configured,
  });
  expect(await gateway.admin.tools.list.query({ at: t })).toEqual(
    expect.arrayContaining([expect.objectContaining({ name: "clock", inFlight: 0 })]),
  );
});

it("tells in which requests a tool failed, from memory and from disk", async () => {
  await using directory = await temporaryDirectory();
  const startedAt = Date.now();
  const check = async ({ requests }: SignalboxClient) => {
    const listed = async (input: object) =>
      (await requests.list.query(input)).requests.map(({ sessionId }) => sessionId);
    expect(await listed({ failedTool: "fax" })).toEqual(["torn"]);
    expect(await listed({ failedTool: "fax", from: startedAt, to: Date.now() })).toEqual(["torn"]);
    expect(await listed({ failedTool: "fax", to: startedAt - 1 })).toEqual([]);
    expect(await listed({ failedTool: "clock" })).toEqual([]);
    expect(await listed({ tool: "clock" })).toEqual(["fine"]);
  };
  {
    await using gateway = await startGateway({ dataDir: directory.path, env, tools: [brokenTool] });
    const ask = (message: string, sessionId: string) =>
      gateway.admin.agent.send.mutate({ message, sessionId });
    await ask("Please call fax.", "torn");
    await ask("Please call clock.", "fine");
    await check(gateway.admin);
  }
  await using gateway = await startGateway({ dataDir: directory.path, env });
  await check(gateway.admin);
});

it("narrows failures and sessions, and leads from a group to its requests", async () => {
  await using directory = await temporaryDirectory();
  let talk = "";
  const startedAt = Date.now();
  {
    await using gateway = await startGateway({ dataDir: directory.path, env });
    const crm = await gateway.mint("ingest", "crm");
    const till = await gateway.mint("ingest", "till");
    talk = crm.id;
    await measureStream(gateway.openai(till.token, "talk"), params("Hello."));
    gateway.upstream.inject({ fault: { kind: "context_length" } });
    for (const session of ["talk", "talk", "other"]) {
      await measureStream(gateway.openai(crm.token, session), params("Hello."));
    }
    gateway.upstream.clearFaults();
    gateway.upstream.inject({ fault: { kind: "malformed" } });
    await measureStream(gateway.openai(crm.token, "other"), params("Hello."));
    await sees(gateway.admin, startedAt, talk);
  }
  // The same from the disk alone.
  await using gateway = await startGateway({ dataDir: directory.path, env });
  await sees(gateway.admin, startedAt, talk);
});

async function sees(client: SignalboxClient, startedAt: number, crm: string): Promise<void> {
  const { errors, requests, sessions } = client;
  expect(await errors.count.query()).toEqual({ groups: 2, failures: 4 });
  expect(await errors.count.query({ to: startedAt - 1 })).toEqual({ groups: 0, failures: 0 });
  const groups = await errors.groups.query({ from: startedAt });
  expect(groups.map(({ errorKind, count }) => [errorKind, count])).toEqual([
    ["context_length", 3],
    ["malformed_stream", 1],
  ]);
  const [long] = groups;
  if (long === undefined) throw new Error("The groups were there a line ago.");
  const { fingerprint } = long;
  expect(long.counts).toHaveLength(30);
  expect(long.counts.reduce((a, b) => a + b)).toBe(3);
  expect(long.knownSince).toBe(long.firstSeenAt);
  const one = await errors.groups.query({ from: startedAt, fingerprint });
  expect(one).toMatchObject([{ fingerprint, count: 3 }]);
  expect(await errors.groups.query({ client: "crm", text: "MALFORMED_STR" })).toHaveLength(1);
  expect(await errors.groups.query({ client: "till" })).toEqual([]);

  const listed = async (more: object) =>
    (await requests.list.query({ fingerprint, ...more })).requests.map(
      ({ sessionId }) => sessionId,
    );
  expect(await listed({})).toEqual(["other", "talk", "talk"]);
  expect(await listed({ limit: 2 })).toEqual(["other", "talk"]);
  expect(await listed({ sessionId: "talk" })).toEqual(["talk", "talk"]);
  expect(await listed({ text: "talk" })).toEqual(["talk", "talk"]);
  expect(await listed({ text: "nowhere" })).toEqual([]);
  expect(await listed({ to: startedAt - 1 })).toEqual([]);
  const [sample = ""] = long.sampleRequestIds;
  expect(await requests.get.query({ requestId: sample })).toMatchObject({ fingerprint });

  const found = async (input: object) =>
    (await sessions.list.query(input)).map(({ client: name, sessionId }) => `${name} ${sessionId}`);
  expect(await found({})).toEqual(["crm other", "crm talk", "till talk"]);
  expect(await found({ failed: true, text: "TALK" })).toEqual(["crm talk"]);
  expect(await found({ client: "till" })).toEqual(["till talk"]);
  expect(await found({ to: startedAt - 1 })).toEqual([]);
  expect(await found({ from: Date.now() + 1_000 })).toEqual([]);
  const [newest] = await sessions.list.query({ text: "other", limit: 1 });
  expect(newest?.lane).toBe(`${crm}/other`);
  // Two tokens gave the same name: each has a session of its own.
  const talks = await sessions.list.query({ text: "talk" });
  for (const { clientId, client: name } of talks) {
    const got = await sessions.get.query({ sessionId: "talk", clientId });
    expect(got).toMatchObject({ client: name, clientId, requests: name === "crm" ? 2 : 1 });
  }
  const strange = sessions.get.query({ sessionId: "other", clientId: talks.at(-1)?.clientId });
  await expect(strange).rejects.toThrow("There is no session other");
}
