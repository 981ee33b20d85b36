import { expect } from "vitest";
import { test } from "./test.ts";
import { violations } from "./violations.ts";

const dressed = { colorScheme: "dark" } as const;

test("health says how each part is and since when, and leads to the events around it", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  const { page } = await visit(gateway, dressed);
  const nav = page.getByRole("navigation", { name: "Pages" });
  await nav
    .getByRole("link", { name: /^Health/ })
    .getByText("ok")
    .waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await page.waitForURL("**/gateway");
  const components = page.getByRole("table", { name: /^Components of the gateway/ });
  const lanes = components.getByRole("row").filter({ hasText: /^lanes/ });
  await lanes.getByText("ok", { exact: true }).waitFor();
  for (const title of ["Event loop", "Memory", "Disk free", "History lag", "Live view"]) {
    await page.getByRole("region", { name: title, exact: true }).locator("canvas").waitFor();
  }
  await page
    .getByText(/free of/)
    .first()
    .waitFor();
  const found = await violations(page, "health");
  expect(found).toEqual([]);

  await gateway.admin.lanes.pause.mutate({ all: true, reason: "update" });
  await lanes.getByText("warn", { exact: true }).waitFor();
  await nav
    .getByRole("link", { name: /^Health/ })
    .getByText("warn")
    .waitFor();
  await lanes.getByText(/all lanes are paused by/).waitFor();
  await lanes.getByRole("link", { name: "lanes" }).click();
  await page.waitForURL("**/events?window=4m");
  await page.getByRole("row").filter({ hasText: "update" }).first().waitFor();
});

test("a past moment has the health of then", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  await gateway.admin.lanes.pause.mutate({ all: true, reason: "update" });
  const statusAt = async (t: number) =>
    (await gateway.admin.history.at.query({ t })).components?.find(({ name }) => name === "lanes")
      ?.status;
  await expect.poll(() => statusAt(Date.now()), { timeout: 10_000 }).toBe("warn");
  const then = Date.now();
  await gateway.admin.lanes.resume.mutate({ all: true });
  await expect.poll(() => statusAt(Date.now()), { timeout: 10_000 }).toBe("ok");
  const { page } = await visit(gateway, { path: `/gateway?at=${then}` });
  const row = page
    .getByRole("table", { name: /^Components of the gateway/ })
    .getByRole("row")
    .filter({ hasText: /^lanes/ });
  await row.getByText("warn", { exact: true }).waitFor();
  await row.getByText(/all lanes are paused by/).waitFor();
  await page.getByRole("columnheader", { name: "why, as it was said then" }).waitFor();
  const verdict = page.getByRole("region", { name: "Verdict" });
  await verdict.getByRole("link", { name: /not well/ }).click();
  const notWell = page.getByRole("dialog", { name: "Evidence" }).getByRole("region", {
    name: "Not well",
  });
  await notWell.getByText(/all lanes are paused by/).waitFor();
});
