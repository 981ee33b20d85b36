import { readFile, stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

const lookEveryMs = 50;

/** Which file is there, and in which state of its life. */
export interface FileState {
  /** Changes with whatever happens to the file. */
  readonly identity: string;
  /** Null where there is no file. */
  readonly inode: number | null;
  /** When anything happened to it last, in epoch milliseconds by the disk's clock. */
  readonly changedAt: number;
}

export interface SettledFile extends FileState {
  /** Null where there is no file. */
  readonly text: string | null;
}

export interface ReadSettledOptions {
  readonly signal: AbortSignal;
  /** How long a file in this state has to stay as it is to be read; asked again at each look. */
  readonly quietMs: (state: FileState) => number;
}

/** A file's text once it has stopped changing for long enough. Rejects where it can't be read. */
export async function readSettled(
  path: string,
  { signal, quietMs }: ReadSettledOptions,
): Promise<SettledFile> {
  let before = await stateOf(path);
  let seenQuietMs = 0;
  for (;;) {
    await wait(lookEveryMs, undefined, { signal });
    const now = await stateOf(path);
    seenQuietMs = isSame(before, now) ? seenQuietMs + lookEveryMs : 0;
    before = now;
    if (seenQuietMs === 0 || Math.max(seenQuietMs, ageOf(now)) < quietMs(now)) continue;
    const text = await textOf(path);
    if (isSame(now, await stateOf(path))) return { ...now, text };
  }
}

export async function stateOf(path: string): Promise<FileState> {
  try {
    const { ino, size, mtimeMs, ctimeMs } = await stat(path);
    const identity = `${ino}:${size}:${mtimeMs}:${ctimeMs}`;
    return { identity, inode: ino, changedAt: ctimeMs };
  } catch {
    return { identity: "none", inode: null, changedAt: Number.POSITIVE_INFINITY };
  }
}

/** The disk's clock is the machine's, or is not believed. */
function ageOf({ changedAt }: FileState): number {
  return Math.max(0, Date.now() - changedAt);
}

function isSame(one: FileState, other: FileState): boolean {
  return one.identity === other.identity;
}

export async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
