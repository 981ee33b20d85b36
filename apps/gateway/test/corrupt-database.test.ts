import {
  cp,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  stat,
  truncate,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "@signalbox/api-contract";
import { startPracticeUpstream } from "@signalbox/practice/upstream";
import { afterAll, beforeAll, expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { runToEnd, startProcess, type GatewayProcess } from "./gateway-process.ts";

const token = "sbx_admin-of-the-damage-tests-0123456789";
const env = { SIGNALBOX_ADMIN_TOKEN: token };
const pageBytes = 4_096;
const sent = 30;

const clientOf = ({ url }: GatewayProcess) => createClient({ url, token });

const cleanup = new AsyncDisposableStack();
/** Directories that a gateway left: after a stop, and after a kill, with its logs beside its files. */
let left: { readonly stopped: string; readonly killed: string };

beforeAll(async () => {
  const upstream = cleanup.use(await startPracticeUpstream({ pace: 0 }));
  const { path } = cleanup.use(await temporaryDirectory());
  left = { stopped: join(path, "stopped"), killed: join(path, "killed") };
  const local = { kind: "openai-compatible", baseUrl: upstream.url, allowPrivate: true };
  const agents = { support: { model: "local/swift-1", tools: [] } };
  for (const [how, directory] of Object.entries(left)) {
    await mkdir(directory);
    await writeFile(
      join(directory, "signalbox.yaml"),
      JSON.stringify({ providers: { local }, agents }),
    );
    await using running = await startProcess(directory, env);
    for (let n = 0; n < sent; n += 1) {
      const message = `${n} ${"x".repeat(2_000)}`;
      await clientOf(running).agent.send.mutate({ message, sessionId: "s" });
    }
    running.child.kill(how === "stopped" ? "SIGTERM" : "SIGKILL");
    await running.ended;
  }
}, 60_000);

afterAll(() => cleanup.disposeAsync());

/** A copy of a directory that was left, for one test to damage. */
async function copyOf(directory: string) {
  const copy = await temporaryDirectory();
  await cp(directory, copy.path, { recursive: true });
  return copy;
}

const damages = {
  "its middle overwritten": async (path: string) => {
    const { size } = await stat(path);
    await overwrite(path, Math.floor(size / 2), 2 * pageBytes);
  },
  "its beginning overwritten": (path: string) => overwrite(path, 0, 512),
  emptied: (path: string) => truncate(path, 0),
  "cut in half": async (path: string) => truncate(path, Math.floor((await stat(path)).size / 2)),
} as const;

async function overwrite(path: string, from: number, bytes: number): Promise<void> {
  await using file = await open(path, "r+");
  await file.write(Buffer.alloc(bytes, 0xa5), 0, bytes, from);
}

/** The files that hold what must not be lost, byte for byte. */
async function stateFiles(directory: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const name of ["state.db", "state.db-wal"]) {
    const bytes = await readFile(join(directory, name)).catch(() => null);
    if (bytes !== null && bytes.length > 0) files.set(name, bytes.toString("base64"));
  }
  return files;
}

async function conversationOf(running: GatewayProcess): Promise<number> {
  return (await clientOf(running).sessions.get.query({ sessionId: "s" })).messages;
}

it.each([
  ["stopped", "state.db"],
  ["killed", "state.db-wal"],
] as const)(
  "%s, then %s damaged: start-up is refused, told what to do, and nothing is changed",
  async (how, name) => {
    await using directory = await copyOf(left[how]);
    const { path } = directory;
    await damages["its middle overwritten"](join(path, name));
    const before = await stateFiles(path);
    const refused = await runToEnd(["--port", "0", "--data-dir", path], path, env);
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toMatch(/state\.db is damaged \(.*keep a copy.*restore a backup/);
    expect(refused.stderr).not.toContain("    at ");
    expect(await stateFiles(path)).toEqual(before);
    for (const end of ["", "-wal", "-shm"]) {
      const file = join(path, `state.db${end}`);
      await rename(file, `${file}.away`).catch(() => {});
    }
    await using anew = await startProcess(path, env);
    expect(await conversationOf(anew)).toBe(0);
  },
  60_000,
);

it.each(["its middle overwritten", "its beginning overwritten", "cut in half"] as const)(
  "history.db with %s is set aside under a name that is told, and a new one begins",
  async (damage) => {
    await using directory = await copyOf(left.stopped);
    const { path } = directory;
    const file = join(path, "history.db");
    await damages[damage](file);
    const { size } = await stat(file);
    await using running = await startProcess(path, env);
    const client = clientOf(running);
    const [event] = await client.system.events.query({ source: "history", level: "error" });
    const aside =
      (await readdir(path)).find((name) => name.startsWith("history.db.damaged-")) ?? "";
    expect(event?.message).toContain(`history.db was damaged. It is ${join(path, aside)} now`);
    expect((await stat(join(path, aside))).size).toBe(size);
    await client.agent.send.mutate({ message: "Hello.", sessionId: "s" });
    expect(await conversationOf(running)).toBe(2 * sent + 2);
    const { requests } = await client.requests.list.query({});
    expect(requests).toHaveLength(1);
  },
  60_000,
);

it("an emptied history.db is told", async () => {
  await using directory = await copyOf(left.stopped);
  await damages.emptied(join(directory.path, "history.db"));
  await using running = await startProcess(directory.path, env);
  const client = clientOf(running);
  const events = await client.system.events.query({ source: "history", level: "error" });
  expect(events.map(({ message }) => message)).toEqual([expect.stringContaining("damaged")]);
}, 60_000);

it("history.db with a damaged log goes on from before the damage, and tells the gap", async () => {
  await using directory = await copyOf(left.killed);
  await damages["its middle overwritten"](join(directory.path, "history.db-wal"));
  await using running = await startProcess(directory.path, env);
  const [event] = await clientOf(running).system.events.query({ source: "history" });
  expect(event).toMatchObject({ level: "warn" });
  expect(event?.message).toContain("nothing is known from");
}, 60_000);
