import { quantile } from "../quantile.ts";
import type { Trace } from "./trace.ts";

const usPerMs = 1_000;
/** What a person sees as a hitch: the bound of the browsers' own "long task". */
const longMs = 50;

/** What updates cost the main thread: of each, all tasks from its arrival to the next one's. */
export interface UpdateCost {
  readonly updates: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  /** Of it, the page's own code alone: what a library's own figures of an update are of. */
  readonly scriptMedianMs: number;
  readonly scriptP95Ms: number;
  /** All of it in processor time, which a busy machine does not stretch. */
  readonly cpuMedianMs: number;
  readonly longestTaskMs: number;
  readonly longTasks: number;
}

export function updateCost({ tasks, updates }: Trace): UpdateCost {
  const wall: number[] = [];
  const cpu: number[] = [];
  const script: number[] = [];
  let at = 0;
  for (const [index, from] of updates.slice(0, -1).entries()) {
    const to = updates[index + 1] ?? from;
    let wallUs = 0;
    let cpuUs = 0;
    let scriptUs = 0;
    // The task that hands out the update began a little before it.
    for (; at < tasks.length; at += 1) {
      const task = tasks[at];
      if (task === undefined || task.startUs + task.wallUs > to) break;
      if (task.startUs + task.wallUs < from) continue;
      wallUs += task.wallUs;
      cpuUs += task.cpuUs;
      scriptUs += task.scriptUs;
    }
    wall.push(wallUs / usPerMs);
    cpu.push(cpuUs / usPerMs);
    script.push(scriptUs / usPerMs);
  }
  const lengths = tasks.map((task) => task.wallUs / usPerMs);
  return {
    updates: wall.length,
    medianMs: quantile(wall, 0.5),
    p95Ms: quantile(wall, 0.95),
    scriptMedianMs: quantile(script, 0.5),
    scriptP95Ms: quantile(script, 0.95),
    cpuMedianMs: quantile(cpu, 0.5),
    longestTaskMs: Math.max(0, ...lengths),
    longTasks: lengths.filter((ms) => ms > longMs).length,
  };
}
