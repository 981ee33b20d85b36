import { join } from "node:path";
import { message, requestRow, spanDetail, systemEvent } from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import { exportHistory } from "./export-history.ts";
import { exportedKinds, type ExportOptions } from "./export-options.ts";
import { openToRead } from "./open-to-read.ts";
import { StoredHistory } from "./testing/stored-history.ts";

const everything = { from: 0, to: 10_000_000, format: "jsonl", kinds: exportedKinds } as const;

async function fixture() {
  const directory = await temporaryDirectory();
  const path = join(directory.path, "history.db");
  const history = new StoredHistory(path);
  const text = (options: ExportOptions): string => {
    const db = openToRead(path);
    try {
      return [...exportHistory(db, options)].join("");
    } finally {
      db.close();
    }
  };
  return {
    history,
    path,
    text,
    lines: (options: Partial<ExportOptions> = {}): Record<string, unknown>[] =>
      text({ ...everything, ...options } as ExportOptions)
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line)),
    async [Symbol.asyncDispose]() {
      history[Symbol.dispose]();
      await directory[Symbol.asyncDispose]();
    },
  };
}

const idsOf = (lines: readonly Record<string, unknown>[]) => lines.map(({ id }) => id);

test("every kind is a line in order of time, with the contract's fields", async () => {
  await using given = await fixture();
  const { history, lines } = given;
  const seq = history.request("r1", 1_000, 2_000, { error_kind: "network", outcome: "failed" });
  history.span(seq, "r1.q", 1_000, { kind: "queue", ended_at: 1_100 });
  history.span(seq, "r1.1", 1_100, { output: "Hi", ended_at: 2_000 });
  history.text(seq, 0, "body", '{"messages":[]}');
  history.text(seq, 1, "user", "Hello.");
  history.text(seq, 2, "assistant", "Hi");
  history.event(500, "started", { context: '{"port":4870}' });
  history.event(2_000, "failed", { level: "error", request_id: "r1", session_id: "s1" });
  history.failure(1_999);
  history.gap(600, 700, "The gateway did not stop as it should.", null);
  const found = lines();
  expect(found.map(({ type }) => type)).toEqual([
    "event",
    "gap",
    "request",
    "span",
    "span",
    "message",
    "message",
    "failure",
    "event",
  ]);
  const schemas = { request: requestRow, span: spanDetail, message, event: systemEvent } as const;
  for (const { type, ...record } of found) {
    const schema = Object.entries(schemas).find(([name]) => name === type)?.[1];
    if (schema !== undefined) expect(schema.parse(record)).toEqual(record);
  }
  expect(found[0]).toMatchObject({ id: "boot-1:2", context: { port: 4870 } });
  expect(found[1]).toEqual({
    type: "gap",
    from: 600,
    to: 700,
    reason: "The gateway did not stop as it should.",
    lost: null,
  });
  expect(found[2]).toMatchObject({ id: "r1", state: "ended", errorKind: "network" });
  expect(found[4]).toMatchObject({ id: "r1.1", requestId: "r1", lane: "lane-1", output: "Hi" });
  expect(found[5]).toMatchObject({ role: "user", text: "Hello.", requestId: "r1" });
  expect(found[7]).toEqual({
    type: "failure",
    at: 1_999,
    fingerprint: "f1",
    errorKind: "network",
    message: "refused",
    requestId: "r1",
    laneLabel: "web:s1",
    channel: "openai",
    client: "till",
    agent: null,
    provider: null,
    model: null,
    tool: null,
  });
  expect(lines({ kinds: ["spans"] }).map(({ type }) => type)).toEqual(["gap", "span", "span"]);
  expect(lines({ kinds: ["failures"], from: 701 }).map(({ type }) => type)).toEqual(["failure"]);
});

