import { expect } from "vitest";
import { test } from "./test.ts";

const messages = [{ role: "user" as const, content: "Hello." }];

test("page, window, filters and the open request stand in the URL", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  gateway.upstream.inject({ match: { model: "steady-1" }, fault: { kind: "server_error" } });
  await gateway.openai("fine").chat.completions.create({ model: "local/swift-1", messages });
  for (const session of ["torn-1", "torn-2"]) {
    const call = gateway
      .openai(session)
      .chat.completions.create({ model: "local/steady-1", messages });
    await expect(call).rejects.toThrow("503");
  }
  const { page, context } = await visit(gateway, { path: "/requests" });
  const rows = page
    .getByRole("row")
    .filter({ hasText: "swift-1" })
    .or(page.getByRole("row").filter({ hasText: "steady-1" }));
  await expect.poll(() => rows.count()).toBe(3);
  await page.getByRole("combobox", { name: "outcome" }).selectOption("failed");
  await expect.poll(() => rows.count()).toBe(2);
  await page.getByLabel("Search requests").fill("torn-2");
  await expect.poll(() => rows.count()).toBe(1);
  await page.getByRole("button", { name: "age", exact: true }).click();
  await rows.first().click();
  const drawer = page.getByRole("dialog", { name: /^Request/ });
  await drawer.getByText("torn-2", { exact: true }).waitFor();

  const check = async (at: typeof page) => {
    const again = at.getByRole("dialog", { name: /^Request/ });
    await again.getByText("torn-2", { exact: true }).waitFor();
    await at.keyboard.press("Escape");
    await again.waitFor({ state: "detached" });
    expect(await at.getByLabel("Search requests").inputValue()).toBe("torn-2");
    expect(await at.getByRole("combobox", { name: "outcome" }).inputValue()).toBe("failed");
    await expect.poll(() => at.getByRole("row").count()).toBe(2);
    const sorted = at.getByRole("columnheader", { name: /^age\b/ });
    expect(await sorted.getAttribute("aria-sort")).toBe("descending");
  };
  const shared = page.url();
  await page.reload();
  await check(page);
  const other = await context.newPage();
  await other.goto(shared);
  await check(other);
});

test("Back closes what was opened and returns to the window before", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  await gateway.openai("fine").chat.completions.create({ model: "local/swift-1", messages });
  const { page } = await visit(gateway, { path: "/?window=15m" });
  const time = page.getByRole("navigation", { name: "Time" });
  await page.getByRole("list", { name: "Figures" }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await page.waitForURL("**/requests?window=15m");
  // The address changes first; the Overview, which names the model too, stays until the list is there.
  const list = page.getByRole("grid", { name: "Requests" });
  await list.getByRole("row").filter({ hasText: "swift-1" }).click();
  const drawer = page.getByRole("dialog", { name: /^Request/ });
  await drawer.waitFor();
  await page.goBack();
  await drawer.waitFor({ state: "detached" });
  await time.getByText("Live").click();
  await page.waitForURL("**/requests");
});
