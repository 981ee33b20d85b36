import { z } from "zod";
import type { Devtools } from "./devtools.ts";

/** What a page holds after everything that nobody needs was collected. */
export interface PageWeight {
  readonly heapBytes: number;
  /** Elements, texts and documents, those that are no longer in the page but still held included. */
  readonly nodes: number;
  readonly listeners: number;
}

const told = z.object({ metrics: z.array(z.object({ name: z.string(), value: z.number() })) });

/** Collects twice: what the first pass finalises, the second can take. */
export async function weighPage(devtools: Devtools): Promise<PageWeight> {
  await devtools.ask("HeapProfiler.enable");
  await devtools.ask("HeapProfiler.collectGarbage");
  await devtools.ask("HeapProfiler.collectGarbage");
  await devtools.ask("HeapProfiler.disable");
  await devtools.ask("Performance.enable");
  const { metrics } = told.parse(await devtools.ask("Performance.getMetrics"));
  const figure = (name: string): number => {
    const found = metrics.find((metric) => metric.name === name);
    if (found === undefined) throw new Error(`The browser told no ${name} of the page.`);
    return found.value;
  };
  return {
    heapBytes: figure("JSHeapUsedSize"),
    nodes: figure("Nodes"),
    listeners: figure("JSEventListeners"),
  };
}
