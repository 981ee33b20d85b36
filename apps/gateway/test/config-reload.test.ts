import { appendFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { measureStream } from "@signalbox/practice/driver";
import { startPracticeUpstream } from "@signalbox/practice/upstream";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { startProcess } from "./gateway-process.ts";
import { startRawUpstream } from "./raw-upstream.ts";
import { configFileIn, startFromFile, writeConfig, type FileGateway } from "./start-from-file.ts";

/** A change is in force by then, whatever the disk tells of it. */
const withinMs = { timeout: 3_000, interval: 20 };

const agent = (name: string, model = "practice/swift-1") => ({
  agents: { [name]: { model, tools: [] } },
});

const agentsOf = async ({ admin }: FileGateway): Promise<string[]> =>
  (await admin.system.setup.query()).agents.map(({ name }) => name);

const eventsOf = async ({ admin }: FileGateway) =>
  (await admin.system.events.query({ source: "config" })).map(
    ({ level, message }) => `${level}: ${message}`,
  );

const componentOf = async ({ admin }: FileGateway) =>
  (await admin.system.health.query()).components.find(({ name }) => name === "config");

const openai = ({ url, adminToken }: Pick<FileGateway, "url" | "adminToken">) =>
  new OpenAI({ baseURL: `${url}/v1`, apiKey: adminToken, maxRetries: 0, logLevel: "off" });

const hello = (model: string) => ({
  model,
  messages: [{ role: "user" as const, content: "Hello." }],
});

async function start(config: object) {
  const directory = await temporaryDirectory();
  await writeConfig(directory.path, config);
  const gateway = await startFromFile(directory.path);
  return {
    directory: directory.path,
    gateway,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await directory[Symbol.asyncDispose]();
    },
  };
}

