import { open, rm, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { backup, type DatabaseSync } from "node:sqlite";
import { createPrivate } from "../state/open-database.ts";
import type { ArchiveError } from "./archive-error.ts";
import { unwritable } from "./new-file.ts";
import { damaged, openToRead, openUnchanging, readingError } from "./open-to-read.ts";

/** Pages of one step: 2 MiB, a few milliseconds of the disk's time, and then whoever else waits for it. */
const pagesAtOnce = 512;

/**
 * A database of a data directory, held as it is at this moment. Writers go on beside it, and only their log
 * grows until it is disposed: without such a hold a copy begins anew with each of their commits.
 * @throws {ArchiveError} `missing`, `damaged`, `busy` or `unreadable`.
 */
export class HeldDatabase implements Disposable {
  readonly path: string;
  readonly #db: DatabaseSync;

  constructor(path: string) {
    this.path = path;
    this.#db = openToRead(path);
    try {
      this.#db.exec("BEGIN");
      // The moment is that of the first look.
      this.#db.prepare("SELECT count(*) FROM sqlite_schema").get();
    } catch (error) {
      this.#db.close();
      throw readingError(error, path);
    }
  }

  /**
   * Copies it, and looks the copy through. The copy has no name any more once it is whole, so that nothing
   * of it stays however this process ends.
   * @throws {ArchiveError} `damaged`; else what SQLite or the disk said.
   */
  async copyInto(directory: string): Promise<Snapshot> {
    const copy = join(directory, basename(this.path));
    createPrivate(copy);
    await backup(this.#db, copy, { rate: pagesAtOnce }).catch((error: unknown) => {
      throw copyingError(error, this.path, directory);
    });
    const file = await open(copy, "r");
    const snapshot = new Snapshot({
      name: basename(this.path),
      db: openUnchanging(copy),
      file,
      bytes: (await file.stat()).size,
    });
    try {
      await rm(copy);
      check(snapshot.db, this.path);
      return snapshot;
    } catch (error) {
      await snapshot[Symbol.asyncDispose]();
      throw error;
    }
  }

  [Symbol.dispose](): void {
    if (this.#db.isOpen) this.#db.close();
  }
}

/** A checked copy, to be read as rows or as bytes. */
export class Snapshot implements AsyncDisposable {
  readonly name: string;
  readonly db: DatabaseSync;
  readonly file: FileHandle;
  readonly bytes: number;

  constructor({ name, db, file, bytes }: Omit<Snapshot, typeof Symbol.asyncDispose>) {
    this.name = name;
    this.db = db;
    this.file = file;
    this.bytes = bytes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.db.close();
    await this.file.close();
  }
}

/** Either file may be what failed: what only its own reading can say is said of the source. */
function copyingError(error: unknown, source: string, directory: string): ArchiveError {
  const reading = readingError(error, source);
  return reading.code === "unreadable" ? unwritable(dirname(directory), error) : reading;
}

function check(db: DatabaseSync, path: string): void {
  let found: string;
  try {
    found = String(db.prepare("PRAGMA integrity_check(1)").get()?.["integrity_check"]);
  } catch (error) {
    throw readingError(error, path);
  }
  if (found !== "ok") throw damaged(path, found.replace(/^\*\*\*.*\*\*\*\s*/, "").trim());
}
