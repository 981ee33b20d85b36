import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { quantile } from "../quantile.ts";

const wheelEveryMs = 16;
const wheelPx = 60;
/** A frame that comes later than this was one too late at 60 a second. */
const lateMs = 25;

export interface FrameFigures {
  readonly perSecond: number;
  readonly p95Ms: number;
  readonly longestMs: number;
  /** Of all frames. */
  readonly lateShare: number;
}

/** The frames of a page, as its own animation callbacks meet them, while `meanwhile` goes on. */
export async function framesWhile(
  page: Page,
  meanwhile: () => Promise<void>,
): Promise<FrameFigures> {
  const watched = await page.evaluateHandle(() => {
    const at: number[] = [];
    let last = 0;
    const look = (now: number): void => {
      at.push(now);
      last = requestAnimationFrame(look);
    };
    last = requestAnimationFrame(look);
    return { at, stop: () => cancelAnimationFrame(last) };
  });
  await meanwhile();
  const at = await watched.evaluate((frames) => {
    frames.stop();
    return frames.at;
  });
  await watched.dispose();
  const gaps = at.slice(1).map((now, i) => now - (at[i] ?? now));
  const total = (at.at(-1) ?? 0) - (at[0] ?? 0);
  return {
    perSecond: (gaps.length * 1_000) / Math.max(1, total),
    p95Ms: quantile(gaps, 0.95),
    longestMs: Math.max(0, ...gaps),
    lateShare: gaps.filter((ms) => ms > lateMs).length / Math.max(1, gaps.length),
  };
}

/** Turns the wheel over the list, down and up again. */
export async function scrollRequests(page: Page, seconds: number): Promise<void> {
  await page.getByRole("grid", { name: "Requests" }).hover();
  const until = performance.now() + seconds * 1_000;
  for (let turn = 0; performance.now() < until; turn += 1) {
    await page.mouse.wheel(0, turn % 120 < 80 ? wheelPx : -2 * wheelPx);
    await sleep(wheelEveryMs);
  }
}
