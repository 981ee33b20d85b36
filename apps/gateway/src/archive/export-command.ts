import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { DatabaseSync } from "node:sqlite";
import type { ArchiveFlags } from "../config/index.ts";
import { migrations } from "../history/schema.ts";
import { ArchiveError } from "./archive-error.ts";
import { exportHistory } from "./export-history.ts";
import { exportOptions } from "./export-options.ts";
import { isSystemError, makeNewFile, unwritable } from "./new-file.ts";
import { openToRead, readingError } from "./open-to-read.ts";
import { gapRecords } from "./timed-records.ts";

export interface ExportCommand {
  readonly dataDir: string;
  readonly flags: ArchiveFlags;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Where the text goes unless a file is named. */
  readonly output: NodeJS.WritableStream;
  /** Told what is no part of the export. */
  readonly note: (line: string) => void;
}

/**
 * `signalbox export`.
 * @throws {ConfigError} `usage`; {@link ArchiveError}.
 */
export async function runExport(command: ExportCommand): Promise<void> {
  const { dataDir, flags, output, note } = command;
  const options = exportOptions(flags, command.now);
  const path = join(dataDir, "history.db");
  const db = openToRead(path);
  try {
    checkVersion(db, path);
    if (options.format === "csv") {
      for (const { record } of gapRecords(db, options)) note(gapLine(record));
    }
    const pieces = exportHistory(db, options);
    const { file } = flags;
    if (file === undefined) await writeOut(pieces, output);
    else
      await makeNewFile({ path: file, force: flags.force, dataDir }, (to) => to.writeFile(pieces));
    if (file !== undefined) note(`Exported to ${file}.`);
  } catch (error) {
    throw isOfSqlite(error) ? readingError(error, path) : error;
  } finally {
    db.close();
  }
}

/** Whoever reads it may leave when they have enough, as `head` does: that is no error. */
async function writeOut(pieces: Iterable<string>, output: NodeJS.WritableStream): Promise<void> {
  try {
    await pipeline(Readable.from(pieces), output, { end: false });
  } catch (error) {
    if (hasLeft(error)) return;
    throw isSystemError(error) ? unwritable("standard output", error) : error;
  }
}

function hasLeft(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return error.code === "EPIPE" || error.code === "ERR_STREAM_PREMATURE_CLOSE";
}

function isOfSqlite(error: unknown): boolean {
  return error instanceof Error && "errcode" in error;
}

function checkVersion(db: DatabaseSync, path: string): void {
  const version = Number(db.prepare("PRAGMA user_version").get()?.["user_version"]);
  if (version === migrations.length) return;
  const [whose, advice] =
    version > migrations.length
      ? ["a later", "Export with that version."]
      : ["an earlier", "Start this version on it once, which brings it up, and export then."];
  throw new ArchiveError(
    "other_version",
    `${path} was written by ${whose} version of Signalbox (its format is ${version}, this version's is ${migrations.length}). ${advice}`,
  );
}

function gapLine({
  from,
  to,
  reason,
  lost,
}: {
  from: number;
  to: number;
  reason: string;
  lost: number | null;
}): string {
  const rows = lost === null ? "" : ` (${lost} rows lost)`;
  return `Something may be missing from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}${rows}: ${reason}`;
}
