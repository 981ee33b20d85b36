import type { Browser } from "playwright-core";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

/** The name of the mark that a page sets when an update has come. */
export const updateMark = "bench-update";
/** A script that has a page of the dashboard set it for each frame that comes. */
export const markUpdates = `const Plain = EventSource;
globalThis.EventSource = class extends Plain {
  constructor(address, init) {
    super(address, init);
    this.addEventListener("message", () => performance.mark(${JSON.stringify(updateMark)}));
  }
};`;

const categories = [
  "__metadata",
  "blink.user_timing",
  "devtools.timeline",
  "disabled-by-default-devtools.timeline",
];

export interface Task {
  /** Microseconds on the trace's own clock. */
  readonly startUs: number;
  readonly wallUs: number;
  readonly cpuUs: number;
}

export interface Trace {
  /** Every task of the page's main thread, in order. */
  readonly tasks: readonly Task[];
  /** When an update came, microseconds. */
  readonly updates: readonly number[];
}

const traceEvent = z.object({
  name: z.string(),
  ph: z.string(),
  ts: z.number(),
  pid: z.number(),
  tid: z.number(),
  dur: z.number().optional(),
  tdur: z.number().optional(),
  args: z.object({ name: z.string().optional() }).optional(),
});
type TraceEvent = z.infer<typeof traceEvent>;
const traceFile = z.object({ traceEvents: z.array(traceEvent) });

/** What the browser itself says its main thread did for so long. */
export async function traceMainThread(browser: Browser, seconds: number): Promise<Trace> {
  await browser.startTracing(undefined, { categories });
  await sleep(seconds * 1_000);
  const trace = await browser.stopTracing();
  return readTrace(traceFile.parse(JSON.parse(trace.toString("utf8"))).traceEvents);
}

function readTrace(events: readonly TraceEvent[]): Trace {
  const marks = events.filter(({ name, ph }) => name === updateMark && "IRn".includes(ph));
  const [first] = marks;
  if (first === undefined) throw new Error("No update came while the main thread was traced.");
  const isOurs = ({ pid, tid }: TraceEvent) => pid === first.pid && tid === first.tid;
  const tasks = events
    .filter((event) => event.name === "RunTask" && isOurs(event))
    .map(({ ts, dur = 0, tdur = 0 }) => ({ startUs: ts, wallUs: dur, cpuUs: tdur }));
  if (tasks.length === 0) throw new Error("The trace has no task of the page's main thread.");
  return {
    tasks: tasks.toSorted((a, b) => a.startUs - b.startUs),
    updates: marks
      .filter(isOurs)
      .map(({ ts }) => ts)
      .toSorted((a, b) => a - b),
  };
}
