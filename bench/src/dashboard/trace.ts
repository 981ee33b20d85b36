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

/** What the browser calls running a page's own code. */
const scriptEvents = new Set(["FunctionCall", "RunMicrotasks", "EvaluateScript"]);

export interface Task {
  /** Microseconds on the trace's own clock. */
  readonly startUs: number;
  readonly wallUs: number;
  readonly cpuUs: number;
  /** Of the task's time, the part in which the page's own code ran, with what it made the browser do at once. */
  readonly scriptUs: number;
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
  const inOrder = (a: TraceEvent, b: TraceEvent) => a.ts - b.ts;
  const ours = events.filter(isOurs).toSorted(inOrder);
  const scripts = outermost(ours.filter(({ name }) => scriptEvents.has(name)));
  let next = 0;
  const tasks = ours
    .filter(({ name }) => name === "RunTask")
    .map(({ ts, dur = 0, tdur = 0 }) => {
      let scriptUs = 0;
      for (; next < scripts.length; next += 1) {
        const script = scripts[next];
        if (script === undefined || script.ts > ts + dur) break;
        scriptUs += script.dur ?? 0;
      }
      return { startUs: ts, wallUs: dur, cpuUs: tdur, scriptUs };
    });
  if (tasks.length === 0) throw new Error("The trace has no task of the page's main thread.");
  return {
    tasks,
    updates: marks
      .filter(isOurs)
      .map(({ ts }) => ts)
      .toSorted((a, b) => a - b),
  };
}

/** Those, of events in their order, that are not within another one. */
function outermost(events: readonly TraceEvent[]): TraceEvent[] {
  let until = 0;
  return events.filter(({ ts, dur = 0 }) => {
    if (ts < until) return false;
    until = ts + dur;
    return true;
  });
}