describe("a changed config file", () => {
  it("is in force within three seconds, and what changed is told by name", async () => {
    await using one = await start(agent("first"));
    const { gateway, directory } = one;
    await writeConfig(directory, {
      ...agent("second"),
      publicUrls: ["https://box.example.com"],
      lanes: { maxDepth: 1 },
    });
    await expect.poll(() => agentsOf(gateway), withinMs).toEqual(["second", "assistant"]);
    expect(await eventsOf(gateway)).toContain(
      "info: The changed config is in force: publicUrls; agents added second removed first; lanes; defaultAgent.",
    );
    const { status } = await fetch(`${gateway.url}/v1/models`, {
      headers: {
        authorization: `Bearer ${gateway.adminToken}`,
        origin: "https://box.example.com",
      },
    });
    expect(status).toBe(200);
    expect(gateway.gateway.publicUrl).toBe("https://box.example.com");
    expect(await componentOf(gateway)).toMatchObject({ status: "ok" });
  });

  it("is seen where a new file takes its place, or a link to it moves", async () => {
    await using one = await start(agent("first"));
    const { gateway, directory } = one;
    const next = join(directory, "next.yaml");
    await writeFile(next, JSON.stringify(agent("second")));
    await rename(next, configFileIn(directory));
    await expect.poll(() => agentsOf(gateway), withinMs).toContain("second");

    const target = join(directory, "elsewhere.yaml");
    await writeFile(target, JSON.stringify(agent("third")));
    await symlink(target, next);
    await rename(next, configFileIn(directory));
    await expect.poll(() => agentsOf(gateway), withinMs).toContain("third");
    // The directory tells nothing of this one.
    await writeFile(target, JSON.stringify(agent("fourth")));
    await expect.poll(() => agentsOf(gateway), withinMs).toContain("fourth");
  });

  it("is in force as it was written last, after many quick writes", async () => {
    await using one = await start(agent("first"));
    const { gateway, directory } = one;
    for (let index = 1; index <= 20; index += 1) await writeConfig(directory, agent(`n${index}`));
    await expect.poll(() => agentsOf(gateway), withinMs).toEqual(["n20", "assistant"]);
    expect((await eventsOf(gateway)).filter((event) => event.startsWith("error"))).toEqual([]);
  });

  it("is refused where it is bad, told once with every problem, and in force once it is good", async () => {
    await using one = await start(agent("first"));
    const { gateway, directory } = one;
    const bad = "agents:\n  second: { model: nobody/x, tols: [] }\nport: many\n";
    await writeConfig(directory, bad);
    await expect.poll(() => componentOf(gateway), withinMs).toMatchObject({ status: "warn" });
    expect(await agentsOf(gateway)).toEqual(["first", "assistant"]);
    const [told, ...others] = (await eventsOf(gateway)).filter((event) =>
      event.startsWith("error"),
    );
    expect(told).toContain(
      "signalbox.yaml:2: agents.second.tols: unknown key; did you mean tools?",
    );
    expect(told).toContain("signalbox.yaml:3: port: found");
    expect(told).toContain("The last good config stays in force.");
    expect(others).toEqual([]);
    // Written again with the same text, it is no news.
    await writeConfig(directory, bad);
    await writeConfig(directory, agent("second"));
    await expect.poll(() => agentsOf(gateway), withinMs).toContain("second");
    expect(await componentOf(gateway)).toMatchObject({ status: "ok" });
    expect((await eventsOf(gateway)).filter((event) => event.startsWith("error"))).toHaveLength(1);
  });

  it.each([
    ["gone", async (path: string) => rm(path), "is gone"],
    ["empty", async (path: string) => writeFile(path, "\n"), "is empty"],
    [
      "for tools that nobody has",
      async (path: string) =>
        writeFile(path, "agents: { a: { model: practice/swift-1, tools: [fax] } }"),
      "found fax",
    ],
  ])("that is %s leaves the last good one in force", async (_, change, said) => {
    await using one = await start(agent("first"));
    const { gateway, directory } = one;
    await change(configFileIn(directory));
    await expect.poll(() => componentOf(gateway), withinMs).toMatchObject({ status: "warn" });
    expect((await componentOf(gateway))?.reason).toContain(said);
    expect(await agentsOf(gateway)).toEqual(["first", "assistant"]);
    expect((await gateway.admin.agent.send.mutate({ message: "Hello." })).agent).toBe("first");
    await writeConfig(directory, agent("first"));
    await expect.poll(() => componentOf(gateway), withinMs).toMatchObject({ status: "ok" });
  });

  it("is not put in force by halves where it is written slowly", async () => {
    await using one = await start(agent("first"));
    const { gateway, directory } = one;
    const file = configFileIn(directory);
    const [half, ...rest] = ["second", "third", "fourth"].map(
      (name) => `  ${name}: { model: practice/swift-1, tools: [] }\n`,
    );
    await writeFile(file, `agents:\n${half}`);
    for (const more of rest) {
      // As long as whoever writes it takes, and longer than anything looks at it.
      await pause(700);
      await appendFile(file, more);
    }
    await expect.poll(() => agentsOf(gateway), withinMs).toContain("fourth");
    expect((await eventsOf(gateway)).filter((event) => event.includes("is in force"))).toEqual([
      expect.stringContaining("agents added second, third, fourth removed first"),
    ]);
  });

  it("that is the beginning of what is in force is waited for, which is told", async () => {
    const line = (name: string) => `  ${name}: { model: practice/swift-1, tools: [] }\n`;
    const first = `agents:\n${line("first")}`;
    await using directory = await temporaryDirectory();
    await writeConfig(directory.path, `${first}${line("second")}`);
    await using gateway = await startFromFile(directory.path);
    const told = async () =>
      (await eventsOf(gateway)).filter((event) => event.includes("may be half written"));
    // It has read what it began with.
    await gateway.gateway.reloadConfig();
    await writeConfig(directory.path, first);
    await expect.poll(told, withinMs).toEqual([expect.stringMatching(/^warn: /)]);
    expect(await agentsOf(gateway)).toEqual(["first", "second", "assistant"]);
    await writeConfig(directory.path, `${first}${line("second")}${line("third")}`);
    await expect.poll(() => agentsOf(gateway), withinMs).toContain("third");
    // Where it is meant, it is in force in the end; at once where somebody asks.
    await writeConfig(directory.path, `${first}${line("second")}`);
    await expect
      .poll(() => agentsOf(gateway), { timeout: 9_000, interval: 20 })
      .not.toContain("third");
    expect(await told()).toHaveLength(2);
    await writeConfig(directory.path, first);
    await gateway.gateway.reloadConfig();
    expect(await agentsOf(gateway)).toEqual(["first", "assistant"]);
  });

  it("is in force at once where it takes the place of the old one whole", async () => {
    await using one = await start(agent("first"));
    const { gateway, directory } = one;
    const next = join(directory, "next.yaml");
    await writeFile(next, JSON.stringify(agent("second")));
    await rename(next, configFileIn(directory));
    await expect
      .poll(() => agentsOf(gateway), { timeout: 1_000, interval: 20 })
      .toContain("second");
  });

  it("says which of its keys wait for a restart, and the others are in force", async () => {
    await using one = await start(agent("first"));
    const { gateway, directory } = one;
    await writeConfig(directory, { ...agent("second"), host: "localhost", behindProxy: true });
    await expect.poll(() => agentsOf(gateway), withinMs).toContain("second");
    expect(await eventsOf(gateway)).toContain(
      "warn: host, behindProxy changed too, and will be in force after a restart.",
    );
  });
});

