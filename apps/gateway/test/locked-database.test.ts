import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { measureStream } from "@signalbox/practice/driver";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { holdDatabase } from "./database-holder.ts";
import { runToEnd, startProcess } from "./gateway-process.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const env = { SIGNALBOX_ADMIN_TOKEN: "sbx_admin-of-the-lock-tests-0123456789" };

async function componentOf({ admin }: TestGateway, named: string) {
  const { components } = await admin.system.health.query();
  return components.find(({ name }) => name === named);
}

/** Whether the reply is said to be kept. */
async function send({ admin }: TestGateway): Promise<boolean> {
  const { text, durable } = await admin.agent.send.mutate({ message: "Hi.", sessionId: "s" });
  expect(text).not.toBe("");
  return durable;
}

async function ask(gateway: TestGateway): Promise<void> {
  const openai = gateway.openai(gateway.adminToken);
  const messages = [{ role: "user" as const, content: "Hello." }];
  const { error } = await measureStream(openai, { model: "local/swift-1", messages });
  expect(error).toBeUndefined();
}

/** What a process that holds a file is called where the system tells it, which Linux does. */
const named = ({ pid }: { pid: number }) =>
  process.platform === "linux" ? `process ${pid} (` : "another process";

it("a second gateway on a directory ends with 1, naming the directory and who has it", async () => {
  await using directory = await temporaryDirectory();
  await using running = await startProcess(directory.path);
  const args = ["--port", "0", "--data-dir", directory.path];
  const second = await runToEnd(args, directory.path);
  expect(second).toMatchObject({ code: 1, stdout: "" });
  expect(second.stderr).toContain(`The data directory ${directory.path} is in use`);
  expect(second.stderr).toContain(`process ${running.child.pid}, started at`);
  expect(second.stderr).toContain("--data-dir");
  expect(second.stderr).not.toContain("    at ");
  expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
}, 60_000);

it.each(["write", "whole"] as const)(
  "starts over a history.db that another process holds (%s), and goes on with it when it is free",
  async (how) => {
    await using directory = await temporaryDirectory();
    const { path: dataDir } = directory;
    await using before = await startGateway({ dataDir, env });
    await before[Symbol.asyncDispose]();
    await using holder = await holdDatabase(join(dataDir, "history.db"), how);
    await using gateway = await startGateway({ dataDir, env });
    await ask(gateway);
    expect(await send(gateway)).toBe(true);
    expect(await componentOf(gateway, "history")).toMatchObject({
      status: "warn",
      reason: expect.stringMatching(/^paused: .*locked/),
    });
    await holder[Symbol.asyncDispose]();
    await expect
      .poll(async () => (await componentOf(gateway, "history"))?.status, { timeout: 10_000 })
      .toBe("ok");
    expect((await gateway.admin.requests.list.query({})).requests).toHaveLength(2);
  },
  60_000,
);

it("while another process holds history.db the work goes on, and it says so", async () => {
  await using directory = await temporaryDirectory();
  await using gateway = await startGateway({ dataDir: directory.path, env });
  const path = join(directory.path, "history.db");
  await using holder = await holdDatabase(path);
  const status = async () => (await componentOf(gateway, "history"))?.status;
  await ask(gateway);
  await expect.poll(status, { timeout: 10_000 }).toBe("warn");
  expect((await componentOf(gateway, "history"))?.reason).toMatch(/^paused: .*locked/);
  expect(await send(gateway)).toBe(true);
  await ask(gateway);
  await holder[Symbol.asyncDispose]();
  await expect.poll(status, { timeout: 10_000 }).toBe("ok");
  const events = await gateway.admin.system.events.query({ source: "history" });
  expect(events.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^Stored history goes on after \d+ s\. Rows lost: 0\.$/),
    expect.stringMatching(/^Stored history is paused: .*locked.* The work goes on\.$/),
  ]);
  const kept = () => {
    using db = new DatabaseSync(path, { readOnly: true });
    return db.prepare("SELECT count(*) AS n FROM requests WHERE outcome = 'ok'").get();
  };
  await expect.poll(kept).toEqual({ n: 3 });
}, 60_000);

it("while another process holds state.db replies say that they are not kept, and it names it", async () => {
  await using directory = await temporaryDirectory();
  await using gateway = await startGateway({ dataDir: directory.path, env });
  expect(await send(gateway)).toBe(true);
  await using holder = await holdDatabase(join(directory.path, "state.db"));
  // The first to be refused waits as long as a short hold takes.
  expect(await send(gateway)).toBe(false);
  const { status, reason } = (await componentOf(gateway, "state.db")) ?? {};
  expect(status).toBe("error");
  expect(reason).toContain(named(holder));
  const since = performance.now();
  expect(await send(gateway)).toBe(false);
  await ask(gateway);
  expect(performance.now() - since).toBeLessThan(4_000);
  await holder[Symbol.asyncDispose]();
  expect(await send(gateway)).toBe(true);
  expect(await componentOf(gateway, "state.db")).toMatchObject({ status: "ok" });
}, 60_000);

it("does not start while another process has state.db for itself, and names it", async () => {
  await using directory = await temporaryDirectory();
  const { path: dataDir } = directory;
  await using before = await startGateway({ dataDir, env });
  expect(await send(before)).toBe(true);
  await before[Symbol.asyncDispose]();
  await using holder = await holdDatabase(join(dataDir, "state.db"), "whole");
  const refused = await runToEnd(["--port", "0", "--data-dir", dataDir], dataDir);
  expect(refused).toMatchObject({ code: 1, stdout: "" });
  expect(refused.stderr).toContain(join(dataDir, "state.db"));
  expect(refused.stderr).toContain(named(holder));
  expect(refused.stderr).not.toContain("    at ");
  await holder[Symbol.asyncDispose]();
  await using after = await startGateway({ dataDir, env });
  const { conversation } = await after.admin.sessions.get.query({ sessionId: "s" });
  expect(conversation).toHaveLength(2);
}, 60_000);
