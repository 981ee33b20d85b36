import { readFileSync, readlinkSync } from "node:fs";

/** Linux counts a thread's time in hundredths of a second, whatever its clock ticks at. */
const msPerTick = 10;

/** The number under which the system knows the thread that asks; null where it has none, as on macOS. */
export function ownThread(): number | null {
  try {
    const thread = Number(readlinkSync("/proc/thread-self").split("/").at(-1));
    return Number.isSafeInteger(thread) && thread > 0 ? thread : null;
  } catch {
    return null;
  }
}

/** Processor time that a thread of this process has had, milliseconds; null where the system does not tell. */
export function threadCpuMs(thread: number): number | null {
  try {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, "utf8");
    // Behind the name, which may have any character in it: user and system time are the 12th and 13th.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    return Number.isNaN(ticks) ? null : ticks * msPerTick;
  } catch {
    return null;
  }
}
