import { closeSync, constants, existsSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { DatabaseSync } from "node:sqlite";
import { checkLog } from "./check-log.ts";
import { asStateError, corrupt } from "./database-error.ts";
import { migrations } from "./schema.ts";
import { StateError } from "./state-error.ts";

export { sqliteCode } from "./sqlite-code.ts";

export interface OpenDatabase {
  readonly db: DatabaseSync;
  /** Why nothing can be written, or null where it can. */
  readonly readOnly: string | null;
}

const oldestSqlite = [3, 51, 3] as const;

/** How long a write waits for another process, such as one that adds a login code. */
const busyTimeoutMs = 5_000;

/** How long it waits for one that was waited for in vain: what is asked meanwhile waits as well. */
const stillBusyTimeoutMs = 100;

/** A file up to this size is checked whole at start; of a larger one the small tables are. */
const wholeCheckBytes = 64 * 2 ** 20;

const nothingInIt = "there is nothing in it";

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
    if (!existsSync(path)) create(path);
    const version = checkUnchanged(path);
    const db = new DatabaseSync(path, { timeout: busyTimeoutMs });
    return { db: prepare(db, version), readOnly: null };
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

/** Waits as long as usual for another process, or, where one holds the file for good, a moment alone. */
export function setPatience(db: DatabaseSync, isHeld: boolean): void {
  db.exec(`PRAGMA busy_timeout = ${isHeld ? stillBusyTimeoutMs : busyTimeoutMs}`);
}

/**
 * Makes the file under another name first: one that is there but has nothing in it was never ours, and
 * what it held is lost.
 */
function create(path: string): void {
  const unfinished = `${path}.new`;
  for (const end of ["", "-wal", "-shm"]) rmSync(unfinished + end, { force: true });
  createPrivate(unfinished);
  const db = new DatabaseSync(unfinished);
  try {
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    migrate(db, 0);
  } finally {
    db.close();
  }
  renameSync(unfinished, path);
}

/** Looks at a file so that one which is refused stays as it is, its log too. */
function checkUnchanged(path: string): number {
  checkLeft(path);
  // One that may write would bring the log into the file when it is closed.
  const db = new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs });
  try {
    return check(db, path);
  } finally {
    db.close();
  }
}

/**
 * Looks at what SQLite would take for well. Nobody may have the file open meanwhile.
 * @throws {StateError} `corrupt`.
 */
export function checkLeft(path: string): void {
  // It would throw away the log of an empty file.
  if (statSync(path).size === 0) throw corrupt(path, nothingInIt);
  const wrong = checkLog(`${path}-wal`);
  if (wrong !== null) throw corrupt(path, wrong);
}

function prepare(db: DatabaseSync, version: number): DatabaseSync {
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  // Its thread does that, and tells of a failure.
  db.exec("PRAGMA wal_autocheckpoint = 0");
  migrate(db, version);
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

function check(db: DatabaseSync, path: string): number {
  const version = checkVersion(db, path);
  if (version === 0) throw corrupt(path, nothingInIt);
  const whole = statSync(path).size <= wholeCheckBytes;
  const found = whole
    ? db.prepare("PRAGMA quick_check(1)").all()
    : smallTables.flatMap((table) => db.prepare(`PRAGMA quick_check(${table})`).all());
  const wrong = found.map((row) => String(row["quick_check"])).find((text) => text !== "ok");
  if (wrong !== undefined) throw corrupt(path, wrong.replace(/^\*\*\*.*\*\*\*\s*/, "").trim());
  return version;
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

function migrate(db: DatabaseSync, version: number): void {
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
