import { readFile, stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

const betweenMs = 50;
const maxTries = 40;

/**
 * A file's text once it has stopped changing, or null where there is none. A file that never stops is
 * read as it is after two seconds. Rejects where it can't be read.
 */
export async function readSettled(path: string, signal: AbortSignal): Promise<string | null> {
  try {
    for (let tries = 1; ; tries += 1) {
      const before = await stat(path);
      const text = await readFile(path, "utf8");
      const after = await stat(path);
      const isWhole = before.mtimeMs === after.mtimeMs && before.ino === after.ino;
      if (isWhole || tries === maxTries) return text;
      await wait(betweenMs, undefined, { signal });
    }
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
