/** The coded errors of state.db. A code is never reused. */
export type StateErrorCode =
  /** Another gateway holds the data directory, or another process the file. */
  | "locked"
  /** The file is damaged. */
  | "corrupt"
  /** A later version of Signalbox wrote the file. */
  | "newer"
  /** The directory or the file can't be opened. */
  | "unreadable"
  /** The SQLite in this Node is too old to be trusted with the file. */
  | "sqlite_too_old"
  /** The disk refused a write; nothing of it was kept. */
  | "write_failed"
  /** Too much waits for the disk already. */
  | "overloaded"
  /** The store was closed, or its thread ended. */
  | "closed";

/** What went wrong with state.db, with a message that says what to do. */
export class StateError extends Error {
  override readonly name = "StateError";
  readonly code: StateErrorCode;

  constructor(code: StateErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
