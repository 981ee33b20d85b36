import { startTraffic } from "@signalbox/practice/driver";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { test } from "./test.ts";

const tiles = [
  "Messages",
  "In flight",
  "Waiting",
  "Failed",
  "First token p95",
  "Token gap p95",
  "Cost",
] as const;

/** How many colours each canvas in the first element that fits has: one where nothing is drawn. */
async function coloursOf(page: Page, selector: string): Promise<number[]> {
  return page.locator(selector).evaluateAll((canvases) =>
    canvases.map((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement) || canvas.width === 0) return 0;
      const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
      return new Set(new Uint32Array(pixels?.buffer ?? new ArrayBuffer(0))).size;
    }),
  );
}

test("the Overview shows traffic as it flows", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0.3 } });
  gateway.upstream.inject({
    match: ({ text }) => text.includes("fail"),
    fault: { kind: "server_error", status: 500 },
  });
  const token = await gateway.mint("ingest", "helpdesk");
  await using traffic = startTraffic({
    baseUrl: `${gateway.url}/v1`,
    apiKey: token,
    seed: 5,
    ratePerSecond: 8,
    sessions: 4,
    models: [
      { model: "local/swift-1", weight: 2 },
      { model: "local/steady-1", weight: 1 },
      { model: "support", weight: 1 },
    ],
  });
  await expect.poll(() => traffic.stats().ok, { timeout: 10_000 }).toBeGreaterThan(3);
  const refused = gateway.openai("doomed").chat.completions.create({
    model: "local/swift-1",
    messages: [{ role: "user", content: "Please fail." }],
  });
  await expect(refused).rejects.toThrow();
  const { page } = await visit(gateway);

  const figures = page.getByRole("list", { name: "Figures" });
  await figures.waitFor();
  for (const label of tiles) await figures.getByText(label, { exact: false }).first().waitFor();
  const rate = figures.getByRole("listitem").filter({ hasText: "Messages" });
  await expect.poll(() => rate.innerText(), { timeout: 15_000 }).toMatch(/[1-9]/);
  const inFlight = figures.getByRole("listitem").filter({ hasText: "In flight" });
  const counts = new Set<string>();
  await expect
    .poll(async () => counts.add(await inFlight.innerText()).size, { timeout: 15_000 })
    .toBeGreaterThan(2);

  const lanes = page.getByRole("region", { name: "Lanes, last 60 s" });
  await lanes.waitFor();
  await expect
    .poll(() => coloursOf(page, "section[aria-label='Lanes, last 60 s'] canvas"), {
      timeout: 10_000,
    })
    .toEqual([expect.toSatisfy((colours: number) => colours > 12)]);
  await lanes.getByRole("button", { name: "Show the lanes as a table" }).press("Enter");
  await lanes.getByRole("rowheader", { name: "helpdesk" }).first().waitFor({ state: "attached" });

  for (const title of ["First token", "Gap between tokens", "Failures"]) {
    await page.getByRole("region", { name: title }).waitFor();
  }
  await expect
    .poll(() => coloursOf(page, ".uplot canvas"), { timeout: 20_000 })
    .toEqual(Array(3).fill(expect.toSatisfy((colours: number) => colours > 12)));

  const models = page.getByRole("table", { name: "Models over the last two minutes" });
  for (const name of ["swift-1", "steady-1"]) await models.getByText(name).first().waitFor();
  await page.getByText("local answered 500", { exact: false }).first().waitFor();
});
