/**
 * Takes the pictures of the documentation from the real program: the demo, in the middle of an incident.
 *
 *   node e2e/pictures.ts [--to docs] [--only overview] [--minutes 12]
 */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { launchBrowser } from "./browser.ts";
import { ChildProgram } from "./gateway-process.ts";
import { innerPages } from "./inner-pages.ts";
import { settled } from "./settled.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const demo = join(root, "demo/src/main.ts");
const scenario = "rate-limit-storm";
const desk = { width: 1_440, height: 900 } as const;
const phone = { width: 390, height: 844 } as const;
/** How long the incident has gone on: the Overview's five minutes show what came before it, too. */
const incidentSeconds = 180;
/** It takes a while to be seen for what it is. */
const patienceMs = 120_000;

const { values: flags } = parseArgs({
  options: {
    to: { type: "string", default: join(root, "docs") },
    only: { type: "string" },
    // Most charts are of 15 minutes: they are to show what came before the incident for a while.
    minutes: { type: "string", default: "12" },
  },
});
const playedSeconds = Number(flags.minutes) * 60;
if (!(playedSeconds > incidentSeconds)) {
  throw new Error(`--minutes: found ${flags.minutes}, expected more than ${incidentSeconds / 60}.`);
}

const after = String(Math.round(playedSeconds - incidentSeconds));
await using program = new ChildProgram(demo, [
  "--port",
  "0",
  "--scenario",
  scenario,
  "--after",
  after,
]);
const line = await program.line(/#code=/);
const startedAt = performance.now();
await using browser = await launchBrowser();
const page = await browser.newPage({ viewport: desk, colorScheme: "dark" });
await page.goto(line.slice(line.indexOf("http")));
const links = page.getByRole("navigation", { name: "Pages" }).getByRole("link");
await links.first().waitFor();
process.stdout.write(`The demo plays for ${flags.minutes} minutes.\n`);
await page.waitForTimeout(Math.max(0, startedAt + playedSeconds * 1_000 - performance.now()));
const verdict = page.getByRole("region", { name: "Verdict" });
await verdict.getByText("Problem:", { exact: false }).first().waitFor({
  state: "attached",
  timeout: patienceMs,
});

const pages = [{ name: "Overview", file: "overview.png" }];
await take(page, "overview.png");
await takeOtherOverviews();
if (flags.only !== "overview") {
  await takePages();
  await list();
}

async function takeOtherOverviews(): Promise<void> {
  await page.emulateMedia({ colorScheme: "light" });
  await take(page, "overview-light.png");
  pages.push({ name: "Overview, light", file: "overview-light.png" });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize(phone);
  await take(page, "pages/overview-phone.png");
  pages.push({ name: "Overview on a phone", file: "pages/overview-phone.png" });
  await page.setViewportSize(desk);
}

/** Every page of the navigation, and those that are reached from them. */
async function takePages(): Promise<void> {
  for (const link of (await links.all()).slice(1)) {
    const name = await link.evaluate((element) => element.firstChild?.textContent ?? "");
    await link.click();
    // Nothing is lit up because the pointer happens to be there.
    await page.mouse.move(0, 0);
    const inner = innerPages.find(({ from }) => from === name);
    if (inner?.isInstead !== true) await takePage(name);
    if (inner === undefined) continue;
    await inner.open(page);
    await page.mouse.move(0, 0);
    await takePage(inner.name);
  }
}

async function takePage(name: string): Promise<void> {
  const file = `pages/${name.toLowerCase().replaceAll(/\W+/g, "-")}.png`;
  await take(page, file);
  pages.push({ name, file });
}

async function take(shown: Page, file: string): Promise<void> {
  await settled(shown);
  const path = join(flags.to, file);
  await mkdir(dirname(path), { recursive: true });
  const png = await shown.screenshot();
  await writeFile(path, png);
  process.stdout.write(`${path} ${Math.ceil(png.length / 1_000)} kB\n`);
}

/** All pictures on one page of the documentation. */
async function list(): Promise<void> {
  const shown = pages.map(({ name, file }) => `## ${name}\n\n![${name}](${file})\n`);
  const about = `The dashboard of the demo, ${incidentSeconds / 60} minutes into an incident: \`pnpm pictures\` takes them. [operating.md](operating.md#the-dashboard) says how to work with it.`;
  await writeFile(join(flags.to, "pages.md"), `# Pages\n\n${about}\n\n${shown.join("\n")}`);
}
