import type { Browser, BrowserContext, Page } from "playwright-core";
import { signIn, type DashboardAddress } from "./open-dashboard.ts";

/** A chunk of JavaScript that a page loaded, and its bytes as they came. */
export interface LoadedScript {
  readonly name: string;
  readonly bytes: number;
}

export interface FirstLoad {
  readonly scripts: readonly LoadedScript[];
  /** From asking for the page until figures of the gateway's are painted, milliseconds. */
  readonly liveMs: number;
}

/** Opens the Overview in a browser that has never seen it. */
export async function firstLoad(browser: Browser, address: DashboardAddress): Promise<FirstLoad> {
  const context = await signIn(browser, address);
  try {
    return await load(context, address);
  } finally {
    await context.close();
  }
}

async function load(context: BrowserContext, { url }: DashboardAddress): Promise<FirstLoad> {
  const page = await context.newPage();
  await page.goto(url, { waitUntil: "commit" });
  const shown = await page.waitForFunction(
    () => {
      const list = document.querySelector("[aria-label=Figures]");
      return /\d/.test(list?.textContent ?? "") ? performance.now() : 0;
    },
    null,
    { polling: "raf" },
  );
  const liveMs = await shown.jsonValue();
  // Its charts and cards come with it, and what they need.
  await page.locator(".uplot canvas").first().waitFor();
  return { scripts: await loadedScripts(page), liveMs };
}

async function loadedScripts(page: Page): Promise<LoadedScript[]> {
  return page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
      .map(({ name, encodedBodySize }) => ({
        name: name.slice(name.lastIndexOf("/") + 1),
        bytes: encodedBodySize,
      })),
  );
}
