import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Gateway } from "../src/gateway.ts";
import { loadConfig } from "../src/config/index.ts";
import { createClient } from "@signalbox/api-contract";
import { startGateway } from "./start-gateway.ts";

/** Each another one, so that a leak says where it is. */
const canary = (place: string): string => `canary-${place}-0123456789abcdef0123456789abcdef`;
const signing = (place: string): string =>
  `whsec_${Buffer.from(canary(place)).toString("base64").slice(0, 44)}`;

const env = {
  SIGNALBOX_ADMIN_TOKEN: canary("admin"),
  OPENAI_API_KEY: canary("variable-key"),
  OTHER_KEY: canary("other"),
  MODEL_NAME: canary("model"),
  HOOK_SECRET: signing("hook-variable"),
  LOG_LEVEL: "warn",
};

const file = `
providers:
  openai: { kind: openai, apiKey: "\${OPENAI_API_KEY}" }
  written: { kind: anthropic, apiKey: ${canary("file-key")}, baseUrl: https://llm.example/${canary("path")}/v1 }
agents:
  support: { model: fast, instructions: "Say \${OTHER_KEY}." }
aliases:
  fast: openai/\${MODEL_NAME}
mcpServers:
  docs: { command: /opt/${canary("command")}/run, args: [--key=${canary("argument")}], env: { KEY: ${canary("mcp-env")} } }
  web: { url: https://tools.example/${canary("mcp-url")}, headers: { authorization: Bearer ${canary("header")} } }
webhooks:
  shop:
    secret: ["\${HOOK_SECRET}", ${signing("hook-file")}]
    callback: { url: "https://shop.example/back?key=${canary("query")}", secret: ${signing("callback")} }
lanes: { concurrency: 7 }
`;

test("the config in force is told with what said it, and no secret is in it, for any role", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "signalbox-settings-"));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const { config } = await loadConfig({
    argv: ["--port", "0", "--data-dir", dataDir, "--config", "box.yaml"],
    env,
    cwd: dataDir,
    readFile: () => Promise.resolve(file),
  });
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  await using gateway = await Gateway.create({ config, logger: silent, dashboard: dataDir });
  await gateway.start();
  const admin = createClient({ url: gateway.url, token: env.SIGNALBOX_ADMIN_TOKEN });
  const { token } = await admin.auth.createToken.mutate({ name: "wall", role: "viewer" });
  const viewer = createClient({ url: gateway.url, token });

  const [forAdmin, forViewer] = await Promise.all([
    admin.system.config.query(),
    viewer.system.config.query(),
  ]);
  const storage = await Promise.all([admin.system.storage.query(), viewer.system.storage.query()]);
  for (const answer of [forAdmin, forViewer, ...storage]) {
    const text = JSON.stringify(answer);
    expect(text).not.toMatch(/canary|whsec_/);
    // As base64, as a signing secret has it.
    expect(text).not.toContain(Buffer.from("canary").toString("base64").slice(0, 7));
    expect(text).not.toContain("Bearer");
  }
  const of = (key: string) => forAdmin.settings.find((setting) => setting.key === key);
  expect(of("providers.openai.apiKey")).toEqual({
    key: "providers.openai.apiKey",
    value: null,
    hidden: "secret",
    source: "environment",
    from: "OPENAI_API_KEY",
    waits: false,
  });
  expect(of("providers.written.apiKey")).toMatchObject({
    hidden: "secret",
    source: "file",
    from: "box.yaml:4",
  });
  expect(of("providers.written.baseUrl")?.value).toBe("https://llm.example/…");
  expect(of("adminToken")).toMatchObject({ hidden: "secret", from: "SIGNALBOX_ADMIN_TOKEN" });
  expect(of("agents.support.model")).toMatchObject({ value: null, hidden: "variable" });
  expect(of("port")).toMatchObject({ value: "0", source: "flag", from: "--port" });
  expect(of("logLevel")).toMatchObject({ source: "environment", from: "LOG_LEVEL" });
  expect(of("lanes.concurrency")).toMatchObject({ value: "7", from: "box.yaml:16" });
  expect(of("lanes.maxDepth")).toMatchObject({ value: "50", source: "default", from: null });

  // Paths on the machine's disk are for admins.
  expect(of("dataDir")?.value).toBe(dataDir);
  expect(storage.map((answer) => answer.dataDir)).toEqual([dataDir, null]);
  expect(JSON.stringify(forViewer)).not.toContain(dataDir);
  expect(forViewer.settings.find(({ key }) => key === "dataDir")?.hidden).toBe("path");
});

test("a provider that a variable made says which, with no file", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "signalbox-settings-"));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const { config } = await loadConfig({
    argv: ["--port", "0", "--data-dir", dataDir],
    env: { OPENAI_API_KEY: canary("key"), OLLAMA_HOST: "127.0.0.1:11434" },
    cwd: dataDir,
  });
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  await using gateway = await Gateway.create({ config, logger: silent, dashboard: dataDir });
  const { adminToken } = await gateway.start();
  const admin = createClient({ url: gateway.url, token: adminToken ?? "" });
  const { settings, file: name } = await admin.system.config.query();
  expect(name).toBeNull();
  expect(JSON.stringify(settings)).not.toContain("canary");
  const of = (key: string) => settings.find((setting) => setting.key === key);
  const made = { source: "environment", from: "OPENAI_API_KEY" };
  expect(of("providers.openai.apiKey")).toMatchObject({ hidden: "secret", ...made });
  expect(of("providers.openai.maxConcurrent")).toMatchObject({ source: "default", from: null });
  expect(of("providers.ollama.baseUrl")).toMatchObject({
    value: "http://127.0.0.1:11434/…",
    source: "environment",
    from: "OLLAMA_HOST",
  });
  expect(of("providers.practice.kind")).toMatchObject({ source: "default", from: null });
});

