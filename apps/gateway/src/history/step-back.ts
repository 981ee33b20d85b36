import { spawnSync } from "node:child_process";
import { availableParallelism, setPriority } from "node:os";

/**
 * As far below the gateway's own thread, which has the work, as there is: where cores are few, questions wait and not
 * requests. Halfway there they still doubled the slowest of the requests on two cores.
 */
const niceness = 19;
const maxWaitMs = 1_000;

/**
 * Puts a thread of this process behind all others, by the system's number for it: with the lowest priority that Linux
 * knows, and from two cores on under its idle policy (sched(7), SCHED_IDLE), where a thread that has work takes the
 * core at once. Node can't set a policy, util-linux's `chrt` can. Where either is missing it is left as it was.
 */
export function stepBack(thread: number): void {
  try {
    setPriority(thread, niceness);
  } catch {
    // It answers as well without.
  }
  // On a single core, which the work may have whole, it would come to no answer within its time.
  if (process.platform !== "linux" || availableParallelism() < 2) return;
  // It does not throw where there is no such program.
  spawnSync("chrt", ["-i", "-p", "0", String(thread)], { stdio: "ignore", timeout: maxWaitMs });
}
