import { randomBytes } from "node:crypto";
import { link, lstat, open, realpath, rename, rm, type FileHandle } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import process from "node:process";
import { ArchiveError } from "./archive-error.ts";
import { goneOnSignal } from "./gone-on-signal.ts";

export interface NewFilePlace {
  readonly path: string;
  /** What is there already may be replaced. */
  readonly force: boolean;
  /** Nothing is written there: with `force` it could be what is to be kept. */
  readonly dataDir: string;
}

/**
 * Makes a file that is there whole or not at all, for its owner alone: it is written under another name in
 * the same directory, put to disk, and then gets its own. What is there already stays, unless `force`.
 * @throws {ArchiveError} `exists` or `unwritable`; else what `write` throws.
 */
export async function makeNewFile(
  place: NewFilePlace,
  write: (file: FileHandle) => Promise<void>,
): Promise<void> {
  await checkPlace(place);
  const { path, force } = place;
  const partial = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}`);
  const file = await open(partial, "wx", 0o600).catch((error: unknown) => {
    throw unwritable(path, error);
  });
  using _gone = goneOnSignal(partial, process);
  try {
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    if (force) await rename(partial, path);
    else await linkNew(partial, place);
    await syncDirectory(dirname(path));
  } catch (error) {
    throw isSystemError(error) ? unwritable(path, error) : error;
  } finally {
    await rm(partial, { force: true });
  }
}

/** Says no before the work is done, not after it. */
export async function checkPlace({ path, force, dataDir }: NewFilePlace): Promise<void> {
  const found = await lstat(path).catch((error: unknown) => {
    if (isSystemError(error) && error.code === "ENOENT") return null;
    throw unwritable(path, error);
  });
  if (found === null || found.isFile()) await checkApart(path, dataDir);
  if (found === null) return;
  if (!found.isFile()) {
    const message = `${path} is there and is no plain file, so it is not replaced. Name another one.`;
    throw new ArchiveError("exists", message);
  }
  if (!force) throw exists(path);
}

async function checkApart(path: string, dataDir: string): Promise<void> {
  const real = (directory: string) => realpath(directory).catch(() => directory);
  const way = relative(await real(dataDir), await real(dirname(path)));
  if (way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way)) return;
  const message = `${path} lies in the data directory, beside what it would be a copy of. Name a file somewhere else, best on another disk.`;
  throw new ArchiveError("unwritable", message);
}

/** A link, unlike a rename, is refused where something is there by now. */
async function linkNew(partial: string, place: NewFilePlace): Promise<void> {
  const { path } = place;
  try {
    await link(partial, path);
  } catch (error) {
    if (isSystemError(error) && error.code === "EEXIST") throw exists(path);
    // Some file systems know no links.
    await checkPlace(place);
    await rename(partial, path);
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } catch {
    // Some file systems don't do that for directories.
  } finally {
    await directory.close();
  }
}

function exists(path: string): ArchiveError {
  return new ArchiveError(
    "exists",
    `${path} is there already. Name another file, or replace it with --force.`,
  );
}

/** What the disk said to writing there, in words that say what to do. */
export function unwritable(path: string, error: unknown): ArchiveError {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `${path} can't be written (${reason}). Check that its directory is there, that this user may write it, and that the disk is not full.`;
  return new ArchiveError("unwritable", message, error);
}

/** Whether the operating system said it. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}
