import { readFileSync } from "node:fs";

/** Of the first line of /proc/stat: `cpu user nice system idle iowait irq softirq steal`, in hundredths of a second. */
const stealAt = 8;
const msPerTick = 10;

/**
 * Processor time that the host of a virtual machine gave to others while this one wanted it, since it was started, of
 * all its processors, milliseconds; null where the system tells none.
 */
export function stolenMs(): number | null {
  try {
    const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n");
    const ticks = Number(line.split(/\s+/)[stealAt]);
    return Number.isNaN(ticks) ? null : ticks * msPerTick;
  } catch {
    return null;
  }
}