it("gives a provider's new key to the next request, and lets what streams go on with the old one", async () => {
  const held = Promise.withResolvers<void>();
  await using upstream = await startRawUpstream((response, { headers }) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const chunk = (content: string, finish: string | null) =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;
    response.write(chunk("first ", null));
    const end = (): unknown => response.end(`${chunk("last", "stop")}data: [DONE]\n\n`);
    if (headers.authorization?.includes("old") === true) void held.promise.then(end);
    else end();
  });
  const withKey = (apiKey: string) => ({
    providers: {
      local: { kind: "openai-compatible", baseUrl: upstream.url, allowPrivate: true, apiKey },
    },
  });
  await using one = await start(withKey("canary-old-key"));
  const { gateway, directory } = one;
  const streaming = measureStream(openai(gateway), hello("local/x"));
  await expect.poll(() => upstream.received.length).toBe(1);
  await writeConfig(directory, withKey("canary-new-key"));
  await expect
    .poll(() => eventsOf(gateway), withinMs)
    .toContain("info: The changed config is in force: providers changed local.");
  const after = await measureStream(openai(gateway), hello("local/x"));
  expect(after).toMatchObject({ error: undefined, text: "first last" });
  held.resolve();
  expect(await streaming).toMatchObject({ error: undefined, text: "first last" });
  expect(upstream.received.map(({ headers }) => headers.authorization)).toEqual([
    "Bearer canary-old-key",
    "Bearer canary-new-key",
  ]);
  expect(JSON.stringify(await gateway.admin.system.events.query({}))).not.toContain("canary");
});

it("calls a provider where it is now, and not one that was removed", async () => {
  await using before = await startPracticeUpstream({ pace: 0 });
  await using after = await startPracticeUpstream({ pace: 0 });
  const at = (url: string, name = "local") => ({
    providers: { [name]: { kind: "openai-compatible", baseUrl: url, allowPrivate: true } },
  });
  await using one = await start(at(before.url));
  const { gateway, directory } = one;
  const call = async (model: string) => measureStream(openai(gateway), hello(model));
  expect((await call("local/swift-1")).error).toBeUndefined();
  expect(before.openConnections).toBe(1);
  await writeConfig(directory, at(after.url));
  // What it had open to the old address is closed, with nothing on it.
  await expect.poll(() => before.openConnections, withinMs).toBe(0);
  expect((await call("local/swift-1")).error).toBeUndefined();
  expect([before.stats().requests, after.stats().requests]).toEqual([1, 1]);
  await writeConfig(directory, at(after.url, "other"));
  await expect.poll(() => after.openConnections, withinMs).toBe(0);
  expect((await call("local/swift-1")).error).toMatchObject({ status: 404 });
});

it("drops nothing, however often the file changes under load", async () => {
  await using upstream = await startPracticeUpstream({ pace: 0 });
  const withConcurrency = (maxConcurrent: number) => ({
    providers: {
      local: {
        kind: "openai-compatible",
        baseUrl: upstream.url,
        allowPrivate: true,
        maxConcurrent,
      },
    },
  });
  upstream.inject({ fault: { kind: "slow", ttftMs: 20, gapMs: 1 } });
  await using one = await start(withConcurrency(100));
  const { gateway, directory } = one;
  const client = openai(gateway);
  const results: { error: unknown; finishReason: unknown }[] = [];
  const over = new AbortController();
  const clients = Array.from({ length: 10 }, async () => {
    while (!over.signal.aborted) {
      const { error, finishReason } = await measureStream(client, hello("local/swift-1"));
      results.push({ error, finishReason });
    }
  });
  const applied = async () =>
    (await eventsOf(gateway)).filter((event) => event.includes("providers changed local")).length;
  for (let change = 1; change <= 5; change += 1) {
    await writeConfig(directory, withConcurrency(100 + change));
    await expect.poll(applied, withinMs).toBe(change);
  }
  over.abort();
  await Promise.all(clients);
  expect(results.length).toBeGreaterThan(10);
  expect(results.filter(({ error, finishReason }) => error ?? finishReason !== "stop")).toEqual([]);
  // The pools of what was in force before are gone.
  await expect.poll(() => upstream.openConnections, withinMs).toBeLessThanOrEqual(10);
});

it("finds a file that is made after it started without one", async () => {
  await using directory = await temporaryDirectory();
  await using gateway = await startFromFile(directory.path);
  expect(await agentsOf(gateway)).toEqual(["assistant"]);
  await writeConfig(directory.path, agent("first"));
  await expect.poll(() => agentsOf(gateway), withinMs).toEqual(["first", "assistant"]);
});

it("reads the file again on SIGHUP, and goes on", async () => {
  await using directory = await temporaryDirectory();
  await writeConfig(directory.path, agent("first"));
  await using running = await startProcess(directory.path, { LOG_LEVEL: "info" });
  const logged = Promise.withResolvers<void>();
  running.child.stderr?.on("data", (chunk: Buffer) => {
    if (chunk.toString().includes("in force already")) logged.resolve();
  });
  running.child.kill("SIGHUP");
  await logged.promise;
  expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
});
