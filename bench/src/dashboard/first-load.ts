import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, BrowserContext } from "playwright-core";
import { z } from "zod";
import { BareTab } from "./bare-tab.ts";
import type { DashboardAddress } from "./open-dashboard.ts";

/** A chunk of JavaScript that a page loaded, and its bytes as they came. */
const loadedScript = z.object({ name: z.string(), bytes: z.number() });
export type LoadedScript = z.infer<typeof loadedScript>;

const found = z.object({
  liveMs: z.number().nullable(),
  hasCharts: z.boolean(),
  scripts: z.array(loadedScript),
});

export interface FirstLoad {
  readonly scripts: readonly LoadedScript[];
  /** From asking for the page until figures of the gateway's are painted, milliseconds. */
  readonly liveMs: number;
}

/** Long enough for its charts and cards to be there, and nobody looks before. */
const loadsForMs = 4_000;
const patienceMs = 15_000;

const noteFigures = `{
  const look = () => {
    const list = document.querySelector("[aria-label=Figures]");
    if (/\\d/.test(list?.textContent ?? "")) globalThis.figuresAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}`;

const read = `({
  liveMs: globalThis.figuresAt ?? null,
  hasCharts: document.querySelector(".uplot canvas") !== null,
  scripts: performance
    .getEntriesByType("resource")
    .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
    .map(({ name, encodedBodySize }) => ({
      name: name.slice(name.lastIndexOf("/") + 1),
      bytes: encodedBodySize,
    })),
})`;

/** Opens the Overview in a browser that has never seen it. */
export async function firstLoad(
  browser: Browser,
  signedIn: BrowserContext,
  address: DashboardAddress,
): Promise<FirstLoad> {
  await using tab = await BareTab.open(browser, signedIn, address, "/", { script: noteFigures });
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += loadsForMs) {
    await sleep(loadsForMs);
    const { liveMs, hasCharts, scripts } = found.parse(await tab.read(read));
    // What charts and cards need is loaded with them.
    if (liveMs !== null && hasCharts) return { liveMs, scripts };
  }
  throw new Error(`The Overview showed no figures and charts within ${patienceMs / 1_000} s.`);
}
