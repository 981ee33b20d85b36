import { measureStream } from "@signalbox/practice/driver";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { Stage } from "./stage.ts";
import { test } from "./test.ts";
import { violations } from "./violations.ts";

/** For a machine that is busy with other things too. */
const slow = { timeout: 20_000 } as const;
const model = "local/swift-1";

async function sendSome(gateway: Stage, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const messages = [{ role: "user" as const, content: `Tell me of train ${n}.` }];
    await measureStream(gateway.openai(`chat-${n}`), { model, messages });
  }
}

/** The box that a chart draws in, once it is there and stays where it is. */
async function plotOf(chart: Locator) {
  const over = chart.locator(".u-over");
  await over.hover({ trial: true });
  const box = await over.boundingBox();
  if (box === null) throw new Error("The chart is not seen.");
  return { over, box };
}

/** Drags from one share of a box's width to another. */
async function brush(
  page: Page,
  box: { x: number; y: number; width: number; height: number },
  from: number,
  to: number,
): Promise<void> {
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * ((from + to) / 2), y);
  await page.mouse.move(box.x + box.width * to, y);
  await page.mouse.up();
}

function timeOf(page: Page): { at: number; window: string | null } {
  const { searchParams } = new URL(page.url());
  return { at: Number(searchParams.get("at")), window: searchParams.get("window") };
}

test("dragging over a chart zooms the whole app, the address holds it, and Escape leads back", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  await sendSome(gateway, 2);
  const { page } = await visit(gateway);
  const { box } = await plotOf(page.getByRole("region", { name: "Gap between tokens" }));
  await brush(page, box, 0.2, 0.7);
  await page.getByRole("group", { name: "Past moment" }).waitFor();
  const { at, window } = timeOf(page);
  expect(at).toBeLessThan(Date.now());
  // Half of five minutes, to the pixel.
  expect(Number(window?.replace("s", ""))).toBeGreaterThan(130);
  expect(Number(window?.replace("s", ""))).toBeLessThan(170);

  await page.keyboard.press("Escape");
  await page.waitForURL(`${gateway.url}/`);

  const again = await plotOf(page.getByRole("region", { name: "Failures" }));
  await brush(page, again.box, 0.2, 0.7);
  await page.getByRole("group", { name: "Past moment" }).waitFor();
  const zoomed = timeOf(page);
  await page.getByRole("navigation", { name: "Pages" }).getByText("Models").click();
  await page.waitForURL(/\/models/);
  expect(timeOf(page)).toEqual(zoomed);
  await page.reload();
  await page.getByRole("group", { name: "Past moment" }).waitFor();
  expect(timeOf(page)).toEqual(zoomed);
});

test("a cell of the heat map leads to the requests it counts, by pointer and by key", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0.05 } });
  await sendSome(gateway, 6);
  const { page } = await visit(gateway, {
    colorScheme: "dark",
    path: `/models/${model}?metric=latency`,
  });
  const map = page.getByRole("application", { name: "Heat map of latency, local swift-1" });
  await map.waitFor(slow);
  const told = map.getByRole("status");
  const box = await map.boundingBox();
  if (box === null) throw new Error("The heat map is not seen.");
  /** Calls in the cell that is pointed at. */
  const count = async () => Number(/: (\d+) calls?$/.exec(await told.innerText())?.[1] ?? 0);
  let found = 0;
  for (let x = box.width - 12; x > box.width - 150 && found === 0; x -= 10) {
    for (let y = 12; y < box.height - 24 && found === 0; y += 12) {
      await page.mouse.move(box.x + x, box.y + y);
      found = await count();
    }
  }
  expect(found).toBeGreaterThan(0);
  await page.mouse.down();
  await page.mouse.up();
  await page.waitForURL(/\/requests\?.*call=/);
  const lines = page.locator("table[aria-label=Requests] tbody tr");
  await expect.poll(() => lines.filter({ hasText: "chat-" }).count(), slow).toBe(found);
  await page.getByRole("button", { name: /^Remove the filter calls latency of local/ }).waitFor();

  await page.goBack();
  await map.waitFor(slow);
  expect(await violations(page, "model page")).toEqual([]);
  await map.focus();
  await page.keyboard.press("End");
  let byKey = 0;
  for (const key of [
    ...Array<string>(40).fill("ArrowUp"),
    ...Array<string>(40).fill("ArrowDown"),
  ]) {
    byKey = await count();
    if (byKey > 0) break;
    await page.keyboard.press(key);
  }
  if (byKey === 0) {
    // A minute has begun since: the calls are in the column before.
    await page.keyboard.press("ArrowLeft");
    for (let n = 0; n < 40 && byKey === 0; n += 1) {
      byKey = await count();
      if (byKey === 0) await page.keyboard.press("ArrowUp");
    }
  }
  expect(byKey).toBeGreaterThan(0);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/requests\?.*call=/);
  await expect.poll(() => lines.filter({ hasText: "chat-" }).count(), slow).toBe(byKey);

  // On the page of all models it has the room that their list leaves.
  await page.goto(`${gateway.url}/models`);
  await page.getByRole("application", { name: /^Heat map/ }).waitFor(slow);
  const list = await page.getByRole("grid", { name: /^Models/ }).boundingBox();
  const below = await page.getByRole("application", { name: /^Heat map/ }).boundingBox();
  if (list === null || below === null) throw new Error("The page of models is not seen.");
  expect(below.y - (list.y + list.height)).toBeLessThan(80);
  expect(below.y + below.height).toBeGreaterThan(850);
});

