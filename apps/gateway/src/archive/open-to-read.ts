import { existsSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { sqliteCode } from "../state/open-database.ts";
import { ArchiveError } from "./archive-error.ts";

/** How long it waits for a gateway that starts or stops just now. */
const busyTimeoutMs = 5_000;

const codes = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  corrupt: 11,
  cantOpen: 14,
  notADatabase: 26,
} as const;

/**
 * Opens a database of a data directory for reading alone, whether a gateway uses it or not.
 * @throws {ArchiveError} `missing`, `damaged`, `busy` or `unreadable`.
 */
export function openToRead(path: string): DatabaseSync {
  if (!existsSync(path)) throw missing(path);
  try {
    return open(path);
  } catch (error) {
    const code = sqliteCode(error);
    if (code !== codes.cantOpen && code !== codes.readOnly) throw readingError(error, path);
    const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
    if (log !== undefined && log.size > 0) throw readingError(error, path);
  }
  try {
    return openUnchanging(path);
  } catch (error) {
    throw readingError(error, path);
  }
}

/** Opens a file that nobody writes, and leaves nothing beside it. */
export function openUnchanging(path: string): DatabaseSync {
  const url = pathToFileURL(path);
  url.search = "?immutable=1";
  return new DatabaseSync(url, { readOnly: true });
}

/** What went wrong while a database was read, in words that say what to do; an error of ours as it is. */
export function readingError(error: unknown, path: string): ArchiveError {
  if (error instanceof ArchiveError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const code = sqliteCode(error);
  if (code === codes.corrupt || code === codes.notADatabase) return damaged(path, reason, error);
  if (code === codes.busy || code === codes.locked) {
    const message = `${path} is held by another process (${reason}). Wait until the gateway has started or stopped, or end what else has the file open, and try again.`;
    return new ArchiveError("busy", message, error);
  }
  const message = `${path} can't be read (${reason}). Run this as the user that the gateway runs as, and check that its disk works.`;
  return new ArchiveError("unreadable", message, error);
}

export function damaged(path: string, reason: string, cause?: unknown): ArchiveError {
  const message = `${path} is damaged (${reason}). Stop the gateway, keep a copy, then restore a backup, or try: sqlite3 ${path} .recover`;
  return new ArchiveError("damaged", message, cause);
}

function open(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs });
  try {
    // Only the first look at it tells whether it can be read.
    db.prepare("SELECT count(*) FROM sqlite_schema").get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function missing(path: string): ArchiveError {
  const message = `${path} is not there. Name the directory of the gateway with --data-dir, SIGNALBOX_DATA_DIR or its --config; one that was never started on has no data yet.`;
  return new ArchiveError("missing", message);
}
