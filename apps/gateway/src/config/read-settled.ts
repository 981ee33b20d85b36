import { readFile, stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

/** A file that did not change for this long is not being written any more. */
const quietMs = 50;
const maxTries = 40;

/**
 * A file's text once it has stopped changing, or null where there is none. A file that never stops is
 * read as it is after two seconds. Rejects where it can't be read.
 */
export async function readSettled(path: string, signal: AbortSignal): Promise<string | null> {
  let before = await identityOf(path);
  for (let tries = 1; ; tries += 1) {
    await wait(quietMs, undefined, { signal });
    const text = await textOf(path);
    const after = await identityOf(path);
    if (before === after || tries === maxTries) return text;
    before = after;
  }
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Changes with whatever happens to the file. */
export async function identityOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeMs, ctimeMs } = await stat(path);
    return `${ino}:${size}:${mtimeMs}:${ctimeMs}`;
  } catch {
    return "none";
  }
}
