import { readFileSync } from "node:fs";
import { expect, vi } from "vitest";

/** Whether a process runs. One that has ended and that nobody has asked for yet does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    // No such file where there is no /proc: then the signal's word counts.
    return process.platform !== "linux";
  }
}

export async function untilEnded(pid: number): Promise<void> {
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 10_000, interval: 5 });
}