test("a failed request is a dot on the chart of failures, and a click opens it", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  await sendSome(gateway, 1);
  gateway.upstream.inject({ fault: { kind: "context_length" } });
  const messages = [{ role: "user" as const, content: "Too long." }];
  await measureStream(gateway.openai("doomed"), { model, messages });
  const { page } = await visit(gateway);
  const chart = page.getByRole("region", { name: "Failures" });
  const { over, box } = await plotOf(chart);
  const isOnDot = () => over.evaluate((element) => getComputedStyle(element).cursor === "pointer");
  /** Along the upper edge, from now on back. */
  const findDot = async (): Promise<boolean> => {
    for (let x = box.width - 2; x > box.width / 2; x -= 4) {
      await page.mouse.move(box.x + x, box.y + 5);
      if (await isOnDot()) return true;
    }
    return false;
  };
  await expect.poll(findDot, slow).toBe(true);
  await chart.getByText("failed, context_length: click opens it").waitFor();
  await page.mouse.down();
  await page.mouse.up();
  const drawer = page.getByRole("dialog", { name: /^Request/ });
  await drawer.getByText("context_length").first().waitFor();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });

  await chart.getByRole("button", { name: "Show Failures as a table" }).press("Enter");
  const listed = chart.getByRole("list", { name: "Requests on Failures" });
  await listed.getByRole("button").first().press("Enter");
  await drawer.waitFor();
});

test("a change of the config and the start are marks on every chart", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  await sendSome(gateway, 1);
  const { page } = await visit(gateway);
  await gateway.addAgents({ triage: { model } });
  for (const name of ["First token", "Failures"]) {
    const chart = page.getByRole("region", { name });
    const open = chart.getByRole("button", { name: `Show ${name} as a table` });
    await open.waitFor({ state: "attached" });
    const marks = chart.getByRole("list", { name: "Marks" });
    await expect
      .poll(async () => {
        // What is in the table is what the chart had when it was opened.
        if ((await marks.count()) > 0) await chart.getByText("Hide the table").press("Enter");
        await open.press("Enter");
        return marks.innerText();
      }, slow)
      .toMatch(/start: version .*config: agents added triage/s);
  }
});

test("a chart is saved as an image", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  await sendSome(gateway, 1);
  const { page } = await visit(gateway);
  const chart = page.getByRole("region", { name: "First token" });
  await plotOf(chart);
  const coming = page.waitForEvent("download");
  await chart.getByRole("button", { name: "Save First token as a PNG image" }).press("Enter");
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^first-token-.*\.png$/);
  const chunks: Uint8Array[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const image = Buffer.concat(chunks);
  expect(image.subarray(1, 4).toString()).toBe("PNG");
  expect(image.length).toBeGreaterThan(2_000);
});
