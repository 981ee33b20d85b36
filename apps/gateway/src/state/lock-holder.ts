import { readFileSync, statSync } from "node:fs";
import { sqliteCode } from "./sqlite-code.ts";

const sqliteBusy = 5;

/** Whether another process kept SQLite from its file. */
export function isBusy(error: unknown): boolean {
  return sqliteCode(error) === sqliteBusy;
}

/**
 * The other process that holds a database, in words: by its id and name where Linux tells them, which
 * it does within one container and on most file systems.
 */
export function lockHolder(path: string): string {
  try {
    const files = new Set(["", "-shm"].map((end) => identityOf(path + end)));
    for (const line of readFileSync("/proc/locks", "utf8").split("\n")) {
      const [, , , , pid = "", file = ""] = line.trim().split(/\s+/);
      if (!files.has(file) || Number(pid) <= 0 || Number(pid) === process.pid) continue;
      return `process ${pid} (${readFileSync(`/proc/${pid}/comm`, "utf8").trim()})`;
    }
  } catch {
    // Another system, or it is gone by now.
  }
  return "another process";
}

/** As `/proc/locks` writes it: the device's two numbers in hex, and the inode. */
function identityOf(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return null;
  const { dev, ino } = found;
  const major = Math.floor(dev / 256) % 4_096;
  const minor = (dev % 256) + Math.floor(dev / 2 ** 20) * 256;
  const hex = (value: number): string => value.toString(16).padStart(2, "0");
  return `${hex(major)}:${hex(minor)}:${ino}`;
}
