import { isBusy, lockHolder } from "./lock-holder.ts";
import { sqliteCode } from "./sqlite-code.ts";
import { StateError } from "./state-error.ts";

/** What is told of a damaged file. */
export function corrupt(path: string, reason: string, cause?: unknown): StateError {
  return new StateError(
    "corrupt",
    `${path} is damaged (${reason}). It holds tokens and conversations, so Signalbox neither starts with it nor replaces it. Stop everything that uses it, keep a copy, then restore a backup, or try: sqlite3 state.db .recover. To begin anew, move state.db, state.db-wal and state.db-shm away.`,
    cause,
  );
}

const sqliteCodes = { corrupt: 11, notADatabase: 26 } as const;

/** Whether it was the file itself, and no disk that may do the same again later. */
export function isCorrupt(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === sqliteCodes.corrupt || code === sqliteCodes.notADatabase;
}

/** What SQLite or the disk said, with what to do about it. */
export function asStateError(error: unknown, path: string): StateError {
  if (error instanceof StateError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  if (isCorrupt(error)) return corrupt(path, reason, error);
  if (isBusy(error)) {
    return new StateError(
      "locked",
      `${path} can't be opened: ${lockHolder(path)} holds it. End that process, or wait until it is done, and start again; or choose another directory with --data-dir.`,
      error,
    );
  }
  return new StateError(
    "unreadable",
    `${path} can't be opened (${reason}). Check that the data directory is there, that this user may read and write it, and that its disk is not full.`,
    error,
  );
}
