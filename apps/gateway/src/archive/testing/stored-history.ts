import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { migrations } from "../../history/schema.ts";

type Values = Readonly<Record<string, SQLInputValue>>;

const request = {
  ended_seq: null,
  session_id: "s1",
  lane: "lane-1",
  lane_label: "web:s1",
  one_shot: 0,
  channel: "openai",
  client: "till",
  client_id: "c1",
  started_at: 0,
  ended_at: null,
  duration_ms: 0,
  outcome: null,
  output_tokens: 0,
  usage_source: "unknown",
  model_calls: 1,
  attempts: 1,
  practice: 0,
  route: "/v1/chat/completions",
} as const;

const span = {
  kind: "attempt",
  name: "swift-1",
  started_at: 0,
  status: "ok",
  usage_source: "unknown",
} as const;

const failure = {
  fingerprint: "f1",
  error_kind: "network",
  message: "refused",
  request_id: "r1",
  lane_label: "web:s1",
  channel: "openai",
  client: "till",
} as const;

/** A history.db that rows are put into by hand, of one start that goes on. */
export class StoredHistory implements Disposable {
  readonly db: DatabaseSync;
  #seq = 0;

  constructor(path: string) {
    this.db = new DatabaseSync(path);
    this.db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
    for (const step of migrations) this.db.exec(step);
    this.db.exec(`PRAGMA user_version = ${migrations.length}`);
    this.#insert("boots", {
      n: 1,
      boot_id: "boot-1",
      node: "n1",
      version: "1.0.0",
      started_at: 0,
      last_at: 9_000,
    });
  }

  /** From its acceptance to its end; null for one that is in flight. Returns its place in the order of facts. */
  request(id: string, startedAt: number, endedAt: number | null, more: Values = {}): number {
    this.#seq += 1;
    const ended = endedAt !== null && {
      ended_seq: 1_000_000 + this.#seq,
      ended_at: endedAt,
      duration_ms: endedAt - startedAt,
      outcome: "ok",
    };
    const own = { boot: 1, seq: this.#seq, id, started_at: startedAt };
    this.#insert("requests", { ...request, ...own, ...ended, ...more });
    return this.#seq;
  }

  span(requestSeq: number, id: string, startedAt: number, more: Values = {}): void {
    const own = { boot: 1, request_seq: requestSeq, id, started_at: startedAt };
    this.#insert("spans", { ...span, ...own, ...more });
  }

  text(requestSeq: number, n: number, role: string, text: string): void {
    const own = { boot: 1, request_seq: requestSeq, n, role, text, truncated_bytes: 0, at: n };
    this.#insert("texts", own);
  }

  event(at: number, message: string, more: Values = {}): void {
    this.#seq += 1;
    const own = { boot: 1, seq: this.#seq, at, level: "info", source: "gateway", message };
    this.#insert("events", { ...own, ...more });
  }

  failure(at: number, more: Values = {}): void {
    this.#seq += 1;
    this.#insert("failures", { ...failure, boot: 1, seq: this.#seq, at, ...more });
  }

  gap(from: number, to: number, reason: string, lost: number | null): void {
    this.#insert("gaps", { boot: 1, from_at: from, to_at: to, reason, lost });
  }

  #insert(table: string, row: Values): void {
    const names = Object.keys(row);
    const places = names.map(() => "?").join(", ");
    this.db
      .prepare(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${places})`)
      .run(...Object.values(row));
  }

  [Symbol.dispose](): void {
    if (this.db.isOpen) this.db.close();
  }
}
