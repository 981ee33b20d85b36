import type { CDPSession, Page } from "playwright-core";

/** What a page holds after everything that nobody needs was collected. */
export interface PageWeight {
  readonly heapBytes: number;
  /** Elements, texts and documents, those that are no longer in the page but still held included. */
  readonly nodes: number;
  readonly listeners: number;
}

/** Collects twice: what the first pass finalises, the second can take. */
export async function weighPage(page: Page, session: CDPSession): Promise<PageWeight> {
  await session.send("HeapProfiler.enable");
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.disable");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  const figure = (name: string): number => {
    const found = metrics.find((metric) => metric.name === name);
    if (found === undefined) throw new Error(`The browser told no ${name} of ${page.url()}.`);
    return found.value;
  };
  return {
    heapBytes: figure("JSHeapUsedSize"),
    nodes: figure("Nodes"),
    listeners: figure("JSEventListeners"),
  };
}
