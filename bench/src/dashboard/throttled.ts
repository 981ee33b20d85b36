import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { updateMark } from "./trace.ts";

const settleSeconds = 4;
const seconds = 8;

export interface ThrottledFigures {
  /** Frames that came to the page in a second. */
  readonly framesPerSecond: number;
  /** How often in a second the page showed something else than before. */
  readonly shownPerSecond: number;
  /** What the page says of its connection. */
  readonly says: string;
}

/** The page on a processor that is so many times slower. */
export async function throttled(page: Page, rate: number): Promise<ThrottledFigures> {
  const browserSession = await page.context().newCDPSession(page);
  await browserSession.send("Emulation.setCPUThrottlingRate", { rate });
  await sleep(settleSeconds * 1_000);
  const watched = await page.evaluateHandle((mark) => {
    performance.clearMarks(mark);
    const began = performance.now();
    let shown = 0;
    let isCounted = false;
    const observer = new MutationObserver(() => {
      if (isCounted) return;
      isCounted = true;
      requestAnimationFrame(() => {
        isCounted = false;
        shown += 1;
      });
    });
    // What the page is about: the bar above it has clocks and ages, which run on without any news.
    const main = document.querySelector("main");
    if (main !== null) {
      observer.observe(main, { subtree: true, childList: true, characterData: true });
    }
    return {
      read: () => {
        const passed = (performance.now() - began) / 1_000;
        observer.disconnect();
        return {
          framesPerSecond: performance.getEntriesByName(mark).length / passed,
          shownPerSecond: shown / passed,
        };
      },
    };
  }, updateMark);
  await sleep(seconds * 1_000);
  const figures = await watched.evaluate((each) => each.read());
  const says = page
    .getByRole("banner")
    .getByText(/^(slowed|stale|reconnecting)/)
    .first();
  const text = (await says.count()) === 0 ? "nothing" : await says.innerText();
  await watched.dispose();
  await browserSession.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await browserSession.detach();
  return { ...figures, says: text };
}
