import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContext } from "playwright-core";
import { launchBrowser } from "../../../e2e/browser.ts";
import { line, row } from "../history/report.ts";
import { openCompressedTime } from "./compressed-time.ts";
import { BareTab } from "./bare-tab.ts";
import { heapShares, type HeapShares } from "./heap-shares.ts";
import { listPages, openDashboard, signIn, type DashboardAddress } from "./open-dashboard.ts";
import { weighPage, type PageWeight } from "./page-weight.ts";

const hours = 8;
const minutesPerHour = 60;
/** A simulated hour is a minute. */
const load = { speed: 60, inFlight: 60, endsPerSecond: 2, eventsPerSecond: 1 } as const;
/** Each hour by its first minutes alone. */
const quickMinutes = 7;
/** From the first hour, when every bound of the page is reached, to the last. */
const mayGrow = { heapShare: 0.1, heldShare: 0.05, nodeShare: 0.05, listenerShare: 0.05 } as const;
/** Code is compiled once more where it is found to run often: after so many hours that has to be over. */
const compiledAfterHours = 3;
const codeMayGrow = 0.1;

const patienceMs = 10_000;
const lookEveryMs = 50;

type HourWeight = PageWeight & HeapShares;

/** Eight hours of traffic in a little more than eight minutes, and what the page holds at each of them. */
export async function benchDashboardSoak(flags: { readonly quick: boolean }): Promise<void> {
  const minutes = flags.quick ? quickMinutes : minutesPerHour;
  await using browser = await launchBrowser();
  await using time = await openCompressedTime(load);
  const { address } = time;
  const context = await signIn(browser, address);
  const pages = await pagesOf(context, address);
  // What listens to a page's network keeps something of each answer, for as long as the page is open.
  await using tab = await BareTab.open(browser, context, address, "/");
  line(
    `\ndashboard-soak: ${hours} × ${minutes} minutes of ${load.endsPerSecond} requests and ${load.eventsPerSecond} events a second, ${load.inFlight} in flight; the gateway's time of day goes ${load.speed} times as fast`,
  );
  line(`  each of them is spread over all pages (${pages.map(({ name }) => name).join(", ")})`);
  row(
    "",
    ["heap", "held", "code", "nodes", "listeners"],
    "at the Overview, after a collection; held and code with what the browser itself keeps for them",
  );
  const weights: HourWeight[] = [];
  for (let hour = 1; hour <= hours; hour += 1) {
    for (const { path } of [...pages.slice(1), ...pages.slice(0, 1)]) {
      await goTo(tab, path);
      await time.pass(minutes / pages.length);
    }
    const weight = { ...(await weighPage(tab)), ...(await heapShares(tab)) };
    weights.push(weight);
    tell(`hour ${hour}`, weight, "");
  }
  line(`  ${verdict(weights)}`);
}

async function pagesOf(context: BrowserContext, address: DashboardAddress) {
  const page = await openDashboard(context, address);
  const pages = await listPages(page);
  await page.close();
  return pages;
}

/** As a click on its link in the navigation does. */
async function goTo(tab: BareTab, path: string): Promise<void> {
  const link = `document.querySelector('nav[aria-label="Pages"] a[href="${path}"]')`;
  const go = `location.pathname === "${path}" || (${link}?.click(), false)`;
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookEveryMs) {
    if ((await tab.read(go)) === true) return;
    await sleep(lookEveryMs);
  }
  throw new Error(`The page ${path} did not open by its link.`);
}

function tell(name: string, weight: HourWeight, said: string): void {
  const { heapBytes, heldBytes, codeBytes, nodes, listeners } = weight;
  const sizes = [heapBytes, heldBytes, codeBytes].map((bytes) => `${(bytes / 1e6).toFixed(1)} MB`);
  row(name, [...sizes, String(nodes), String(listeners)], said);
}

function verdict(weights: readonly HourWeight[]): string {
  const first = weights[0];
  const compiled = weights[compiledAfterHours - 1];
  const last = weights.at(-1);
  if (first === undefined || compiled === undefined || last === undefined)
    throw new RangeError(`There are ${weights.length} hours, too few to compare.`);
  const over = [
    last.heapBytes > first.heapBytes * (1 + mayGrow.heapShare) && "the heap",
    last.heldBytes > first.heldBytes * (1 + mayGrow.heldShare) && "what is held",
    last.codeBytes > compiled.codeBytes * (1 + codeMayGrow) && "code",
    last.nodes > first.nodes * (1 + mayGrow.nodeShare) && "the nodes",
    last.listeners > first.listeners * (1 + mayGrow.listenerShare) && "the listeners",
  ].filter((text) => text !== false);
  return over.length === 0 ? "flat: ok" : `GROWS: ${over.join(", ")}`;
}
