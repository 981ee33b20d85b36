import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { numberOrNull, read, textOrNull, write } from "./operation.ts";
import type {
  AuditFilter,
  AuditPage,
  AuditQuery,
  AuditRecord,
  AuditRow,
  AuditTrail,
} from "./records.ts";
import { hasWords, wordsOf } from "../words.ts";

/** Where the chain's newest link is told a second time, so that an end that was cut off shows. */
const headKey = "audit.head";

/** What the first entry's hash covers in the place of one before it. */
const beginning = "";

/** Rows that a filter looks through in one go: the thread of state.db has other work too. */
const lookedAtOnce = 5_000;

interface VerifyInput {
  /** Null from the start. */
  readonly from: AuditTrail["next"];
  readonly limit: number;
}

export const auditOperations = {
  "audit.append": write((db, record: AuditRecord): AuditRow => {
    const last = lastOf(db);
    const unlinked = { seq: (last?.seq ?? 0) + 1, ...record };
    const row = { ...unlinked, hash: hashOf(unlinked, last?.hash ?? beginning) };
    db.prepare(
      `INSERT INTO audit (seq, at, who, action, target, reason, before, after, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      row.seq,
      row.at,
      row.who,
      row.action,
      row.target,
      row.reason,
      row.before,
      row.after,
      row.hash,
    );
    db.prepare(
      "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    ).run(headKey, headOf(row));
    return row;
  }),
  "audit.list": read((db, { limit, beforeSeq, ...filter }: AuditQuery): AuditPage => {
    const candidates = db
      .prepare("SELECT * FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?")
      .iterate(beforeSeq ?? Number.MAX_SAFE_INTEGER, lookedAtOnce);
    const rows: AuditRow[] = [];
    let looked = 0;
    let last = 0;
    for (const candidate of candidates) {
      const row = auditRow(candidate);
      looked += 1;
      last = row.seq;
      if (fits(row, filter)) rows.push(row);
      if (rows.length === limit) break;
    }
    const isAll = rows.length < limit && looked < lookedAtOnce;
    return { rows, nextBeforeSeq: isAll || last <= 1 ? null : last };
  }),
  "audit.verify": read((db, { from, limit }: VerifyInput): AuditTrail => {
    let before = from ?? { seq: 0, hash: beginning };
    const rows = db
      .prepare("SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?")
      .all(before.seq, limit)
      .map(auditRow);
    for (const row of rows) {
      const isLinked = row.seq === before.seq + 1 && row.hash === hashOf(row, before.hash);
      if (!isLinked) return { firstBadSeq: before.seq + 1, next: null };
      before = { seq: row.seq, hash: row.hash };
    }
    if (rows.length === limit) return { firstBadSeq: null, next: before };
    const told = textOrNull(
      db.prepare("SELECT value FROM meta WHERE key = ?").get(headKey)?.["value"],
    );
    const isWhole = told === null ? before.seq === 0 : told === headOf(before);
    return { firstBadSeq: isWhole ? null : before.seq + 1, next: null };
  }),
} as const;

function fits(row: AuditRow, { who, action, text }: AuditFilter): boolean {
  if (who !== null && row.who !== who) return false;
  if (action !== null) {
    const isIt = action.endsWith(".") ? row.action.startsWith(action) : row.action === action;
    if (!isIt) return false;
  }
  if (text === null) return true;
  const texts = [row.who, row.action, row.target, row.reason, row.before, row.after];
  return hasWords(texts, wordsOf(text));
}

function lastOf(db: DatabaseSync): { seq: number; hash: string } | null {
  const row = db.prepare("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").get();
  return row === undefined ? null : { seq: Number(row["seq"]), hash: String(row["hash"]) };
}

function hashOf(row: Omit<AuditRow, "hash">, before: string): string {
  const { seq, at, who, action, target, reason } = row;
  const link = JSON.stringify([
    before,
    seq,
    at,
    who,
    action,
    target,
    reason,
    row.before,
    row.after,
  ]);
  return createHash("sha256").update(link).digest("hex");
}

function headOf({ seq, hash }: { seq: number; hash: string }): string {
  return `${seq} ${hash}`;
}

function auditRow(row: Record<string, unknown>): AuditRow {
  return {
    seq: numberOrNull(row["seq"]) ?? 0,
    at: numberOrNull(row["at"]) ?? 0,
    who: String(row["who"]),
    action: String(row["action"]),
    target: String(row["target"]),
    reason: textOrNull(row["reason"]),
    before: textOrNull(row["before"]),
    after: textOrNull(row["after"]),
    hash: String(row["hash"]),
  };
}
