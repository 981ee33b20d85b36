import type { DatabaseSync } from "node:sqlite";

/** Pages of the log from which on it goes into the file: SQLite's own figure. */
const longLogPages = 1_000;

/**
 * Brings a log that has grown long into its file. SQLite would do so by itself, but say nothing where the
 * disk refuses, while the log grew and grew.
 * @throws what SQLite said of the disk. Nothing is lost by it: the log has it still.
 */
export function checkpointLongLog(db: DatabaseSync): void {
  const log = db.prepare("PRAGMA wal_checkpoint(NOOP)").get()?.["log"];
  if (Number(log) >= longLogPages) db.prepare("PRAGMA wal_checkpoint(PASSIVE)").get();
}
