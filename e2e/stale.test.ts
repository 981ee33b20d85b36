import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measureStream } from "@signalbox/practice/driver";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { freePort, startGatewayProcess } from "./gateway-process.ts";
import { clientFor, type Stage } from "./stage.ts";
import { gatewayAway, test } from "./test.ts";

/** For a machine that is busy with other things too. */
const slow = { timeout: 10_000 } as const;
const adminToken = "sbx_for-the-tests-of-staleness-0123456789abcdef";
const messages = [{ role: "user" as const, content: "Are you there?" }];

/** The colour of the first figure, and the grey of what is not fresh. */
async function colours(page: Page): Promise<{ figure: string; grey: string }> {
  return page.evaluate(() => {
    const figure = document.querySelector("ul[aria-label=Figures] .live-value span");
    const probe = document.createElement("i");
    probe.style.color = "var(--faint)";
    document.body.append(probe);
    const grey = getComputedStyle(probe).color;
    probe.remove();
    return { figure: figure === null ? "" : getComputedStyle(figure).color, grey };
  });
}

test("what is older than three intervals is grey and tells its age, and is never nought", async ({
  visit,
}) => {
  const dataDir = await mkdtemp(join(tmpdir(), "signalbox-e2e-"));
  await using parts = new AsyncDisposableStack();
  parts.defer(() => rm(dataDir, { recursive: true, force: true }));
  const port = await freePort();
  const program = await startGatewayProcess({ port, dataDir, adminToken });
  parts.use(program);
  const url = `http://127.0.0.1:${port}`;
  const link = (await program.line(/#code=/)).trim();
  await clientFor(url, adminToken).chat.completions.create({ model: "practice/swift-1", messages });
  const { page } = await visit(
    { url, loginLink: async () => link },
    // What was asked of it while it stood still was not answered in time.
    { colorScheme: "dark", mayComplain: [gatewayAway, /status of 504/] },
  );
  const figures = page.getByRole("list", { name: "Figures" });
  await figures.waitFor();
  const header = page.locator("header");
  await header.getByText("live", { exact: true }).waitFor();
  const firstToken = figures.getByRole("listitem").filter({ hasText: "First token" });
  await expect.poll(() => firstToken.innerText(), slow).toMatch(/[1-9]/);
  const fresh = await colours(page);
  expect(fresh.figure).not.toBe(fresh.grey);

  program.freeze();
  await header.getByText("stale", { exact: true }).waitFor();
  await page.getByText(/^Can't tell: no data for [3-9]/).waitFor();
  await header.getByText(/^[3-9]\.\d s behind$/).waitFor();
  const stale = await colours(page);
  expect(stale.figure).toBe(stale.grey);
  // What was known is still there to be read.
  expect(await firstToken.innerText()).toMatch(/[1-9]/);

  program.thaw();
  await header.getByText("live", { exact: true }).waitFor();
  await expect.poll(async () => (await colours(page)).figure, slow).toBe(fresh.figure);
});

test("a page with too much to draw draws less often, and says so", async ({ stage, visit }) => {
  const gateway = await stage();
  const ending = new AbortController();
  const { signal } = ending;
  const traffic = keepTalking(gateway, signal);
  // The slowed page leaves the gateway little of the machine, and a question about the past may wait too long.
  const { page, context } = await visit(gateway, { mayComplain: [/status of 504/] });
  const pill = page.locator("header").getByText("slowed");
  await page.locator("header").getByText("live", { exact: true }).waitFor();
  // A machine that is busy with other things may have slowed it at first.
  await expect.poll(() => pill.count(), slow).toBe(0);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 40 });
  await pill.waitFor({ timeout: 30_000 });
  await page.getByText(/^\. This page has much to draw: an update every/).waitFor({
    state: "attached",
    timeout: 30_000,
  });
  // On a phone too there is room to say so.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.locator("header").getByText("▲").waitFor({ timeout: 30_000 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.setViewportSize({ width: 1_440, height: 900 });
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await pill.waitFor({ state: "detached", timeout: 30_000 });
  ending.abort();
  await traffic;
}, 120_000);

/** Answers that come word by word, so that every update has something new. */
async function keepTalking(gateway: Stage, signal: AbortSignal): Promise<void> {
  const talk = async (session: string): Promise<void> => {
    while (!signal.aborted) {
      const asked = { model: "local/steady-1", messages };
      await measureStream(gateway.openai(session), asked, { signal });
    }
  };
  await Promise.all(["first", "second", "third"].map(talk));
}
