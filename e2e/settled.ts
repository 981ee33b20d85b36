import type { Page, Request } from "playwright-core";

const quietMs = 1_500;
const pollMs = 100;
/** A page that asks again every second is never quiet, and has what it needs by then. */
const longestMs = 8_000;

/** Resolves when a page has its fonts and has asked for nothing for a while, and at the latest after eight seconds; its live stream does not count. */
export async function settled(page: Page): Promise<void> {
  const open = new Set<Request>();
  const beganAt = performance.now();
  let lastAt = beganAt;
  const opened = (request: Request): void => {
    if (request.resourceType() === "eventsource") return;
    open.add(request);
    lastAt = performance.now();
  };
  const closed = (request: Request): void => {
    if (open.delete(request)) lastAt = performance.now();
  };
  page.on("request", opened);
  page.on("requestfinished", closed);
  page.on("requestfailed", closed);
  await page.waitForFunction(() => document.fonts.status === "loaded");
  const isBusy = (): boolean => open.size > 0 || performance.now() - lastAt < quietMs;
  while (isBusy() && performance.now() - beganAt < longestMs) await page.waitForTimeout(pollMs);
  page.off("request", opened);
  page.off("requestfinished", closed);
  page.off("requestfailed", closed);
}
