import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Stage } from "./stage.ts";
import { test } from "./test.ts";

/** For a machine that is busy with other things too. */
const slow = { timeout: 10_000 } as const;
const messages = [{ role: "user" as const, content: "Hello there." }];

async function send(gateway: Stage, ...sessions: readonly string[]): Promise<void> {
  for (const session of sessions) {
    await gateway.openai(session).chat.completions.create({ model: "local/swift-1", messages });
  }
}

/** The text of each line in sight and where it stands. */
async function linesOf(page: Page): Promise<string[]> {
  return page.locator("tbody tr:not([aria-hidden])").evaluateAll((rows) =>
    rows.map((row) => {
      const { top } = row.getBoundingClientRect();
      const [name] = /walk-\d|local answered \d+/.exec(row.textContent ?? "") ?? [""];
      return `${name} at ${Math.round(top)}`;
    }),
  );
}

test("requests stay where they are while one is pointed at", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  await send(gateway, "walk-1", "walk-2", "walk-3");
  const { page } = await visit(gateway, { path: "/requests" });
  const rows = page.getByRole("grid", { name: "Requests" }).getByRole("row");
  await expect.poll(() => rows.count(), slow).toBe(1 + 3);
  await rows.nth(2).hover();
  const before = await linesOf(page);
  expect(before[0]).toContain("walk-3");

  await send(gateway, "walk-4", "walk-5");
  const waiting = page.getByRole("button", { name: "2 new" });
  await waiting.waitFor();
  expect(await linesOf(page)).toEqual(before);

  await page.mouse.move(700, 20);
  await expect.poll(async () => (await linesOf(page))[0], slow).toContain("walk-5");
});

test("requests stay where they are while one has the focus", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  await send(gateway, "walk-1", "walk-2");
  const { page } = await visit(gateway, { path: "/requests" });
  await expect.poll(() => page.getByRole("row").count(), slow).toBe(1 + 2);
  await page.keyboard.press("j");
  const before = await linesOf(page);
  await send(gateway, "walk-3");
  const waiting = page.getByRole("button", { name: "1 new" });
  await waiting.waitFor();
  expect(await linesOf(page)).toEqual(before);
  await waiting.click();
  await expect.poll(async () => (await linesOf(page))[0], slow).toContain("walk-3");
});

test("older requests come below while one is pointed at, by the wheel and by keys", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  await send(gateway, ...Array.from({ length: 130 }, () => "walk-1"));
  const { page } = await visit(gateway, { path: "/requests" });
  const list = page.getByRole("grid", { name: "Requests" });
  const count = async () => Number(await list.getAttribute("aria-rowcount"));
  // Those of the first page, and what ended since.
  await expect.poll(count, slow).toBeGreaterThan(100);
  await page.mouse.move(0, 0);
  await list.getByRole("row").nth(2).hover();
  await page.mouse.wheel(0, 20_000);
  await expect.poll(count, slow).toBe(1 + 130);
  await expect(page.getByRole("button", { name: /^\d+ new$/ }).count()).resolves.toBe(0);

  await page.mouse.wheel(0, -20_000);
  for (let i = 0; i < 125; i += 1) await page.keyboard.press("j");
  const isInSight = () =>
    list.evaluate((grid) => {
      const row = document.getElementById(grid.getAttribute("aria-activedescendant") ?? "");
      const { top = -1, bottom = Number.POSITIVE_INFINITY } = row?.getBoundingClientRect() ?? {};
      return top > 0 && bottom <= innerHeight && row?.getAttribute("aria-rowindex");
    });
  await expect.poll(isInSight, slow).toBe("126");
});