test("a window holds what was there at some time in it, its ends included", async () => {
  await using given = await fixture();
  const { history, lines } = given;
  const hour = 3_600_000;
  history.request("open for long", 1_000, null);
  history.request("long", 2_000, 2 * hour);
  history.request("long, over before", 3_000, 2 * hour - 1);
  history.request("over before", 2 * hour - 10, 2 * hour - 1);
  history.request("ends with its beginning", 2 * hour - 9, 2 * hour);
  history.request("open", 2 * hour - 8, null);
  history.request("begins with its end", 3 * hour, 3 * hour + 5);
  history.request("begins after", 3 * hour + 1, null);
  for (const at of [2 * hour - 1, 2 * hour, 3 * hour, 3 * hour + 1]) {
    history.event(at, `event ${at}`);
    history.failure(at);
    history.gap(at, at, "lost", 1);
  }
  history.gap(0, 4 * hour, "all the time", 7);
  const window = { from: 2 * hour, to: 3 * hour };
  const requests = lines({ ...window, kinds: ["requests"] }).filter(({ type }) => type !== "gap");
  expect(requests.map(({ id, state }) => [id, state])).toEqual([
    ["open for long", "running"],
    ["long", "ended"],
    ["ends with its beginning", "ended"],
    ["open", "running"],
    ["begins with its end", "ended"],
  ]);
  const events = lines({ ...window, kinds: ["events"] });
  expect(events.map(({ timestamp, from }) => timestamp ?? from)).toEqual([
    0,
    2 * hour,
    2 * hour,
    3 * hour,
    3 * hour,
  ]);
  const failures = lines({ ...window, kinds: ["failures"] });
  expect(failures.filter(({ type }) => type === "failure").map(({ at }) => at)).toEqual([
    2 * hour,
    3 * hour,
  ]);
});

test("many rows at one moment, over many pages, come once each and in order", async () => {
  await using given = await fixture();
  const { history, lines } = given;
  history.db.exec("BEGIN");
  const many = Array.from({ length: 2_600 }, (_, i) => `r${i}`);
  for (const [i, id] of many.entries()) {
    const at = Math.floor(i / 1_300) * 60_000;
    const seq = history.request(id, at, i % 7 === 0 ? null : at + 900_000);
    history.event(at, id);
    if (i !== 5) continue;
    for (let n = 0; n < 90; n += 1) {
      history.span(seq, `${id}.${n}`, at + Math.floor(n / 45));
      history.text(seq, n, "user", `${n}`);
    }
  }
  history.db.exec("COMMIT");
  expect(idsOf(lines({ kinds: ["requests"] }))).toEqual(many);
  expect(idsOf(lines({ kinds: ["requests"], from: 800_000 }))).toEqual(many);
  expect(lines({ kinds: ["events"] }).map(({ message }) => message)).toEqual(many);
  const spans = lines({ kinds: ["spans"] });
  expect(spans).toHaveLength(90);
  expect(new Set(idsOf(spans)).size).toBe(90);
  expect(lines({ kinds: ["messages"] }).map(({ text }) => text)).toEqual(
    Array.from({ length: 90 }, (_, n) => `${n}`),
  );
});

test("nothing is held between two pieces: a request that ends meanwhile comes once, and the log can be written back", async () => {
  await using given = await fixture();
  const { history, path } = given;
  history.db.exec("BEGIN");
  const long = "x".repeat(200);
  for (let i = 0; i < 2_000; i += 1) history.request(`r${i}`, i, null, { session_id: long });
  history.db.exec("COMMIT");
  using db = openToRead(path);
  const options = { ...everything, kinds: ["requests"], from: 1_000_000 } as const;
  let text = "";
  let pieces = 0;
  for (const piece of exportHistory(db, options)) {
    text += piece;
    pieces += 1;
    history.db.exec(
      "UPDATE requests SET ended_seq = seq + 10000, ended_at = 1000001, duration_ms = 1000000, outcome = 'ok'",
    );
    expect(history.db.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()).toMatchObject({ busy: 0 });
  }
  expect(pieces).toBeGreaterThan(4);
  const ids = text
    .trimEnd()
    .split("\n")
    .map((line) => String(JSON.parse(line).id));
  expect(ids).toEqual(Array.from({ length: 2_000 }, (_, i) => `r${i}`));
});

test("a table of CSV has the contract's names at its head, and no text that computes", async () => {
  await using given = await fixture();
  const { history, text } = given;
  history.event(1, '=cmd|"/c calc"!A1\nsecond line', { context: '{"a":"-1"}' });
  history.gap(0, 9, "lost", 3);
  const csv = text({ from: 0, to: 9, format: "csv", kind: "events" });
  expect(csv).toBe(
    "id,timestamp,level,source,message,context,requestId,sessionId\r\n" +
      `boot-1:1,1,info,gateway,"'=cmd|""/c calc""!A1\nsecond line","{""a"":""-1""}",,\r\n`,
  );
  expect(text({ from: 2, to: 9, format: "csv", kind: "requests" })).toBe(
    `${Object.keys(requestRow.shape).join(",")}\r\n`,
  );
});
