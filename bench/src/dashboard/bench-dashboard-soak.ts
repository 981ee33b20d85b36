import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContext } from "playwright-core";
import { launchBrowser } from "../../../e2e/browser.ts";
import { line, row } from "../history/report.ts";
import { quantile } from "../quantile.ts";
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
/**
 * Until what is bounded has come to its bound, the browser's own lists too (of a tab's pages, and of long tasks), and
 * what runs often is compiled.
 */
const beginningHours = 2;
const mayGrow = [
  { figure: "heapBytes", name: "the heap", share: 0.1 },
  { figure: "heldBytes", name: "what is held", share: 0.05 },
  { figure: "codeBytes", name: "code", share: 0.1 },
  { figure: "nodes", name: "the nodes", share: 0.05 },
  { figure: "listeners", name: "the listeners", share: 0.05 },
] as const;
/** A list is longer at one time than at another: each end of the comparison is the middle one of so many hours. */
const hoursOfEnd = 3;
const patienceMs = 10_000;
const lookEveryMs = 50;

type HourWeight = PageWeight & HeapShares;

/**
 * Eight hours of traffic in a little more than eight minutes, after two to begin with, and what the page holds at each
 * of them.
 */
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
  for (let hour = 1 - beginningHours; hour <= hours; hour += 1) {
    for (const { path } of [...pages.slice(1), ...pages.slice(0, 1)]) {
      await goTo(tab, path);
      await time.pass(minutes / pages.length);
    }
    const weight = { ...(await weighPage(tab)), ...(await heapShares(tab)) };
    if (hour > 0) weights.push(weight);
    tell(hour > 0 ? `hour ${hour}` : "before", weight, "");
  }
  // In minutes nothing comes to its bound.
  line(flags.quick ? "  too short to be judged" : `  ${verdict(weights)}`);
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
  const ofFirst = middleOf(weights.slice(0, hoursOfEnd));
  const ofLast = middleOf(weights.slice(-hoursOfEnd));
  const over = mayGrow.filter(
    ({ figure, share }) => ofLast(figure) > ofFirst(figure) * (1 + share),
  );
  return over.length === 0 ? "flat: ok" : `GROWS: ${over.map(({ name }) => name).join(", ")}`;
}

function middleOf(weights: readonly HourWeight[]) {
  return (figure: keyof HourWeight): number =>
    quantile(
      weights.map((weight) => weight[figure]),
      0.5,
    );
}
