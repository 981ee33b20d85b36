import { execFile } from "node:child_process";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { createClient } from "@signalbox/api-contract";
import { startPracticeUpstream, type PracticeUpstream } from "@signalbox/practice/upstream";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { runToEnd, startProcess, type GatewayProcess } from "./gateway-process.ts";

const run = promisify(execFile);

const admin = "sbx_canary-admin-of-the-archive-tests-0123456789";
const providerKey = "sk-canary-of-the-archive-tests-9876543210";
const hostile =
  '=cmd|"/c calc"!A1\r\n"quoted", \u001b[2Jcleared\u0000\u009b\u2028next\u202egpj.exe\u0007 🦊';

/** A data directory of a gateway that asks a practice upstream with a key that nobody may see. */
async function box() {
  await using owned = new AsyncDisposableStack();
  const upstream = owned.use(await startPracticeUpstream({ pace: 0 }));
  const directory = owned.use(await temporaryDirectory());
  const data = join(directory.path, "data");
  await mkdir(data);
  await writeFile(join(data, "signalbox.yaml"), configFor(upstream));
  const rest = owned.move();
  return {
    upstream,
    data,
    path: directory.path,
    start: (at = data) => startProcess(at, { SIGNALBOX_ADMIN_TOKEN: admin }),
    command: (...args: string[]) => runToEnd([...args, "--data-dir", data], directory.path),
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  };
}

function configFor(upstream: PracticeUpstream): string {
  const local = {
    kind: "openai-compatible",
    baseUrl: upstream.url,
    apiKey: providerKey,
    allowPrivate: true,
  };
  return JSON.stringify({
    providers: { local },
    agents: { support: { model: "local/swift-1" } },
    // One request hangs for good.
    drainMs: 500,
  });
}

async function ask({ url }: GatewayProcess, session: string, content: string, token = admin) {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-session-id": session,
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ model: "local/swift-1", messages: [{ role: "user", content }] }),
  });
  return { status: response.status, text: await response.text() };
}

type Line = Readonly<Record<string, unknown>>;