test("whoever comes to the end before the first answer gets what is older with it", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  await send(gateway, ...Array.from({ length: 130 }, () => "walk-1"));
  const { page } = await visit(gateway, { path: "/" });
  const { promise: isTime, resolve: answer } = Promise.withResolvers<undefined>();
  await page.route(/requests\.list/, async (route) => {
    await isTime;
    await route.continue();
  });
  await page
    .getByRole("navigation", { name: "Pages" })
    .getByRole("link", { name: "Requests" })
    .click();
  const list = page.getByRole("grid", { name: "Requests" });
  const count = async () => Number(await list.getAttribute("aria-rowcount"));
  // Those that ended since are known without an answer.
  await expect.poll(count, slow).toBe(1 + 100);
  await list.getByRole("row").nth(2).hover();
  await page.mouse.wheel(0, 20_000);
  await expect
    .poll(() => list.getByRole("row").nth(5).getAttribute("aria-rowindex"), slow)
    .not.toBe("6");
  answer(undefined);
  await expect.poll(count, slow).toBe(1 + 130);
});

test("lines are as high as the place that they have, whatever the width", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  await send(gateway, "walk-1", "walk-2", "walk-3");
  const { page } = await visit(gateway, { path: "/requests" });
  await expect.poll(() => page.getByRole("row").count(), slow).toBe(1 + 3);
  const gaps = () =>
    page.locator("tbody tr").evaluateAll((rows) => {
      const boxes = rows.map((row) => row.getBoundingClientRect());
      return boxes.slice(1).map(({ top }, at) => Math.round(top - (boxes[at]?.bottom ?? 0)));
    });
  for (const width of [390, 1_440]) {
    await page.setViewportSize({ width, height: 844 });
    await expect.poll(gaps, slow).toEqual([0, 0]);
  }
});

test("events stay where they are while one is pointed at", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0 }, provider: { retries: { maxAttempts: 1 } } });
  const fail = async (status: 500 | 502 | 503): Promise<void> => {
    gateway.upstream.inject({ fault: { kind: "server_error", status }, times: 1 });
    await expect(send(gateway, "torn")).rejects.toThrow(String(status));
  };
  await fail(500);
  await fail(502);
  const { page } = await visit(gateway, { path: "/events?level=error" });
  const rows = page.getByRole("row").filter({ hasText: "local answered" });
  await expect.poll(() => rows.count(), slow).toBe(2);
  await rows.nth(1).hover();
  const before = await linesOf(page);
  expect(before[0]).toContain("502");
  await fail(503);
  await page.getByRole("button", { name: "1 new" }).waitFor();
  expect(await linesOf(page)).toEqual(before);
  await page.mouse.move(700, 20);
  await expect.poll(async () => (await linesOf(page))[0], slow).toContain("503");
});

test("a list that has the focus is held though the pointer leaves it", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  await send(gateway, "walk-1", "walk-2");
  const { page } = await visit(gateway, { path: "/sessions" });
  const rows = page.getByRole("row").filter({ hasText: "walk-" });
  await expect.poll(() => rows.count(), slow).toBe(2);
  await page.keyboard.press("j");
  await rows.nth(1).hover();
  await page.mouse.move(700, 20);
  const before = await linesOf(page);
  await send(gateway, "walk-3");
  await page.getByRole("button", { name: "1 new" }).waitFor();
  expect(await linesOf(page)).toEqual(before);
});

test("a click holds a list no longer than the pointer is on it, and a key after it does", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  await send(gateway, "walk-1", "walk-2");
  const { page } = await visit(gateway, { path: "/requests" });
  const rows = page.getByRole("grid", { name: "Requests" }).getByRole("row");
  await expect.poll(() => rows.count(), slow).toBe(1 + 2);
  await rows.nth(1).click();
  const drawer = page.getByRole("dialog", { name: /^Request/ });
  await drawer.getByRole("button", { name: "Close" }).click();
  await drawer.waitFor({ state: "detached" });
  await page.mouse.move(700, 20);
  await send(gateway, "walk-3");
  await expect.poll(async () => (await linesOf(page))[0], slow).toContain("walk-3");

  await page.keyboard.press("j");
  const before = await linesOf(page);
  await send(gateway, "walk-4");
  await page.getByRole("button", { name: "1 new" }).waitFor();
  expect(await linesOf(page)).toEqual(before);
});

