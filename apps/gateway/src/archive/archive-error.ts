export type ArchiveErrorCode =
  /** There is no data directory, or no such file in it. */
  | "missing"
  /** An earlier or later version wrote the file. */
  | "other_version"
  /** The file is damaged. */
  | "damaged"
  /** Another process holds the file, and did not let go of it in time. */
  | "busy"
  /** The file can't be read. */
  | "unreadable"
  /** What was to be written is there already. */
  | "exists"
  /** What was to be written could not be. */
  | "unwritable";

/** Why an export or a backup was not made, with a message that says what to do. */
export class ArchiveError extends Error {
  override readonly name = "ArchiveError";
  readonly code: ArchiveErrorCode;

  constructor(code: ArchiveErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
