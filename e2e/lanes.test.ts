import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measureStream } from "@signalbox/practice/driver";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { freePort, startGatewayProcess } from "./gateway-process.ts";
import { clientFor, type Stage } from "./stage.ts";
import { gatewayAway, test } from "./test.ts";
import { violations } from "./violations.ts";

const model = "local/swift-1";
const messages = [{ role: "user" as const, content: "Which line is free?" }];
const slow = { timeout: 10_000 } as const;
const labelsWidth = 60;
const firstRow = 16;
const gutter = 236;

function search(page: Page, name: string): string | null {
  return new URL(page.url()).searchParams.get(name);
}

/** What the page says of a window that does not follow now. */
function untilIn(page: Page): Locator {
  return page.getByRole("status").filter({ hasText: "until" });
}

/** The picture's table, opened: a row for each lane. */
async function openTable(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Show the lanes as a table" }).press("Enter");
  return page.getByRole("table", { name: "Lanes, in the order of the picture" });
}

/** One that hangs and one behind it in the same lane; resolves when the gateway says so. */
async function causeWait(gateway: Stage, session: string) {
  gateway.upstream.inject({ fault: { kind: "stall", afterTokens: 3 } });
  const left = new AbortController();
  const send = () =>
    measureStream(gateway.openai(session), { model, messages }, { signal: left.signal });
  const active = () => gateway.admin.system.activeRequests.query();
  const calls = [send()];
  await expect.poll(async () => (await active())[0]?.phaseDetail, slow).toBe("streaming");
  calls.push(send());
  await expect.poll(async () => (await active()).length, slow).toBe(2);
  const blocking = (await active()).find(({ state }) => state === "running")?.id;
  if (blocking === undefined) throw new Error("Nothing runs.");
  return {
    blocking,
    end: async () => {
      left.abort();
      await Promise.all(calls);
    },
  };
}

test("a zoomed and moved window is in the address, and shows the same in a clean browser", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  await measureStream(gateway.openai("seen-1"), { model, messages });
  const { page } = await visit(gateway, { path: "/lanes" });
  await page.getByRole("region", { name: "Lanes, last 60 s" }).waitFor();
  const picture = page.getByRole("application");
  await picture.focus();
  for (let i = 0; i < 5; i += 1) await page.keyboard.press("+");
  await page.getByRole("region", { name: "Lanes, last 8 s" }).waitFor();
  await expect.poll(() => search(page, "span"), slow).toBe("8s");
  expect(search(page, "to")).toBeNull();

  await page.keyboard.press("ArrowLeft");
  await page.getByRole("button", { name: "Follow now" }).waitFor();
  await expect.poll(() => search(page, "to"), slow).not.toBeNull();
  const box = await picture.boundingBox();
  if (box === null) throw new Error("There is no picture.");
  // What is under the pointer stays where it is: there, that is the window's end.
  await page.mouse.move(box.x + box.width - gutter - 2, box.y + box.height / 2);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, 1_040);
  await page.keyboard.up("Control");
  await expect.poll(() => search(page, "span"), slow).toBe("64s");
  const path = page.url().slice(gateway.url.length);
  const told = await untilIn(page).innerText();
  const table = await openTable(page);
  await table.getByRole("row").filter({ hasText: "seen-1" }).waitFor();

  const { page: other } = await visit(gateway, { path });
  expect(search(other, "to")).toBe(search(page, "to"));
  expect(await untilIn(other).innerText()).toBe(told);
  const same = await openTable(other);
  await same.getByRole("row").filter({ hasText: "seen-1" }).waitFor();
  expect(await same.innerText()).toBe(await table.innerText());

  await other.getByRole("application").focus();
  await other.keyboard.press("0");
  await expect.poll(() => search(other, "to"), slow).toBeNull();
  expect(await other.getByRole("button", { name: "Follow now" }).count()).toBe(0);
});

test("a lane that waits leads to the request that it waits for", async ({ stage, visit }) => {
  const gateway = await stage();
  const { blocking, end } = await causeWait(gateway, "queue-1");
  await using ending = new AsyncDisposableStack();
  ending.defer(end);
  const { page } = await visit(gateway, { path: "/lanes", colorScheme: "dark" });
  const table = await openTable(page);
  await table
    .getByRole("row")
    .filter({ hasText: "queue-1" })
    .filter({ hasText: "waits for its own lane" })
    .waitFor();
  expect(await violations(page, "lanes")).toEqual([]);
  const picture = page.getByRole("application");
  await picture.click({ position: { x: labelsWidth, y: firstRow } });
  await page.getByRole("link", { name: /^Behind/ }).click();
  const drawer = page.getByRole("dialog", { name: /^Request/ });
  await drawer.getByText("streaming").first().waitFor();
  expect(search(page, "request")).toBe(blocking);
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });

  // What is written at the lane's end is the same way in one.
  const width = (await picture.boundingBox())?.width ?? 0;
  await picture.click({ position: { x: width - 180, y: firstRow } });
  await drawer.waitFor();
  expect(search(page, "request")).toBe(blocking);
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });

  await page.goto(`${gateway.url}/lanes?state=held`);
  const held = await openTable(page);
  await expect.poll(() => held.getByRole("row").filter({ hasText: "queue-1" }).count()).toBe(0);
  const [row] = await gateway.admin.lanes.list.query();
  await gateway.admin.lanes.pause.mutate({ lane: row?.lane ?? "" });
  await held
    .getByRole("row")
    .filter({ hasText: "queue-1" })
    .filter({ hasText: "paused until" })
    .waitFor();
});

test("a window of before the gateway's start shows what ran then", async ({ visit }) => {
  const adminToken = "sbx_for-the-tests-of-lanes-0123456789abcdef";
  const dataDir = await mkdtemp(join(tmpdir(), "signalbox-e2e-"));
  await using parts = new AsyncDisposableStack();
  parts.defer(() => rm(dataDir, { recursive: true, force: true }));
  const options = { port: await freePort(), dataDir, adminToken };
  const url = `http://127.0.0.1:${options.port}`;
  const first = parts.use(await startGatewayProcess(options));
  await measureStream(clientFor(url, adminToken, "then-1"), {
    model: "practice/swift-1",
    messages,
  });
  const at = Date.now();
  await first.kill("SIGTERM");
  const second = parts.use(await startGatewayProcess(options));
  const link = (await second.line(/#code=/)).trim();
  const gateway = { url, loginLink: async () => link };

  // The gateway goes before the page does.
  const mayComplain = [gatewayAway];
  const path = `/lanes?span=20s&to=${at + 1_000}`;
  const { page } = await visit(gateway, { path, mayComplain });
  const row = (await openTable(page)).getByRole("row").filter({ hasText: "then-1" });
  await row.filter({ hasText: "(practice)" }).filter({ hasText: "streaming" }).waitFor();
  await page.getByRole("application").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page
    .getByRole("dialog", { name: /^Request/ })
    .getByText("ok", { exact: true })
    .first()
    .waitFor();
});
