import { access } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient, type SignalboxClient } from "@signalbox/api-contract";
import { expect, test, vi } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { runToEnd, startProcess } from "./gateway-process.ts";
import { isRunning, untilEnded } from "./mcp-servers/process-state.ts";
import { startFromFile, writeConfig } from "./start-from-file.ts";

const unruly = fileURLToPath(new URL("mcp-servers/unruly-server.ts", import.meta.url));
const server = (behaviour: object) => ({
  command: process.execPath,
  args: [unruly, JSON.stringify(behaviour)],
});
const silent = server({ start: "silent" });

/** Of the server that says it when it starts. */
function pidOf(admin: SignalboxClient, name: string): Promise<number> {
  return vi.waitFor(
    async () => {
      const servers = await admin.tools.servers.query();
      const said = servers.find((one) => one.name === name)?.stderr[0] ?? "";
      return Number(/^pid (\d+)$/.exec(said)?.[1] ?? expect.fail("it has not said it yet"));
    },
    { timeout: 10_000, interval: 50 },
  );
}

test("--check takes the tools of a server by name, and starts none", async () => {
  await using directory = await temporaryDirectory();
  const mark = join(directory.path, "started");
  await writeConfig(directory.path, {
    mcpServers: { docs: { command: "touch", args: [mark] } },
    agents: { support: { model: "practice/swift-1", tools: ["docs.search", "docs.*"] } },
  });
  expect(await runToEnd(["--check"], directory.path)).toMatchObject({ code: 0, stderr: "" });
  await expect(access(mark)).rejects.toThrow("ENOENT");
  await writeConfig(directory.path, {
    agents: { support: { model: "practice/swift-1", tools: ["fetch"] } },
  });
  const refused = await runToEnd(["--check"], directory.path);
  expect(refused.code).toBe(78);
  expect(refused.stderr).toContain("tools: { fetch: { allow: [https://api.example.com] } }");
});

test.each(["SIGTERM", "twice"])(
  "a gateway that ends by %s takes its servers along",
  async (how) => {
    await using directory = await temporaryDirectory();
    await writeConfig(directory.path, { mcpServers: { mute: silent }, drainMs: 60_000 });
    await using gateway = await startProcess(directory.path);
    const admin = createClient({ url: gateway.url, token: gateway.adminToken ?? "" });
    const pid = await pidOf(admin, "mute");
    gateway.child.kill("SIGTERM");
    if (how === "twice") gateway.child.kill("SIGINT");
    const { code } = await gateway.ended;
    expect(code).toBe(how === "twice" ? 1 : 0);
    await untilEnded(pid);
  },
);

test("a server that is slow to start delays nothing", async () => {
  await using directory = await temporaryDirectory();
  await writeConfig(directory.path, { mcpServers: { mute: silent } });
  await using gateway = await startProcess(directory.path);
  expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
  const admin = createClient({ url: gateway.url, token: gateway.adminToken ?? "" });
  expect((await admin.tools.servers.query())[0]).toMatchObject({ state: "starting" });
  expect((await admin.system.health.query()).status).toBe("ok");
  // One that is killed outright could not take its server along.
  gateway.child.kill("SIGTERM");
  await gateway.ended;
});

test("servers come and go with the config file", async () => {
  await using directory = await temporaryDirectory();
  await writeConfig(directory.path, { mcpServers: { mute: silent } });
  await using gateway = await startFromFile(directory.path, {
    gateway: { mcpLimits: { closeGraceMs: 50, termGraceMs: 50 } },
  });
  const { admin } = gateway;
  const mute = await pidOf(admin, "mute");
  expect(isRunning(mute)).toBe(true);
  await writeConfig(directory.path, {
    mcpServers: { docs: server({}) },
    tools: { fetch: { allow: ["a.example"] } },
    agents: { support: { model: "practice/swift-1", tools: ["docs.*", "fetch"] } },
  });
  await vi.waitFor(
    async () =>
      expect(await admin.tools.servers.query()).toMatchObject([{ name: "docs", state: "ready" }]),
    { timeout: 10_000, interval: 50 },
  );
  expect((await admin.tools.list.query()).map(({ name }) => name)).toEqual(
    expect.arrayContaining(["clock", "fetch", "docs.echo"]),
  );
  await untilEnded(mute);
});
