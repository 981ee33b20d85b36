import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { SignalboxClient } from "@signalbox/api-contract";
import { readTotals, type CrashLoad, type Kept, type Totals } from "./crash-load.ts";

/** Telemetry is on disk within that time, on a machine that lets the gateway run. */
const onDiskWithinMs = 1_000;

/** A start that was under load, and how it ended. */
export interface Life {
  readonly bootId: string;
  readonly readyAt: number;
  /** When it was killed; null where it stopped as it should. */
  readonly killedAt: number | null;
  /** Of the work that it began with. */
  readonly totals: Totals;
  readonly load: CrashLoad;
}

/** Whether both files are whole, and nothing in them is open that nobody will end. */
export function checkFiles(dataDir: string): string[] {
  const wrong: string[] = [];
  for (const name of ["state.db", "history.db"]) {
    using db = new DatabaseSync(join(dataDir, name), { readOnly: true });
    const [found] = db.prepare("PRAGMA integrity_check").all();
    if (found?.["integrity_check"] !== "ok") wrong.push(`${name}: ${JSON.stringify(found)}`);
  }
  using db = new DatabaseSync(join(dataDir, "history.db"), { readOnly: true });
  const open = (sql: string): number => db.prepare(sql).all().length;
  const requests = open("SELECT id FROM requests WHERE ended_seq IS NULL");
  const spans = open("SELECT id FROM spans WHERE ended_at IS NULL");
  if (requests > 0) wrong.push(`${requests} requests are left open`);
  if (spans > 0) wrong.push(`${spans} spans are left open`);
  return wrong;
}

/** Whether the next start tells of an earlier one what it should. */
export function checkHistory(dataDir: string, life: Life, nextReadyAt: number): string[] {
  using db = new DatabaseSync(join(dataDir, "history.db"), { readOnly: true });
  const boot = db.prepare("SELECT n, clean, last_at FROM boots WHERE boot_id = ?").get(life.bootId);
  if (boot === undefined) return [`the start ${life.bootId} is not on disk`];
  return [
    ...checkGap(db, life, Number(boot["last_at"]), boot["clean"] === 1, nextReadyAt),
    ...checkAnswered(db, life, Number(boot["n"])),
  ];
}

function checkGap(
  db: DatabaseSync,
  { killedAt, readyAt, load }: Life,
  lastAt: number,
  isClean: boolean,
  nextReadyAt: number,
): string[] {
  const gap = db.prepare("SELECT from_at, to_at FROM gaps WHERE from_at = ?").get(lastAt);
  if (isClean) return gap === undefined ? [] : [`a gap at ${lastAt} after a stop`];
  if (killedAt === null) return ["a start that stopped is not marked as one"];
  if (gap === undefined) return [`no gap at ${lastAt}, killed at ${killedAt}`];
  const [from, to] = [Number(gap["from_at"]), Number(gap["to_at"])];
  const wasUp = killedAt - readyAt > onDiskWithinMs;
  const wrong: string[] = [];
  if (from > killedAt) wrong.push(`the gap begins ${from - killedAt} ms after the kill`);
  if (wasUp && from < killedAt - onDiskWithinMs - load.lateMs) {
    wrong.push(`the gap begins ${killedAt - from} ms before the kill`);
  }
  if (to < killedAt || to > nextReadyAt) wrong.push(`the gap ends at ${to}, not at the next start`);
  return wrong;
}

/** What was answered a second before the end is there as it was. */
function checkAnswered(db: DatabaseSync, { load, killedAt }: Life, n: number): string[] {
  const outcomes = new Map(
    db
      .prepare("SELECT session_id, outcome FROM requests WHERE boot = ?")
      .all(n)
      .map((row) => [row["session_id"], row["outcome"]]),
  );
  const until = (killedAt ?? Infinity) - onDiskWithinMs - load.lateMs;
  return load.answered
    .filter(({ session, at }) => at < until && outcomes.get(session) !== "ok")
    .map(
      ({ session }) => `${session} was answered, and is ${String(outcomes.get(session))} on disk`,
    );
}

/** Whether replies that were acknowledged as kept are in their conversations. */
export async function checkConversations(
  client: SignalboxClient,
  kept: readonly Kept[],
): Promise<string[]> {
  const wrong: string[] = [];
  for (const [session, replies] of Map.groupBy(kept, (reply) => reply.session)) {
    const found = await client.sessions.get.query({ sessionId: session }).catch(() => null);
    const said = Map.groupBy(found?.conversation ?? [], ({ requestId }) => requestId);
    for (const { requestId, question, text } of replies) {
      const messages = said.get(requestId) ?? [];
      const isThere =
        messages.some((message) => message.role === "user" && message.text === question) &&
        messages.some((message) => message.role === "assistant" && message.text === text);
      if (!isThere) wrong.push(`${requestId} was acknowledged, and is not in session ${session}`);
    }
  }
  return wrong;
}

/** A busy machine may take longer to start the reader of stored history than a question waits. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  return ask().catch(ask).catch(ask);
}

/** Whether what a kill cut off is told as such, with how far it had come. */
export async function checkInterrupted(client: SignalboxClient): Promise<string[]> {
  const { requests } = await patiently(() =>
    client.requests.list.query({ outcome: "interrupted" }),
  );
  const [first] = requests;
  if (first === undefined) return ["no request is told as interrupted"];
  const { request, spans } = await client.requests.get.query({ requestId: first.id });
  const isTold = request.state === "ended" && request.outcome === "interrupted";
  return isTold && spans.length > 0 ? [] : [`${first.id} is not told as interrupted`];
}

/**
 * Whether totals went on from where they were: not under what was seen a second before the end, not over
 * what can have happened.
 */
export async function checkTotals(
  client: SignalboxClient,
  { load, killedAt, totals: before }: Life,
  calls: number,
): Promise<string[]> {
  const now = await readTotals(client);
  const until = (killedAt ?? Infinity) - onDiskWithinMs - load.lateMs;
  const least = load.samples.findLast(({ at }) => at < until)?.totals ?? before;
  const most = {
    messagesProcessed: before.messagesProcessed + load.sent,
    errors: before.errors + load.sent,
    modelCalls: before.modelCalls + calls,
  };
  return (["messagesProcessed", "errors", "modelCalls"] as const)
    .filter((name) => now[name] < least[name] || now[name] > most[name])
    .map((name) => `${name} is ${now[name]}, not from ${least[name]} to ${most[name]}`);
}

/** Whether what has a word on the disk says that all is well. */
export async function checkHealth(client: SignalboxClient): Promise<string[]> {
  const { components } = await client.system.health.query();
  const events = await patiently(() =>
    client.system.events.query({ source: "history", level: "error" }),
  );
  return [
    ...components
      .filter(({ name, status }) => name !== "event loop" && status !== "ok")
      .map(({ name, status, reason }) => `${name} is ${status}: ${reason}`),
    ...events.map(({ message }) => `error event: ${message}`),
  ];
}
