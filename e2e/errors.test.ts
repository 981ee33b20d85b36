import { expect } from "vitest";
import type { Page } from "playwright-core";
import type { Stage } from "./stage.ts";
import { test } from "./test.ts";

const messages = [{ role: "user" as const, content: "Hello there." }];
/** For a machine that is busy with other things too. */
const slow = { timeout: 15_000 } as const;

/** One attempt a request, so that each failure is one. */
const impatient = { upstream: { pace: 0 }, provider: { retries: { maxAttempts: 1 } } } as const;

/** Six answers, three failures of one model, and one of another kind. */
async function causeFailures(gateway: Stage): Promise<void> {
  const call = (model: string, session: string) =>
    gateway.openai(session).chat.completions.create({ model, messages });
  for (let i = 0; i < 6; i += 1) await call("local/swift-1", `calm-${i}`);
  gateway.upstream.inject({ match: { model: "steady-1" }, fault: { kind: "server_error" } });
  for (const session of ["torn-1", "torn-2", "torn-3"]) {
    await expect(call("local/steady-1", session)).rejects.toThrow("503");
  }
  gateway.upstream.clearFaults();
  gateway.upstream.inject({ fault: { kind: "context_length" }, times: 1 });
  await expect(call("local/swift-1", "long-1")).rejects.toThrow("400");
  await expect.poll(async () => (await gateway.admin.errors.count.query()).failures, slow).toBe(4);
}

const groupOf = (page: Page, kind: string) =>
  page.getByRole("grid", { name: "Failures" }).getByRole("row").filter({ hasText: kind });

test("a group of failures leads to a failed request in two clicks, and to all of them", async ({
  stage,
  visit,
}) => {
  const gateway = await stage(impatient);
  await causeFailures(gateway);
  const { page } = await visit(gateway, { path: "/?window=1h" });
  const entry = page.getByRole("navigation", { name: "Pages" }).getByRole("link", {
    name: /^Errors/,
  });
  await entry.getByText("2", { exact: true }).waitFor();
  await entry.click();
  const group = groupOf(page, "upstream_5xx");
  await group.getByText("100 %").first().waitFor();
  const words = await group.innerText();
  expect(words).toMatch(/on local · steady-1\s*; of all other requests 0 %/);
  expect(words).toMatch(/\b3\b/);
  expect(await groupOf(page, "context_length").count()).toBe(1);

  await group.click();
  const drawer = page.getByRole("dialog", { name: /^Request/ });
  await drawer.getByText("attempt 1 failed · upstream_5xx").waitFor();
  expect(new URL(page.url()).searchParams.get("window")).toBe("1h");
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });

  await group.getByRole("link", { name: /^its requests/ }).click();
  const list = page.getByRole("grid", { name: "Requests" });
  await expect
    .poll(() => list.getByRole("row").filter({ hasText: "failed" }).count(), slow)
    .toBe(3);
  expect(await list.getByRole("row").count()).toBe(1 + 3);
  const { pathname, searchParams } = new URL(page.url());
  expect([pathname, searchParams.get("window")]).toEqual(["/requests", "1h"]);
  await list.getByRole("row").filter({ hasText: "failed" }).first().click();
  await drawer.getByText("attempt 1 failed · upstream_5xx").waitFor();
  // And back from the request to all that failed like it.
  await drawer.getByRole("link", { name: /^Failures like this/ }).click();
  await group.waitFor();
  expect(await page.getByRole("grid", { name: "Failures" }).getByRole("row").count()).toBe(1 + 1);
});

test("filters, order and keys of the failures stand in the address", async ({ stage, visit }) => {
  const gateway = await stage(impatient);
  await causeFailures(gateway);
  const { page } = await visit(gateway, { path: "/errors" });
  const rows = page.getByRole("grid", { name: "Failures" }).getByRole("row");
  await expect.poll(() => rows.count(), slow).toBe(1 + 2);
  expect(await rows.nth(1).innerText()).toContain("upstream_5xx");
  await page.getByRole("button", { name: "seen" }).click();
  await expect.poll(() => rows.nth(1).innerText()).toContain("context_length");
  await page.reload();
  await expect.poll(() => rows.count(), slow).toBe(1 + 2);
  expect(await rows.nth(1).innerText()).toContain("context_length");

  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog", { name: /^Request/ });
  await drawer.getByText("attempt 1 failed · context_length").waitFor();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });

  await page.getByRole("combobox", { name: "error" }).selectOption("upstream_5xx");
  await expect.poll(() => rows.count(), slow).toBe(1 + 1);
  await page.getByLabel("Search failures").fill("no such words");
  await page.getByText("No failure fits these filters").waitFor();
  await page.reload();
  await page.getByText("No failure fits these filters").waitFor();
  await page.getByRole("button", { name: "Clear filters" }).last().click();
  await expect.poll(() => rows.count(), slow).toBe(1 + 2);

  const before = Date.now() - 3_600_000;
  await page.goto(`${gateway.url}/errors?window=15m&at=${before}`);
  await page.getByRole("group", { name: "Past moment" }).waitFor();
  await page.getByRole("button", { name: "Look at 24 hours" }).waitFor();
});

test("a group that comes into sight tells its newest figures", async ({ stage, visit }) => {
  const gateway = await stage(impatient);
  const fail = async (
    kind: "context_length" | "malformed" | "empty" | "server_error",
    times: number,
  ) => {
    for (let i = 0; i < times; i += 1) {
      gateway.upstream.inject({ fault: { kind }, times: 1 });
      const call = gateway.openai().chat.completions.create({ model: "local/swift-1", messages });
      await expect(call).rejects.toThrow();
    }
  };
  await fail("server_error", 1);
  await fail("context_length", 3);
  await fail("empty", 3);
  await fail("malformed", 3);
  const { page } = await visit(gateway, { path: "/errors" });
  await page.setViewportSize({ width: 1_440, height: 300 });
  const group = groupOf(page, "upstream_5xx");
  await expect.poll(() => group.innerText(), slow).toMatch(/\b1\s+failures/);
  expect(await group.evaluate((row) => row.getBoundingClientRect().top)).toBeGreaterThan(300 + 64);

  await fail("server_error", 1);
  await page.getByText("4 groups, 11 failures").waitFor();
  await group.scrollIntoViewIfNeeded();
  await expect.poll(() => group.innerText(), slow).toMatch(/\b2\s+failures/);
});
