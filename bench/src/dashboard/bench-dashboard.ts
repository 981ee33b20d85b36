import { loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../../../e2e/browser.ts";
import { startChild } from "../child.ts";
import { quantile } from "../quantile.ts";
import { line, row } from "../history/report.ts";
import { BareTab } from "./bare-tab.ts";
import { openChartPage } from "./chart-page.ts";
import { size } from "./charts/moving-data.ts";
import { firstLoad } from "./first-load.ts";
import { overLimits, updateLimits } from "./limits.ts";
import { listPages, openDashboard, signIn, type DashboardAddress } from "./open-dashboard.ts";
import { framesWhile, scrollRequests, type FrameFigures } from "./scroll.ts";
import { throttled } from "./throttled.ts";
import { traceMainThread, updateMark } from "./trace.ts";
import { updateCost, type UpdateCost } from "./update-cost.ts";

const token = "bench-admin-token-of-enough-length-00";
const server = fileURLToPath(new URL("stated-gateway-server.ts", import.meta.url));
const load = { inFlight: 2_000, endsPerSecond: 50, eventsPerSecond: 500 } as const;
const renderers = ["signalbox", "uplot", "echarts", "recharts"] as const;
const lanePictures = [
  ["lanes-card", "as many as the Overview's card holds, the rest in its strip"],
  ["lanes-page", "all of them, scrolled, as on the page of their own"],
] as const;
const whole = {
  settleMs: 5_000,
  chartSeconds: 15,
  pageSeconds: 12,
  scrollSeconds: 6,
  loads: 5,
  throttles: [1, 4, 8, 16],
  pages: null,
} as const;
/** Enough to see whether something has changed. */
const quick = {
  settleMs: 1_500,
  chartSeconds: 3,
  pageSeconds: 4,
  scrollSeconds: 3,
  loads: 3,
  throttles: [16],
  pages: ["/", "/requests", "/lanes"],
} as const;
type Extent = typeof whole | typeof quick;
const limits = { scriptBytes: 200_000, liveMs: 1_000, lateShare: 0.05 } as const;

/** What the built dashboard costs the browser under load, and its charts beside those of others. */
export async function benchDashboard(flags: { readonly quick: boolean }): Promise<void> {
  const extent = flags.quick ? quick : whole;
  await using browser = await launchBrowser();
  line(
    `\ndashboard: Chromium ${browser.version()}, without a screen and without a GPU; load of this machine: ${loadavg()[0]?.toFixed(1)}`,
  );
  await benchPictures(browser, extent);
  const args = Object.values(load).map(String);
  await using gateway = await startChild([server, ...args], { SIGNALBOX_ADMIN_TOKEN: token });
  const address = { url: `http://127.0.0.1:${gateway.port}`, token };
  line(
    `\n  a gateway with ${load.inFlight} requests in flight, ${load.endsPerSecond} ending and ${load.eventsPerSecond} events a second`,
  );
  await benchFirstLoad(browser, address, extent);
  await benchPages(browser, address, extent);
}

async function benchPictures(browser: Browser, extent: Extent): Promise<void> {
  await using charts = await openChartPage();
  const measure = async (scene: string): Promise<UpdateCost> => {
    const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
    await page.goto(`${charts.url}/?with=${scene}&mark=${updateMark}`);
    await page.locator("main canvas, main svg").first().waitFor();
    await sleep(extent.settleMs);
    const cost = updateCost(await traceMainThread(browser, extent.chartSeconds));
    await page.close();
    return cost;
  };
  line(
    `  ${size.charts} charts × ${size.points} points × ${size.series} series, four updates a second: main thread per update`,
  );
  costHeads();
  const costs = new Map<string, UpdateCost>();
  for (const name of renderers) costs.set(name, await measure(name));
  const bareMs = costs.get("uplot")?.cpuMedianMs ?? Number.NaN;
  for (const [name, cost] of costs) {
    const ratio = (cost.cpuMedianMs / bareMs).toFixed(2);
    costRow(`${name}, ${ratio} × bare uPlot's processor time`, cost, "");
  }
  line("\n  the picture of 2,000 lanes with 6,000 spans, four updates a second");
  costHeads();
  for (const [scene, name] of lanePictures) {
    const cost = await measure(scene);
    costRow(name, cost, overLimits(cost));
  }
}

async function benchFirstLoad(
  browser: Browser,
  address: DashboardAddress,
  { loads }: Extent,
): Promise<void> {
  const context = await signIn(browser, address);
  const found = [];
  for (let n = 0; n < loads; n += 1) found.push(await firstLoad(browser, context, address));
  await context.close();
  const bytes = (found[0]?.scripts ?? []).reduce((sum, script) => sum + script.bytes, 0);
  const liveMs = quantile(
    found.map((one) => one.liveMs),
    0.5,
  );
  line("\n  first load of the Overview, nothing cached");
  row(
    "compressed JavaScript",
    [`${(bytes / 1_000).toFixed(1)} kB`],
    verdict(bytes, limits.scriptBytes, "200 kB"),
  );
  row(
    `figures of the gateway's are painted, median of ${loads}`,
    [`${Math.round(liveMs)} ms`],
    verdict(liveMs, limits.liveMs, "1 s"),
  );
}

async function benchPages(
  browser: Browser,
  address: DashboardAddress,
  extent: Extent,
): Promise<void> {
  const { settleMs, pageSeconds } = extent;
  const context = await signIn(browser, address);
  const overview = await openDashboard(context, address);
  const listed = await listPages(overview);
  const wanted: readonly string[] = extent.pages ?? listed.map(({ path }) => path);
  const pages = listed.filter(({ path }) => wanted.includes(path));
  // One tab at a time: of several, one alone has the stream, and hands on what comes.
  await overview.close();
  line("\n  pages: every task of the main thread from one frame's arrival to the next");
  costHeads();
  for (const { name, path } of pages) {
    await using _ = await BareTab.open(browser, context, address, path);
    await sleep(settleMs);
    const cost = updateCost(await traceMainThread(browser, pageSeconds));
    costRow(name, cost, overLimits(cost));
  }
  const slowed = await openDashboard(context, address);
  await benchThrottled(slowed, extent);
  await slowed.close();
  await benchScrolling(await openDashboard(context, address, "/requests"), extent);
  await context.close();
}

async function benchScrolling(page: Page, extent: Extent): Promise<void> {
  const { settleMs, scrollSeconds } = extent;
  line("\n  frames while the requests list is scrolled, beside the same page left alone");
  row("", ["a second", "p95", "longest", "late"], "");
  await sleep(settleMs);
  const tell = (name: string, { perSecond, p95Ms, longestMs, lateShare }: FrameFigures) => {
    const figures = [
      perSecond.toFixed(1),
      `${p95Ms.toFixed(1)} ms`,
      `${longestMs.toFixed(0)} ms`,
      `${(100 * lateShare).toFixed(1)} %`,
    ];
    row(name, figures, lateShare > limits.lateShare ? "OVER: more than 5 % of frames late" : "ok");
  };
  tell("left alone", await framesWhile(page, () => sleep(scrollSeconds * 1_000)));
  tell("scrolled", await framesWhile(page, () => scrollRequests(page, scrollSeconds)));
}

async function benchThrottled(page: Page, { throttles }: Extent): Promise<void> {
  line("\n  the Overview on a slower processor");
  row("", ["frames/s", "shown/s"], "says");
  for (const rate of throttles) {
    const { framesPerSecond, shownPerSecond, says } = await throttled(page, rate);
    row(`${rate} × slower`, [framesPerSecond.toFixed(1), shownPerSecond.toFixed(1)], says);
  }
}

function costHeads(): void {
  const { medianMs, p95Ms } = updateLimits;
  row(
    "",
    ["median", "p95", "script", "its p95", "cpu", "longest", "> 50 ms"],
    `limits ${medianMs}, ${p95Ms}, 0`,
  );
}

function costRow(name: string, cost: UpdateCost, verdict: string): void {
  const { medianMs, p95Ms, scriptMedianMs, scriptP95Ms, cpuMedianMs, longestTaskMs } = cost;
  const ms = [medianMs, p95Ms, scriptMedianMs, scriptP95Ms, cpuMedianMs, longestTaskMs];
  row(name, [...ms.map((each) => each.toFixed(1)), String(cost.longTasks)], verdict);
}

function verdict(figure: number, limit: number, name: string): string {
  return figure > limit ? `OVER ${name}` : "ok";
}
