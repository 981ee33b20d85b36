import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { measureStream } from "@signalbox/practice/driver";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { mountSmallDisk, noMounting } from "./mounted-disk.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const env = { SIGNALBOX_ADMIN_TOKEN: "sbx_admin-of-the-history-tests-0123456789" };

async function componentOf({ admin }: TestGateway, named: string) {
  const { components } = await admin.system.health.query();
  return components.find(({ name }) => name === named);
}

const historyOf = (gateway: TestGateway) => componentOf(gateway, "history");

const params = (content: string) => ({
  model: "local/swift-1",
  messages: [{ role: "user" as const, content }],
});

it("on a full disk the work goes on and says what is not kept, and all goes on by itself with room", async (test) => {
  await using directory = await temporaryDirectory();
  const dataDir = join(directory.path, "disk");
  await mkdir(dataDir);
  using disk = mountSmallDisk(dataDir);
  test.skip(disk === null, noMounting);
  await using gateway = await startGateway({ dataDir, env });
  let asked = 0;
  const ask = async (): Promise<void> => {
    asked += 1;
    const openai = gateway.openai(gateway.adminToken, `s-${asked}`);
    const { error } = await measureStream(openai, params(`${asked} ${"x".repeat(30_000)}`));
    expect(error).toBeUndefined();
  };
  const said: string[] = [];
  const send = async (sessionId: string) => {
    asked += 1;
    const { text, durable } = await gateway.admin.agent.send.mutate({ message: "Hi.", sessionId });
    expect(text).not.toBe("");
    if (durable) said.push(text);
    return durable;
  };
  const health = async () => (await fetch(`${gateway.url}/health`)).status;
  expect(await send("kept")).toBe(true);
  await expect.poll(health).toBe(200);

  const filler = join(dataDir, "filler");
  await writeFile(filler, Buffer.alloc(3_000_000)).catch(() => {});
  await expect
    .poll(
      async () => {
        await ask();
        return (await historyOf(gateway))?.status;
      },
      { timeout: 30_000 },
    )
    .toBe("warn");
  expect((await historyOf(gateway))?.reason).toMatch(/^paused: .*full/);
  // The last pages of its log may have room still.
  await expect.poll(() => send("kept"), { timeout: 20_000 }).toBe(false);
  expect(await componentOf(gateway, "state.db")).toMatchObject({
    status: "error",
    reason: expect.stringMatching(/did not take .*full.*Check the disk/),
  });
  await expect.poll(health, { timeout: 5_000 }).toBe(503);
  for (let n = 0; n < 5; n += 1) {
    await ask();
    expect(await send(`lost-${n}`)).toBe(false);
  }
  const { requests } = await gateway.admin.requests.list.query({});
  expect(requests).toHaveLength(asked);
  expect(requests.every(({ outcome }) => outcome === "ok")).toBe(true);

  await rm(filler);
  await expect.poll(async () => (await historyOf(gateway))?.status, { timeout: 10_000 }).toBe("ok");
  expect(await send("kept")).toBe(true);
  expect(await componentOf(gateway, "state.db")).toMatchObject({ status: "ok" });
  await expect.poll(health, { timeout: 5_000 }).toBe(200);
  const { conversation } = await gateway.admin.sessions.get.query({ sessionId: "kept" });
  const answers = conversation.filter(({ role }) => role === "assistant");
  expect(answers.map(({ text }) => text)).toEqual(said);
  const events = await gateway.admin.system.events.query({ source: "history" });
  expect(events.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^Stored history goes on after \d+ s\. Rows lost: 0\.$/),
    expect.stringMatching(/^Stored history is paused: .*full.* The work goes on\.$/),
  ]);
  const gaps = () => {
    using db = new DatabaseSync(join(dataDir, "history.db"), { readOnly: true });
    return db.prepare("SELECT lost, to_at > from_at AS isForward FROM gaps").all();
  };
  await expect.poll(gaps).toEqual([{ lost: 0, isForward: 1 }]);
}, 90_000);

it("where the file can't be written runs without it, and says so", async () => {
  await using directory = await temporaryDirectory();
  // A folder in its place is refused whoever asks, root included.
  await mkdir(join(directory.path, "history.db"));
  await chmod(directory.path, 0o700);
  await using gateway = await startGateway({ dataDir: directory.path, env });
  const { error } = await measureStream(gateway.openai(gateway.adminToken), params("Hello."));
  expect(error).toBeUndefined();
  expect(await historyOf(gateway)).toMatchObject({
    status: "warn",
    reason: expect.stringMatching(/^paused: /),
  });
  const { requests, nextCursor } = await gateway.admin.requests.list.query({});
  expect([requests.length, nextCursor]).toEqual([1, null]);
  const answer = await fetch(`${gateway.url}/health`);
  expect(answer.status).toBe(200);

  await rm(join(directory.path, "history.db"), { recursive: true });
  await expect.poll(async () => (await historyOf(gateway))?.status, { timeout: 10_000 }).toBe("ok");
});

it("a file of a later version keeps the gateway from starting, and is left as it is", async () => {
  await using directory = await temporaryDirectory();
  const path = join(directory.path, "history.db");
  {
    using db = new DatabaseSync(path);
    db.exec("PRAGMA user_version = 999");
  }
  await expect(startGateway({ dataDir: directory.path, env })).rejects.toThrow(
    "was written by a later version of Signalbox",
  );
  await rm(path);
  await using gateway = await startGateway({ dataDir: directory.path, env });
  expect(await historyOf(gateway)).toMatchObject({ status: "ok" });
});