function linesOf(text: string): Line[] {
  expect(text === "" || text.endsWith("\n")).toBe(true);
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/** CSV as RFC 4180 has it. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g,
  )) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

const of = (type: string, lines: readonly Line[]) => lines.filter((line) => line["type"] === type);

it("export tells what a running gateway has stored, and after it has stopped", async () => {
  await using given = await box();
  const { upstream, command } = given;
  const before = Date.now();
  await using gateway = await given.start();
  const client = createClient({ url: gateway.url, token: admin });
  expect(await ask(gateway, "hostile", hostile)).toMatchObject({ status: 200 });
  await client.agent.send.mutate({ message: "Hello.", sessionId: "told", agent: "support" });
  const refusing = upstream.inject({ fault: { kind: "context_length" } });
  await ask(gateway, "failing", "What now?");
  refusing.remove();
  upstream.inject({ fault: { kind: "hang" } });
  const hanging = ask(gateway, "hanging", "Still there?").catch(() => null);

  let lines: Line[] = [];
  await expect
    .poll(
      async () => {
        lines = linesOf((await command("export")).stdout);
        const requests = of("request", lines);
        return requests.map((line) => [line["sessionId"], line["state"], line["outcome"]]);
      },
      { timeout: 30_000, interval: 200 },
    )
    .toEqual([
      ["hostile", "ended", "ok"],
      ["told", "ended", "ok"],
      ["failing", "ended", "failed"],
      ["hanging", "running", null],
    ]);
  const { requests } = await client.requests.list.query({ state: "ended" });
  expect(of("request", lines).slice(0, 3).toReversed()).toMatchObject(
    requests.map(({ id, startedAt, endedAt }) => ({
      id,
      startedAt: Math.round(startedAt),
      endedAt: Math.round(endedAt ?? 0),
    })),
  );
  const times = lines.map((line) => line["startedAt"] ?? line["timestamp"] ?? line["at"]);
  expect(times.every((at) => typeof at === "number" && at >= before)).toBe(true);
  expect(of("span", lines).map((line) => line["requestId"])).toContain(requests[0]?.id);
  expect(of("message", lines).map((line) => line["text"])).toContain(hostile);
  expect(of("event", lines).some((line) => line["level"] === "error")).toBe(true);
  expect(of("failure", lines)).toMatchObject([{ requestId: requests[0]?.id }]);

  const failing = of("request", lines)[2];
  const at = String(failing?.["startedAt"]);
  const window = linesOf(
    (await command("export", "--what", "requests", "--from", at, "--to", at)).stdout,
  );
  expect(window.map((line) => line["sessionId"])).toContain("failing");
  expect(window.map((line) => line["sessionId"])).not.toContain("hanging");
  const empty = await command("export", "--from", "-2d", "--to", "-1d");
  expect(empty).toEqual({ stdout: "", stderr: "", code: 0 });

  const raw = (await command("export", "--from", "-1h")).stdout;
  // oxlint-disable-next-line no-control-regex -- none of them may be there
  expect(raw).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]/);
  for (const canary of [admin, providerKey, gateway.loginCode]) expect(raw).not.toContain(canary);

  gateway.child.kill("SIGTERM");
  expect(await gateway.ended).toMatchObject({ code: 0 });
  await hanging;
  const after = await command("export", "--what", "requests");
  expect(after).toMatchObject({ code: 0, stderr: "" });
  expect(of("request", linesOf(after.stdout))).toHaveLength(4);
}, 120_000);

it("export writes a table, once, and says what is missing in it", async () => {
  await using given = await box();
  const { command } = given;
  {
    await using gateway = await given.start();
    await ask(gateway, "hostile", hostile);
    await expect
      .poll(async () => (await command("export", "--what", "messages")).stdout, { timeout: 30_000 })
      .toContain("calc");
    gateway.child.kill("SIGKILL");
    await gateway.ended;
  }
  await using _next = await given.start();
  const file = join(given.path, "messages.csv");
  const args = ["export", "--what", "messages", "--format", "csv", "--out", file];
  const first = await command(...args);
  expect(first).toMatchObject({ code: 0, stdout: "" });
  expect(first.stderr).toMatch(
    /^Something may be missing from \S+ to \S+: .*\nExported to .*csv\.\n$/,
  );
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const [head, ...rows] = rowsOf(await readFile(file, "utf8"));
  expect(head).toEqual(["role", "text", "at", "requestId", "tool", "truncatedBytes"]);
  const text = rows.find(([role]) => role === "user")?.[1];
  expect(text).toBe(
    `'=cmd|"/c calc"!A1\r\n"quoted", \\u001b[2Jcleared\\u0000\\u009b\\u2028next\\u202egpj.exe\\u0007 🦊`,
  );
  const again = await command(...args);
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining("--force") });
  expect(await command(...args, "--force")).toMatchObject({ code: 0 });
}, 120_000);

it("export and backup say what is wrong with what they were told", async () => {
  await using directory = await temporaryDirectory();
  const missing = await runToEnd(["export", "--data-dir", "none"], directory.path);
  expect(missing).toMatchObject({ code: 1, stdout: "" });
  expect(missing.stderr).toMatch(/none\/history\.db is not there\. Name the directory/);
  const backup = await runToEnd(["backup", "a.tar", "--data-dir", "none"], directory.path);
  expect(backup).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("state.db is not there"),
  });
  const csv = await runToEnd(["export", "--format", "csv"], directory.path);
  expect(csv).toMatchObject({ code: 2, stderr: expect.stringContaining("--what requests|spans") });
  const when = await runToEnd(["export", "--from", "soon"], directory.path);
  expect(when).toMatchObject({ code: 2, stderr: expect.stringContaining("-24h") });
  expect((await runToEnd(["backup"], directory.path)).code).toBe(2);
}, 60_000);

it("a backup of a gateway under load starts as that gateway: its tokens, sessions and requests", async () => {
  await using given = await box();
  await using gateway = await given.start();
  const client = createClient({ url: gateway.url, token: admin });
  const { token } = await client.auth.createToken.mutate({ name: "till", role: "ingest" });
  const sessionId = "told";
  await client.agent.send.mutate({ message: "Hello.", sessionId, agent: "support" });
  const session = await client.sessions.get.query({ sessionId });
  const over = new AbortController();
  let longestMs = 0;
  const load = Array.from({ length: 4 }, async (_, worker) => {
    for (let n = 0; !over.signal.aborted; n += 1) {
      const startedAt = performance.now();
      expect(await ask(gateway, `load-${worker}-${n}`, "Hello.", token)).toMatchObject({
        status: 200,
      });
      longestMs = Math.max(longestMs, performance.now() - startedAt);
    }
  });
  const exported = async (): Promise<Line[]> =>
    linesOf((await given.command("export", "--what", "requests")).stdout);
  await expect.poll(async () => (await exported()).length, { timeout: 60_000 }).toBeGreaterThan(40);
  const stored = await exported();
  const file = join(given.path, "box.tar");
  const made = await given.command("backup", file);
  over.abort();
  await Promise.all(load);
  expect(made).toMatchObject({ code: 0, stderr: "" });
  expect(made.stdout).toMatch(/history\.db +[\d,]+ bytes, [\d,]+ requests, up to \d{4}-/);
  expect(longestMs).toBeLessThan(5_000);

  const restored = join(given.path, "restored");
  await mkdir(restored, { mode: 0o700 });
  await run("tar", ["-xf", file, "-C", restored]);
  await writeFile(join(restored, "signalbox.yaml"), configFor(given.upstream));
  await using other = await given.start(restored);
  const anew = createClient({ url: other.url, token: admin });
  expect(await anew.sessions.get.query({ sessionId })).toMatchObject({
    sessionId,
    messages: session.messages,
  });
  expect(await ask(other, "later", "Hello.", token)).toMatchObject({ status: 200 });
  const there = await runToEnd(
    ["export", "--what", "requests", "--data-dir", restored],
    given.path,
  );
  const known = new Map(of("request", linesOf(there.stdout)).map((line) => [line["id"], line]));
  for (const line of stored.filter((line) => line["state"] === "ended")) {
    expect(known.get(line["id"])).toEqual(line);
  }
  const { requests } = await anew.requests.list.query({ sessionId });
  expect(requests).toHaveLength(1);
}, 180_000);