test("storage tells what is kept, from when, and for how long", async () => {
  await using gateway = await startGateway({ config: { history: { retainDays: 3 } } });
  const before = Date.now();
  await gateway.openai(gateway.adminToken).chat.completions.create({
    model: "local/swift-1",
    messages: [{ role: "user", content: "x" }],
  });
  const storage = await gateway.admin.system.storage.query();
  expect(storage.history).toMatchObject({ retainDays: 3, content: "full", rows: { requests: 1 } });
  expect(storage.history.oldestAt).toBeLessThanOrEqual(Date.now());
  expect(storage.history.oldestAt).toBeGreaterThan(before - 60_000);
  await expect
    .poll(async () => (await gateway.admin.system.storage.query()).disk?.stateBytes)
    .toBeGreaterThan(0);
});

test("a token tells what it has in flight, and revoking it is on record with its reason", async () => {
  await using gateway = await startGateway({ upstream: { pace: 1 } });
  const { id, token } = await gateway.mint("ingest", "till");
  gateway.upstream.inject({ fault: { kind: "stall", afterTokens: 1 } });
  const left = new AbortController();
  const call = gateway.openai(token).chat.completions.create(
    {
      model: "local/swift-1",
      messages: [{ role: "user", content: "x" }],
      stream: true,
    },
    { signal: left.signal },
  );
  const row = async () =>
    (await gateway.admin.auth.listTokens.query()).find((one) => one.id === id);
  await expect.poll(async () => (await row())?.inFlight).toBe(1);
  expect(await row()).toMatchObject({ fromEnvironment: false });
  left.abort();
  await call.catch(() => null);
  await expect.poll(async () => (await row())?.inFlight).toBe(0);
  await gateway.admin.auth.revokeToken.mutate({ id, reason: "lost with a laptop" });
  const { entries } = await gateway.admin.audit.list.query({ action: "token.revoked" });
  expect(entries).toMatchObject([{ target: id, reason: "lost with a laptop" }]);
  expect(JSON.stringify(entries)).not.toContain(token.split(".")[1]);
});

test("the audit log is filtered by who, what and words, and goes on page by page", async () => {
  await using gateway = await startGateway();
  const made: string[] = [];
  const names = ["north", "south", "west", "yard", "tower", "quay", "house"];
  for (const name of names) made.push((await gateway.mint("viewer", `wall-${name}`)).id);
  await gateway.admin.auth.revokeToken.mutate({ id: made[2] ?? "", reason: "not needed" });
  const list = gateway.admin.audit.list.query;
  const [first] = (await list({ limit: 1 })).entries;
  expect(first).toMatchObject({ action: "token.revoked" });

  const seqs: number[] = [];
  let beforeSeq: number | null = null;
  do {
    const page: Awaited<ReturnType<typeof list>> = await list({
      limit: 3,
      action: "token.created",
      ...(beforeSeq !== null && { beforeSeq }),
    });
    seqs.push(...page.entries.map(({ seq }) => seq));
    beforeSeq = page.nextBeforeSeq;
  } while (beforeSeq !== null);
  expect(seqs).toEqual(seqs.toSorted((a, b) => b - a));
  expect(new Set(seqs).size).toBe(7);

  expect((await list({ action: "token." })).entries).toHaveLength(8);
  expect((await list({ action: "lane." })).entries).toEqual([]);
  expect((await list({ text: "wall-tower" })).entries).toMatchObject([{ target: made[4] }]);
  expect((await list({ text: "NOT needed" })).entries).toMatchObject([{ target: made[2] }]);
  expect((await list({ who: first?.who ?? "" })).entries).toHaveLength(8);
  expect((await list({ who: "nobody" })).entries).toEqual([]);
});

/** Components are looked at once a second, and written within another. */
const slow = { timeout: 10_000 } as const;

test("a past moment tells how each component was then", async () => {
  await using gateway = await startGateway();
  const names = async () =>
    (await gateway.admin.system.health.query()).components.map(({ name }) => name);
  const live = await names();
  await expect
    .poll(async () => {
      const { components } = await gateway.admin.history.at.query({ t: Date.now() });
      return components?.map(({ name }) => name).toSorted();
    }, slow)
    .toEqual(live.toSorted());
});

test("the verdict of a past moment counts in how each component was then", async () => {
  await using gateway = await startGateway();
  const verdictAt = async (t: number) => (await gateway.admin.history.at.query({ t })).verdict;
  const sick = { level: "warn", headline: "lanes not well:" };
  await gateway.admin.lanes.pause.mutate({ all: true, reason: "moving house" });
  await expect.poll(() => verdictAt(Date.now()), slow).toMatchObject(sick);
  const then = Date.now();
  await gateway.admin.lanes.resume.mutate({ all: true });
  await expect.poll(() => verdictAt(Date.now()), slow).toMatchObject({ level: "unknown" });
  expect(await verdictAt(then)).toMatchObject({
    ...sick,
    detail: expect.stringContaining("moving house"),
  });
});
