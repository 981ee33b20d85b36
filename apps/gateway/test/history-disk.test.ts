import { execFileSync } from "node:child_process";
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { measureStream } from "@signalbox/practice/driver";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const env = { SIGNALBOX_ADMIN_TOKEN: "sbx_admin-of-the-history-tests-0123456789" };

/** A disk of two megabytes. Null where this user, or this machine, may not mount one. */
function smallDisk(path: string): Disposable | null {
  try {
    execFileSync("/bin/mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", path], {
      stdio: "ignore",
    });
  } catch {
    return null;
  }
  return {
    [Symbol.dispose]() {
      execFileSync("/bin/umount", ["-l", path]);
    },
  };
}

async function historyOf({ admin }: TestGateway) {
  const { components } = await admin.system.health.query();
  return components.find(({ name }) => name === "history");
}

const params = (content: string) => ({
  model: "local/swift-1",
  messages: [{ role: "user" as const, content }],
});

it("on a full disk pauses and says so while the work goes on, and resumes with a declared gap", async (test) => {
  await using directory = await temporaryDirectory();
  const dataDir = join(directory.path, "disk");
  await mkdir(dataDir);
  using disk = smallDisk(dataDir);
  test.skip(disk === null, "mounting a tmpfs needs root, and is refused here");
  await using gateway = await startGateway({ dataDir, env });
  const filler = join(dataDir, "filler");
  await writeFile(filler, Buffer.alloc(3_000_000)).catch(() => {});
  const ask = async (n: number): Promise<void> => {
    const openai = gateway.openai(gateway.adminToken, `s-${n}`);
    const { error } = await measureStream(openai, params(`${n} ${"x".repeat(30_000)}`));
    expect(error).toBeUndefined();
  };
  let asked = 0;
  await expect
    .poll(
      async () => {
        await ask((asked += 1));
        return (await historyOf(gateway))?.status;
      },
      { timeout: 30_000 },
    )
    .toBe("warn");
  expect((await historyOf(gateway))?.reason).toMatch(/^paused: .*full/);
  for (let n = 0; n < 5; n += 1) await ask((asked += 1));
  const { requests } = await gateway.admin.requests.list.query({});
  expect(requests).toHaveLength(asked);

  await rm(filler);
  await expect.poll(async () => (await historyOf(gateway))?.status, { timeout: 10_000 }).toBe("ok");
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
}, 60_000);

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
