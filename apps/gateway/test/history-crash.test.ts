import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { createClient } from "@signalbox/api-contract";
import { startPracticeUpstream } from "@signalbox/practice/upstream";
import { expect, it, onTestFailed } from "vitest";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import { startProcess, type GatewayProcess } from "./gateway-process.ts";
import { seededRandom } from "./seeded-random.ts";

const token = "sbx_admin-of-the-history-tests-0123456789";
const rounds = 10;
const concurrency = 8;
/** Telemetry is on disk within that time. */
const onDiskWithinMs = 1_000;

interface Load {
  /** Requests that were answered whole, and when. */
  readonly answered: { readonly session: string; readonly at: number }[];
  readonly over: Promise<unknown>;
}

/** Asks again and again until the gateway is gone. */
function load({ url }: GatewayProcess, round: number): Load {
  const answered: Load["answered"] = [];
  const ask = async (worker: number): Promise<void> => {
    for (let n = 0; ; n += 1) {
      const session = `${round}-${worker}-${n}`;
      const response = await fetch(`${url}/v1/chat/completions`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-session-id": session,
          "x-api-key": token,
        },
        body: JSON.stringify({
          model: "local/swift-1",
          stream: true,
          messages: [{ role: "user", content: "Hello." }],
        }),
      }).catch(() => null);
      const text = await response?.text().catch(() => null);
      if (response === null || typeof text !== "string") return;
      answered.push({ session, at: Date.now() });
    }
  };
  return { answered, over: Promise.all(Array.from({ length: concurrency }, (_, i) => ask(i))) };
}

it("after kill -9 under load opens whole, with open requests interrupted and the gap declared", async () => {
  const seed = Date.now() % 1_000_000;
  onTestFailed(() => {
    process.stderr.write(`seed ${seed}\n`);
  });
  const random = seededRandom(seed);
  await using upstream = await startPracticeUpstream({ pace: 0 });
  await using directory = await temporaryDirectory();
  const local = { kind: "openai-compatible", baseUrl: upstream.url, allowPrivate: true };
  await writeFile(join(directory.path, "signalbox.yaml"), JSON.stringify({ providers: { local } }));
  const path = join(directory.path, "history.db");
  upstream.inject({ fault: { kind: "slow", ttftMs: 20, gapMs: 1 } });
  let killedAt = 0;
  let answered: Load["answered"] = [];
  for (let round = 0; round <= rounds; round += 1) {
    await using running = await startProcess(directory.path, { SIGNALBOX_ADMIN_TOKEN: token });
    if (round > 0) {
      const client = createClient({ url: running.url, token });
      const [gap] = await client.system.events.query({ source: "history" });
      expect(gap).toMatchObject({ level: "warn" });
      expect(gap?.message).toContain("did not stop as it should");
      const [, from, to] = /from (\S+) to (\S+)\./.exec(gap?.message ?? "") ?? [];
      expect(Date.parse(from ?? "")).toBeGreaterThanOrEqual(killedAt - onDiskWithinMs);
      expect(Date.parse(from ?? "")).toBeLessThanOrEqual(killedAt);
      expect(Date.parse(to ?? "")).toBeGreaterThanOrEqual(killedAt);
      const db = new DatabaseSync(path, { readOnly: true });
      expect(db.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
      expect(db.prepare("SELECT id FROM requests WHERE ended_seq IS NULL").all()).toEqual([]);
      expect(db.prepare("SELECT id FROM spans WHERE ended_at IS NULL").all()).toEqual([]);
      const kept = db.prepare("SELECT session_id, outcome FROM requests").all();
      expect(db.prepare("SELECT count(*) AS n FROM gaps").get()).toEqual({ n: round });
      db.close();
      const outcomes = new Map(kept.map((row) => [row["session_id"], row["outcome"]]));
      const old = answered.filter(({ at }) => at < killedAt - onDiskWithinMs);
      expect(old.filter(({ session }) => outcomes.get(session) !== "ok")).toEqual([]);
    }
    if (round === rounds) {
      const client = createClient({ url: running.url, token });
      const { requests } = await client.requests.list.query({ outcome: "interrupted" });
      expect(requests.length).toBeGreaterThan(0);
      const [first] = requests;
      const detail = await client.requests.get.query({ requestId: first?.id ?? "" });
      expect(detail.request).toMatchObject({ state: "ended", outcome: "interrupted" });
      expect(detail.spans.length).toBeGreaterThan(0);
      break;
    }
    const under = load(running, round);
    await wait(400 + random() * 1_200);
    killedAt = Date.now();
    running.child.kill("SIGKILL");
    await running.ended;
    await under.over;
    ({ answered } = under);
    expect(answered.length).toBeGreaterThan(0);
  }
}, 120_000);
