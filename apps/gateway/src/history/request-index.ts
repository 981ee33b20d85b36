import type { DatabaseSync, StatementSync } from "node:sqlite";
import { textOrNull } from "../state/operation.ts";
import { bodyRole } from "./fields.ts";
import { rowNumber } from "./place.ts";
import { magnitudeTerm, maxIndexedText, nameTerm, plainText, type TermKind } from "./terms.ts";
import { writeStatement } from "./write-statement.ts";

const named = {
  outcome: "outcome",
  channel: "channel",
  client: "client",
  agent: "agent",
  provider: "provider",
  model: "model",
  errorKind: "error_kind",
  sessionId: "session_id",
  lane: "lane",
} as const satisfies Partial<Record<TermKind, string>>;

const worded = [
  "id",
  "session_id",
  "lane_label",
  "client",
  "agent",
  "provider",
  "model",
  "error_kind",
  "error_message",
] as const;

/** Puts requests that ended into the full-text index, from what the file has of them. */
export class RequestIndex {
  readonly #boot: number;
  readonly #request: StatementSync;
  readonly #tools: StatementSync;
  readonly #texts: StatementSync;
  readonly #replace: StatementSync;

  constructor(db: DatabaseSync, boot: number) {
    this.#boot = boot;
    this.#request = db.prepare(
      `SELECT ${[...new Set([...Object.values(named), ...worded])].join(", ")}, duration_ms, cost_usd
       FROM requests WHERE n = ?`,
    );
    this.#tools = db.prepare(
      "SELECT DISTINCT name FROM spans WHERE boot = ? AND request_seq = ? AND kind = 'tool'",
    );
    this.#texts = db.prepare(
      `SELECT text FROM texts WHERE boot = ? AND request_seq = ? AND role <> '${bodyRole}' ORDER BY n`,
    );
    this.#replace = writeStatement(
      db,
      "INSERT OR REPLACE INTO request_terms (rowid, terms) VALUES (?, ?)",
    );
  }

  add(seq: number): void {
    const n = rowNumber({ boot: this.#boot, seq });
    const row = this.#request.get(n);
    if (row !== undefined) this.#replace.run(n, this.#termsOf(row, seq));
  }

  #termsOf(row: Record<string, unknown>, seq: number): string {
    const terms: string[] = [];
    for (const [kind, column] of Object.entries(named)) {
      const name = textOrNull(row[column]);
      // Object.entries forgets which keys there are.
      if (name !== null) terms.push(nameTerm(kind as TermKind, name));
    }
    for (const { name } of this.#tools.all(this.#boot, seq)) {
      terms.push(nameTerm("tool", String(name)));
    }
    terms.push(magnitudeTerm("durationMs", Number(row["duration_ms"])));
    const cost = row["cost_usd"];
    if (typeof cost === "number") terms.push(magnitudeTerm("microUsd", cost * 1e6));
    for (const column of worded) terms.push(plainText(textOrNull(row[column]) ?? ""));
    let room = maxIndexedText;
    for (const row of this.#texts.iterate(this.#boot, seq)) {
      const text = String(row["text"]).slice(0, room);
      terms.push(plainText(text));
      room -= text.length;
      if (room <= 0) break;
    }
    return terms.join(" ");
  }
}
