/**
 * Takes the pictures of the documentation from the real program: the demo, in the middle of an incident.
 *
 *   node e2e/pictures.ts [--to docs] [--only overview]
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { launchBrowser } from "./browser.ts";
import { ChildProgram } from "./gateway-process.ts";
import { settled } from "./settled.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const demo = join(root, "demo/src/main.ts");
const viewport = { width: 1_440, height: 900 } as const;
/** The incident begins 45 s after the start, and takes a while to be seen for what it is. */
const patienceMs = 240_000;
/** As long as the Overview's charts: they are to be full, and to show what came before the incident. */
const playedMs = 310_000;
const scenario = "rate-limit-storm";
const listed = { from: "<!-- pictures -->", to: "<!-- end of pictures -->" } as const;

const { values: flags } = parseArgs({
  options: { to: { type: "string", default: join(root, "docs") }, only: { type: "string" } },
});

await using program = new ChildProgram(demo, ["--port", "0", "--scenario", scenario]);
const line = await program.line(/#code=/);
const startedAt = performance.now();
await using browser = await launchBrowser();
const page = await browser.newPage({ viewport, colorScheme: "dark" });
await page.goto(line.slice(line.indexOf("http")));
const verdict = page.getByRole("region", { name: "Verdict" });
await verdict.getByText("Problem:", { exact: false }).first().waitFor({
  state: "attached",
  timeout: patienceMs,
});
await page.waitForTimeout(Math.max(0, startedAt + playedMs - performance.now()));
await take(page, "overview.png");
await page.emulateMedia({ colorScheme: "light" });
await take(page, "overview-light.png");
await page.emulateMedia({ colorScheme: "dark" });
if (flags.only !== "overview") await takePages();

async function takePages(): Promise<void> {
  const links = page.getByRole("navigation", { name: "Pages" }).getByRole("link");
  const entries: string[] = [];
  for (const link of (await links.all()).slice(1)) {
    const name = await link.evaluate((element) => element.firstChild?.textContent ?? "");
    await link.click();
    // Nothing is lit up because the pointer happens to be there.
    await page.mouse.move(0, 0);
    const file = `pages/${name.toLowerCase().replaceAll(/\W+/g, "-")}.png`;
    await take(page, file);
    entries.push(`- [${name}](${file})`);
  }
  await list(entries);
}

async function take(shown: Page, file: string): Promise<void> {
  await settled(shown);
  const path = join(flags.to, file);
  await mkdir(join(path, ".."), { recursive: true });
  await shown.screenshot({ path });
  process.stdout.write(`${path}\n`);
}

/** Puts the pages' names in the operator's guide, where it has a place for them. */
async function list(entries: readonly string[]): Promise<void> {
  const path = join(flags.to, "operating.md");
  const guide = await readFile(path, "utf8").catch(() => null);
  if (guide === null) return;
  const from = guide.indexOf(listed.from);
  const to = guide.indexOf(listed.to);
  if (from < 0 || to < from) throw new Error(`${path} has no place for the list of pictures.`);
  const before = guide.slice(0, from + listed.from.length);
  await writeFile(path, `${before}\n\n${entries.join("\n")}\n\n${guide.slice(to)}`);
}
