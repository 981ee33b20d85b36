import { closeSync, constants, existsSync, openSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { DatabaseSync } from "node:sqlite";
import { migrations } from "./schema.ts";
import { StateError } from "./state-error.ts";

export interface OpenDatabase {
  readonly db: DatabaseSync;
  /** Why nothing can be written, or null where it can. */
  readonly readOnly: string | null;
}

const oldestSqlite = [3, 51, 3] as const;

/** How long a write waits for another process, such as one that adds a login code. */
const busyTimeoutMs = 5_000;

/** A file up to this size is checked whole at start; of a larger one the small tables are. */
const wholeCheckBytes = 64 * 2 ** 20;

const smallTables = ["tokens", "browser_sessions", "login_codes", "meta"] as const;

/**
 * Opens state.db: checked, brought to this version, ready to write, or to read alone where the
 * disk takes no writes.
 * @throws {StateError} `sqlite_too_old`, `unreadable`, `corrupt`, `newer` or `write_failed`.
 */
export function openDatabase(path: string, writable: boolean): OpenDatabase {
  checkSqlite();
  if (!writable) return openReadOnly(path);
  try {
    createPrivate(path);
    const db = new DatabaseSync(path, { timeout: busyTimeoutMs });
    return { db: prepare(db, path), readOnly: null };
  } catch (error) {
    throw asStateError(error, path);
  }
}

/** Opens the file of a running gateway from another process, without changing its shape. */
export function openBeside(path: string): DatabaseSync {
  try {
    const db = new DatabaseSync(path, {
      timeout: busyTimeoutMs,
      enableForeignKeyConstraints: true,
    });
    checkVersion(db, path);
    db.exec("PRAGMA synchronous = FULL");
    return db;
  } catch (error) {
    throw asStateError(error, path);
  }
}

/** SQLite makes files that the umask lets others read; these hold what nobody else may. */
export function createPrivate(path: string): void {
  if (existsSync(path)) return;
  closeSync(openSync(path, constants.O_CREAT | constants.O_RDWR, 0o600));
}

function prepare(db: DatabaseSync, path: string): DatabaseSync {
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  check(db, path);
  migrate(db, path);
  return db;
}

function openReadOnly(path: string): OpenDatabase {
  const readOnly = `The data directory takes no writes, so ${path} is open for reading alone.`;
  try {
    return { db: openForReading(path), readOnly };
  } catch (error) {
    throw asStateError(error, path);
  }
}

function openForReading(path: string): DatabaseSync {
  try {
    const db = new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs });
    check(db, path);
    return db;
  } catch (error) {
    if (!existsSync(path) || (error instanceof StateError && error.code !== "unreadable"))
      throw error;
    // Without its -wal and -shm files a WAL database on such a disk opens only as one that never changes.
    const url = pathToFileURL(path);
    url.search = "?immutable=1";
    const db = new DatabaseSync(url, { readOnly: true });
    check(db, path);
    return db;
  }
}

function check(db: DatabaseSync, path: string): void {
  const version = checkVersion(db, path);
  const whole = statSync(path).size <= wholeCheckBytes || version === 0;
  const found = whole
    ? db.prepare("PRAGMA quick_check(1)").all()
    : smallTables.flatMap((table) => db.prepare(`PRAGMA quick_check(${table})`).all());
  const wrong = found.map((row) => String(row["quick_check"])).find((text) => text !== "ok");
  if (wrong !== undefined) throw corrupt(path, wrong.replace(/^\*\*\*.*\*\*\*\s*/, "").trim());
}

function checkVersion(db: DatabaseSync, path: string): number {
  const version = Number(db.prepare("PRAGMA user_version").get()?.["user_version"]);
  if (version > migrations.length) {
    throw new StateError(
      "newer",
      `${path} was written by a later version of Signalbox (its format is ${version}, this version knows ${migrations.length}). Start that version again, or restore a backup from before the update.`,
    );
  }
  return version;
}

function migrate(db: DatabaseSync, path: string): void {
  const version = checkVersion(db, path);
  if (version === migrations.length) return;
  db.exec("BEGIN IMMEDIATE");
  try {
    for (const step of migrations.slice(version)) db.exec(step);
    db.exec(`PRAGMA user_version = ${migrations.length}`);
    db.exec("COMMIT");
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

/** @throws {StateError} `sqlite_too_old`. */
export function checkSqlite(): void {
  const version = process.versions["sqlite"] ?? "0";
  const parts = version.split(".").map(Number);
  for (const [i, oldest] of oldestSqlite.entries()) {
    const part = parts[i] ?? 0;
    if (part > oldest) return;
    if (part < oldest) {
      throw new StateError(
        "sqlite_too_old",
        `This Node carries SQLite ${version}, which can damage a database that two processes write; ${oldestSqlite.join(".")} or later is needed. Run Signalbox with Node 26.10.`,
      );
    }
  }
}

function corrupt(path: string, reason: string, cause?: unknown): StateError {
  return new StateError(
    "corrupt",
    `${path} is damaged (${reason}). It holds tokens and conversations, so Signalbox neither starts with it nor replaces it. Stop everything that uses it, keep a copy, then restore a backup, or try: sqlite3 state.db .recover. To begin anew, move state.db, state.db-wal and state.db-shm away.`,
    cause,
  );
}

const sqliteCodes = { corrupt: 11, cantOpen: 14, notADatabase: 26 } as const;

function asStateError(error: unknown, path: string): StateError {
  if (error instanceof StateError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const code = sqliteCode(error);
  if (code === sqliteCodes.corrupt || code === sqliteCodes.notADatabase) {
    return corrupt(path, reason, error);
  }
  return new StateError(
    "unreadable",
    `${path} can't be opened (${reason}). Check that the data directory is there, that this user may read and write it, and that its disk is not full.`,
    error,
  );
}

/** SQLite's primary result code, or 0 where the error is not its own. */
export function sqliteCode(error: unknown): number {
  if (!(error instanceof Error) || !("errcode" in error)) return 0;
  return Number(error.errcode) & 0xff;
}
