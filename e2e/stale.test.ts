import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { freePort, startGatewayProcess } from "./gateway-process.ts";
import { clientFor } from "./stage.ts";
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
    { colorScheme: "dark", mayComplain: [gatewayAway] },
  );
  const figures = page.getByRole("list", { name: "Figures" });
  await figures.waitFor();
  const header = page.locator("header");
  await header.getByText("live", { exact: true }).waitFor();
  const fresh = await colours(page);
  expect(fresh.figure).not.toBe(fresh.grey);

  program.freeze();
  await header.getByText("stale", { exact: true }).waitFor();
  await page.getByText(/^Can't tell: no data for [3-9]/).waitFor();
  await header.getByText(/^[3-9]\.\d s behind$/).waitFor();
  const stale = await colours(page);
  expect(stale.figure).toBe(stale.grey);
  // What was known is still there to be read.
  expect(await figures.getByRole("listitem").first().innerText()).toMatch(/[1-9]/);

  program.thaw();
  await header.getByText("live", { exact: true }).waitFor();
  await expect.poll(async () => (await colours(page)).figure, slow).toBe(fresh.figure);
});

test("a page with too much to draw draws less often, and says so", async ({ stage, visit }) => {
  const gateway = await stage();
  const { page } = await visit(gateway, { path: "/events" });
  const pill = page.locator("header").getByText("slowed");
  await page.locator("header").getByText("live", { exact: true }).waitFor();
  expect(await pill.count()).toBe(0);
  // Every paint takes a quarter of a second: the page has no time for four of them each second.
  await page.evaluate(() => {
    const burn = (): void => {
      const end = performance.now() + 250;
      while (performance.now() < end) Math.sqrt(end);
      if (!("calm" in document.documentElement.dataset)) requestAnimationFrame(burn);
    };
    requestAnimationFrame(burn);
  });
  await pill.waitFor();
  await page.getByText(/^\. This page has much to draw: an update every/).waitFor({
    state: "attached",
  });
  await page.evaluate(() => {
    document.documentElement.dataset["calm"] = "";
  });
  await pill.waitFor({ state: "detached" });
});
