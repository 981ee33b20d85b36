import { setPriority } from "node:os";

/**
 * As far below the gateway's own thread, which has the work, as there is: where cores are few, questions wait and not
 * requests. Halfway there they still doubled the slowest of the requests on two cores.
 */
const niceness = 19;

/** Linux gives each thread a priority of its own, by the system's number for it; elsewhere it has the process's. */
export function stepBack(thread: number): void {
  try {
    setPriority(thread, niceness);
  } catch {
    // It answers as well without.
  }
}
