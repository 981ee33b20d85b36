import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createPrivate, sqliteCode } from "./open-database.ts";
import { StateError } from "./state-error.ts";

const sqliteBusy = 5;
const sqliteNotADatabase = 26;
const mayWriteCodes: ReadonlySet<unknown> = new Set(["EROFS", "EACCES", "EPERM"]);
const sqliteReadOnlyCodes: ReadonlySet<number> = new Set([8, 14]);

/** Holds a data directory for one gateway, until it is closed or its process ends. */
export interface DirectoryLock {
  /** False where the directory takes no writes: then nothing can be locked, and nothing harmed. */
  readonly writable: boolean;
  close(): void;
}

/**
 * Takes `gateway.lock`. The operating system holds the lock through SQLite, so it goes with the process
 * however that ends, and holds between containers too, where process ids mean nothing; the file's one
 * row tells who has it.
 * @throws {StateError} `locked`, naming the directory and the holder, or `unreadable`.
 */
export function lockDirectory(dataDir: string, startedAt: number): DirectoryLock {
  const path = join(dataDir, "gateway.lock");
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    createPrivate(path);
  } catch (error) {
    if (isReadOnly(error) && existsSync(dataDir)) return { writable: false, close: () => {} };
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The data directory ${dataDir} can't be used (${reason}). Check its path and permissions, or choose another with --data-dir.`;
    throw new StateError("unreadable", message, error);
  }
  try {
    return hold(path, dataDir, startedAt);
  } catch (error) {
    if (sqliteCode(error) !== sqliteNotADatabase) throw error;
    rmSync(path);
    createPrivate(path);
    return hold(path, dataDir, startedAt);
  }
}

function hold(path: string, dataDir: string, startedAt: number): DirectoryLock {
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    // Nothing in this file has to outlive its holder.
    db.exec("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; BEGIN IMMEDIATE");
    db.exec(
      "CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL, started_at INTEGER NOT NULL)",
    );
    db.exec("DELETE FROM holder");
    db.prepare("INSERT INTO holder VALUES (?, ?)").run(process.pid, startedAt);
    // Readers see the row while this second transaction keeps other writers out.
    db.exec("COMMIT; BEGIN IMMEDIATE");
  } catch (error) {
    const holder = sqliteCode(error) === sqliteBusy ? readHolder(db) : null;
    db.close();
    if (holder !== null) throw locked(dataDir, holder, error);
    if (sqliteReadOnlyCodes.has(sqliteCode(error))) return { writable: false, close: () => {} };
    throw error;
  }
  return { writable: true, close: () => db.close() };
}

function readHolder(db: DatabaseSync): string {
  try {
    const row = db.prepare("SELECT pid, started_at FROM holder").get();
    if (row === undefined) return "another process";
    const since = new Date(Number(row["started_at"])).toISOString();
    return `process ${String(row["pid"])}, started at ${since}`;
  } catch {
    return "another process that is just starting";
  }
}

function locked(dataDir: string, holder: string, cause: unknown): StateError {
  return new StateError(
    "locked",
    `The data directory ${dataDir} is in use by another gateway (${holder}). Stop that one, or give this one a directory of its own with --data-dir.`,
    cause,
  );
}

function isReadOnly(error: unknown): boolean {
  return error instanceof Error && "code" in error && mayWriteCodes.has(error.code);
}
