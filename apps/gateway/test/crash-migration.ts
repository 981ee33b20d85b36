import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createClient } from "@signalbox/api-contract";
import { migrations as historyMigrations } from "../src/history/schema.ts";
import { migrations as stateMigrations } from "../src/state/schema.ts";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { checkFiles } from "./crash-checks.ts";
import { killSoon, startProcess } from "./gateway-process.ts";

const token = "sbx_admin-of-the-crash-tests-0123456789";
const settings = { SIGNALBOX_ADMIN_TOKEN: token };
const kills = 4;
const conversations = 20;

/** Begins a directory that an earlier version wrote, and kills gateways that bring it to this one. */
export async function crashWhileMigrating(
  random: () => number,
  startMs: number,
): Promise<string[]> {
  await using directory = await temporaryDirectory();
  const { path } = directory;
  forge(path, random);
  for (let n = 0; n < kills; n += 1) {
    // The disk is opened in the first half of a start.
    await killSoon(path, settings, startMs * (0.1 + random() * 0.7));
  }
  await using running = await startProcess(path, settings);
  const client = createClient({ url: running.url, token });
  const wrong = checkFiles(path);
  for (let n = 0; n < conversations; n += 1) {
    const found = await client.sessions.get.query({ sessionId: `old-${n}` }).catch(() => null);
    if (found?.conversation[0]?.text !== `Message ${n}`) wrong.push(`old-${n} is not there`);
  }
  const { components } = await client.system.health.query();
  for (const { name, status, reason } of components) {
    if (name !== "event loop" && status !== "ok") wrong.push(`${name} is ${status}: ${reason}`);
  }
  return wrong.map((one) => `migration: ${one}`);
}

function forge(path: string, random: () => number): void {
  const older = (steps: readonly string[]): readonly string[] =>
    steps.slice(0, 1 + Math.floor(random() * (steps.length - 1)));
  {
    using db = begin(join(path, "state.db"), older(stateMigrations));
    const conversation = db.prepare(
      "INSERT INTO conversations (id, client_id, session_id, messages, created_at, updated_at) VALUES (?, 'c', ?, 1, ?, ?)",
    );
    const message = db.prepare("INSERT INTO messages VALUES (?, 1, 'user', ?, NULL, ?)");
    const now = Date.now();
    for (let n = 0; n < conversations; n += 1) {
      conversation.run(n + 1, `old-${n}`, now, now);
      message.run(n + 1, JSON.stringify(`Message ${n}`), now);
    }
  }
  using db = begin(join(path, "history.db"), older(historyMigrations));
  db.exec(
    "INSERT INTO boots (boot_id, node, version, started_at, last_at) VALUES ('b', 'n', '0', 1, 2)",
  );
}

function begin(path: string, steps: readonly string[]): DatabaseSync {
  const db = new DatabaseSync(path);
  db.exec("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL");
  for (const step of steps) db.exec(step);
  db.exec(`PRAGMA user_version = ${steps.length}`);
  return db;
}
