import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { checkSqlite, createPrivate, sqliteCode } from "../state/open-database.ts";
import { HistoryError } from "./history-error.ts";
import { rowNumber } from "./place.ts";
import { RequestIndex } from "./request-index.ts";
import { eventTerms } from "./row-writers.ts";
import { migrations } from "./schema.ts";
import { writeStatement } from "./write-statement.ts";

/** A file up to this size is checked whole at start; damage in a larger one shows where it is met. */
const wholeCheckBytes = 64 * 2 ** 20;

/** The log beside the file, in bytes: what a checkpoint leaves of it. */
const maxWalBytes = 4 * 2 ** 20;

const cacheKib = 32 * 1024;

const sqliteCorrupt = 11;
const sqliteNotADatabase = 26;

/**
 * Opens history.db for its one writer, brought to this version. A damaged one is set aside, and a new one
 * begun: `setAside` is the name it has now. One that was open already can be known to be damaged.
 * @throws {HistoryError} `newer`; {@link StateError} `sqlite_too_old`; else what SQLite or the disk said.
 */
export function openHistory(
  path: string,
  { now, isDamaged }: { readonly now: number; readonly isDamaged: boolean },
): { readonly db: DatabaseSync; readonly setAside: string | null } {
  checkSqlite();
  try {
    if (isDamaged) throw new Damage("it was found damaged while it was written");
    return { db: open(path), setAside: null };
  } catch (error) {
    if (!isDamage(error)) throw error;
    const setAside = setFileAside(path, now);
    return { db: open(path), setAside };
  }
}

/** Whether it was the file itself, and no disk that may take the same again later. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return error instanceof Damage || code === sqliteCorrupt || code === sqliteNotADatabase;
}

/** Gives a damaged file, and its log, another name; nothing of it is deleted. */
function setFileAside(path: string, now: number): string {
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, "-");
  const aside = `${path}.damaged-${stamp}`;
  for (const end of ["", "-wal", "-shm"]) {
    if (existsSync(path + end)) renameSync(path + end, aside + end);
  }
  return aside;
}

/** The one version whose rows were in no full-text index. */
const unindexedVersion = 1;

class Damage extends Error {}

const busyTimeoutMs = 1_000;

function open(path: string): DatabaseSync {
  if (!existsSync(path)) create(path);
  const version = versionOf(path);
  const db = new DatabaseSync(path, { timeout: busyTimeoutMs });
  try {
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    // The pages of a transaction over many places of a large file stay in memory until it is committed.
    db.exec(`PRAGMA cache_size = -${cacheKib}`);
    // Its thread brings the log into the file, and tells where the disk refuses it.
    db.exec(`PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = ${maxWalBytes}`);
    check(db, path);
    migrate(db, version);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Under another name first: one that is there and has nothing in it lost what it held. */
function create(path: string): void {
  const unfinished = `${path}.new`;
  for (const end of ["", "-wal", "-shm"]) rmSync(unfinished + end, { force: true });
  createPrivate(unfinished);
  const db = new DatabaseSync(unfinished);
  try {
    // Before the first table: a file that was made without it would never shrink.
    db.exec("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL");
    migrate(db, 0);
  } finally {
    db.close();
  }
  renameSync(unfinished, path);
}

/** Looked at without the right to write: one that is refused stays as it is, its log too. */
function versionOf(path: string): number {
  if (statSync(path).size === 0) throw new Damage("there is nothing in it");
  const db = new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs });
  let version: number;
  try {
    version = Number(db.prepare("PRAGMA user_version").get()?.["user_version"]);
  } finally {
    db.close();
  }
  if (version === 0) throw new Damage("it has no history in it");
  if (version > migrations.length) {
    throw new HistoryError(
      "newer",
      `${path} was written by a later version of Signalbox (its format is ${version}, this version knows ${migrations.length}). Start that version again, or move history.db, history.db-wal and history.db-shm away to begin a new history.`,
    );
  }
  return version;
}

function check(db: DatabaseSync, path: string): void {
  if (statSync(path).size > wholeCheckBytes) return;
  const wrong = db
    .prepare("PRAGMA quick_check(1)")
    .all()
    .map((row) => String(row["quick_check"]))
    .find((text) => text !== "ok");
  if (wrong !== undefined) throw new Damage(wrong);
}

function migrate(db: DatabaseSync, version: number): void {
  if (version === migrations.length) return;
  db.exec("BEGIN IMMEDIATE");
  try {
    for (const step of migrations.slice(version)) db.exec(step);
    if (version === unindexedVersion) indexAll(db);
    db.exec(`PRAGMA user_version = ${migrations.length}`);
    db.exec("COMMIT");
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

function indexAll(db: DatabaseSync): void {
  const ended = db.prepare("SELECT boot, seq FROM requests WHERE ended_seq IS NOT NULL ORDER BY n");
  const indexes = new Map<number, RequestIndex>();
  for (const row of ended.all()) {
    const boot = Number(row["boot"]);
    const index = indexes.get(boot) ?? new RequestIndex(db, boot);
    indexes.set(boot, index);
    index.add(Number(row["seq"]));
  }
  const insert = writeStatement(db, "INSERT INTO event_terms (rowid, terms) VALUES (?, ?)");
  for (const row of db.prepare("SELECT boot, seq, level, source, message FROM events").all()) {
    const n = rowNumber({ boot: Number(row["boot"]), seq: Number(row["seq"]) });
    insert.run(n, eventTerms(String(row["level"]), String(row["source"]), String(row["message"])));
  }
}