test("an event that is told again and again is one line, and its repeats are there to open", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 }, provider: { retries: { maxAttempts: 1 } } });
  gateway.upstream.inject({ fault: { kind: "server_error", status: 500 }, times: 3 });
  for (let i = 0; i < 3; i += 1) await expect(send(gateway, "torn")).rejects.toThrow("500");
  const { page } = await visit(gateway, { path: "/events?level=error" });
  const rows = page.getByRole("row").filter({ hasText: "local answered" });
  const times = page.getByRole("button", { name: /^3 times/ });
  await times.waitFor();
  expect(await rows.count()).toBe(1);
  await times.hover();
  gateway.upstream.inject({ fault: { kind: "server_error", status: 502 }, times: 1 });
  await expect(send(gateway, "torn")).rejects.toThrow("502");
  const waiting = page.getByRole("button", { name: "1 new" });
  await waiting.waitFor();
  await times.click();
  await expect.poll(() => rows.count(), slow).toBe(3);
  expect(await waiting.isVisible()).toBe(true);
  await rows.nth(2).click();
  await page.getByRole("dialog", { name: /^Request/ }).waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => rows.count(), slow).toBe(3 + 1);
  await times.click();
  await expect.poll(() => rows.count(), slow).toBe(1 + 1);
});

test("what lies below the verdict stays where it is when its sentence gets shorter again", async ({
  stage,
  visit,
}) => {
  const { page } = await visit(await stage({ upstream: { pace: 0 } }), { path: "/events" });
  const verdict = page.getByRole("region", { name: "Verdict" });
  const height = async () => Math.round((await verdict.boundingBox())?.height ?? 0);
  const sentence = verdict.locator("p");
  const usual = await height();
  await sentence.evaluate((p) => p.append("It says more than fits in a line. ".repeat(10)));
  await expect.poll(height, slow).toBeGreaterThan(usual + 10);
  const grown = await height();
  await sentence.evaluate((p) => p.lastChild?.remove());
  await page.waitForTimeout(200);
  expect(await height()).toBe(grown);

  await page.setViewportSize({ width: 1_300, height: 800 });
  await expect.poll(height, slow).toBe(usual);
});

test("a list that was emptied under the pointer is let go", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  await send(gateway, "walk-1");
  const { page } = await visit(gateway, { path: "/sessions" });
  const rows = page.getByRole("row").filter({ hasText: "walk-" });
  await expect.poll(() => rows.count(), slow).toBe(1);
  await page.getByLabel("Search sessions").focus();
  await rows.first().hover();
  await page.keyboard.type("zzzz");
  await page.getByText("No session fits these filters").waitFor();
  await page.mouse.move(700, 20);
  for (let i = 0; i < 4; i += 1) await page.keyboard.press("Backspace");
  await expect.poll(() => rows.count(), slow).toBe(1);
  await send(gateway, "walk-2");
  await expect.poll(() => rows.count(), slow).toBe(2);
});

test("a list is made anew under another filter, though it is pointed at", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 }, provider: { retries: { maxAttempts: 1 } } });
  for (const status of [500, 502] as const) {
    gateway.upstream.inject({ fault: { kind: "server_error", status }, times: 1 });
    await expect(send(gateway, "torn")).rejects.toThrow(String(status));
  }
  const { page } = await visit(gateway, { path: "/events?level=error" });
  const rows = page.getByRole("row").filter({ hasText: "local answered" });
  await expect.poll(() => rows.count(), slow).toBe(2);
  await page.getByLabel("Text").focus();
  await rows.first().hover();
  await page.keyboard.type("502");
  await expect.poll(() => rows.count(), slow).toBe(1);
});

test("a list is let go when what had the focus in it is gone", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  await send(gateway, ...Array.from({ length: 90 }, () => "walk-1"));
  const { page } = await visit(gateway, { path: "/requests" });
  const list = page.getByRole("grid", { name: "Requests" });
  await expect.poll(async () => Number(await list.getAttribute("aria-rowcount")), slow).toBe(91);
  await list.getByRole("row").nth(2).getByRole("checkbox").click();
  await list.hover();
  await page.mouse.wheel(0, 20_000);
  await page.mouse.move(700, 20);
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName), slow).toBe("BODY");
  await send(gateway, "walk-2");
  await list.evaluate((grid) => grid.parentElement?.scrollTo(0, 0));
  await expect.poll(async () => (await linesOf(page))[0], slow).toContain("walk-2");
});
