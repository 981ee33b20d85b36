import { expect } from "vitest";
import { clientFor } from "./stage.ts";
import { test } from "./test.ts";

const messages = [{ role: "user" as const, content: "Hello there." }];
/** For a machine that is busy with other things too. */
const slow = { timeout: 15_000 } as const;

test("a session leads to its conversation, its tools and the request that failed", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 }, provider: { retries: { maxAttempts: 1 } } });
  const { admin, upstream } = gateway;
  await admin.agent.send.mutate({ message: "What is 12 * 12?", sessionId: "sums" });
  upstream.inject({ fault: { kind: "context_length" }, times: 1 });
  const failing = admin.agent.send.mutate({ message: "And 13 * 13?", sessionId: "sums" });
  await expect(failing).rejects.toThrow();
  await gateway.openai("calm").chat.completions.create({ model: "local/swift-1", messages });

  const { page } = await visit(gateway, { path: "/sessions?window=1h" });
  const grid = page.getByRole("grid", { name: "Sessions" });
  await expect.poll(() => grid.getByRole("row").count(), slow).toBe(1 + 2);
  await page.getByRole("button", { name: "with failures" }).click();
  await expect.poll(() => grid.getByRole("row").count(), slow).toBe(1 + 1);
  await page.reload();
  await expect.poll(() => grid.getByRole("row").count(), slow).toBe(1 + 1);
  await grid.getByRole("link", { name: "sums" }).click();

  await page.getByRole("heading", { name: "Session sums", level: 1 }).waitFor();
  await page.getByText("What is 12 * 12?", { exact: true }).waitFor();
  const calls = page.getByRole("listitem").filter({ hasText: "calls calculator" });
  await calls.getByText(/^calculator \{/).waitFor();
  await page.getByRole("listitem").filter({ hasText: /^tool/ }).getByText("144").first().waitFor();
  expect(new URL(page.url()).searchParams.get("window")).toBe("1h");

  const requests = page.getByRole("table", { name: "Requests, in the order they came" });
  await expect.poll(() => requests.getByRole("row").count(), slow).toBe(1 + 2);
  await requests.getByRole("row").nth(2).getByText("context_length").last().waitFor();
  await requests.getByRole("row").nth(2).click();
  const drawer = page.getByRole("dialog", { name: /^Request/ });
  await drawer.getByText("attempt 1 failed · context_length").waitFor();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });
  await page.getByRole("link", { name: "1", exact: true }).click();
  const list = page.getByRole("grid", { name: "Requests" });
  await expect.poll(() => list.getByRole("row").count(), slow).toBe(1 + 1);
});

test("a cost of which not all is known is told as at least so much", async ({ stage, visit }) => {
  const gateway = await stage({
    upstream: { pace: 0 },
    prices: { "local/swift-1": { inputPerMTok: 1, outputPerMTok: 1_000 } },
  });
  const client = gateway.openai("mixed");
  for (const model of ["local/swift-1", "local/steady-1"]) {
    await client.chat.completions.create({ model, messages });
  }
  const { page } = await visit(gateway, { path: "/sessions" });
  const cost = page.getByRole("row").filter({ hasText: "mixed" }).getByText(/^≥ \$/);
  await cost.waitFor();
  expect(await cost.getAttribute("title")).toBe("1 request has no known cost");
  await page.goto(`${gateway.url}/models`);
  const none = page.getByRole("row").filter({ hasText: "steady-1" });
  await none.getByTitle("1 call has no known price").waitFor();
  await page.goto(`${gateway.url}/`);
  const tile = page.getByRole("list", { name: "Figures" });
  expect(await tile.getByTitle("1 call has no known price").innerText()).toContain("≥ $");
});

test("two clients that give the same name have each a session of their own", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  for (const [name, content] of [
    ["crm", "The first client asks."],
    ["till", "The second client asks."],
  ] as const) {
    const client = clientFor(gateway.url, await gateway.mint("ingest", name), "chat");
    await client.chat.completions.create({
      model: "support",
      messages: [{ role: "user", content }],
    });
  }
  const { page } = await visit(gateway, { path: "/requests" });
  const row = page.getByRole("row").filter({ hasText: "chat" }).filter({ hasText: "crm" });
  // The list's own link leads to the session; the rest of the row to the request.
  await row.getByRole("link", { name: "chat" }).click();
  await page.getByRole("heading", { name: "Session chat", level: 1 }).waitFor();
  await page.getByText("The first client asks.").first().waitFor();
  expect(await page.getByText("The second client asks.").count()).toBe(0);
  await page.goBack();
  await page.getByRole("row").filter({ hasText: "till" }).first().click();
  const drawer = page.getByRole("dialog", { name: /^Request/ });
  await drawer.getByRole("button", { name: "Open session" }).click();
  await page.getByText("The second client asks.").first().waitFor();
  expect(await page.getByText("The first client asks.").count()).toBe(0);
});

test("in a list that is longer than its room the row that keys are at stays in sight", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  const sessions = Array.from({ length: 45 }, (_, n) => `talk-${n}`);
  for (const session of sessions) {
    await gateway.openai(session).chat.completions.create({ model: "local/swift-1", messages });
  }
  const { page } = await visit(gateway, { path: "/sessions" });
  const grid = page.getByRole("grid", { name: "Sessions" });
  await grid.getByRole("row").nth(1).waitFor();
  await expect.poll(() => grid.getAttribute("aria-rowcount"), slow).toBe(String(1 + 45));
  // Only those in sight are in the page.
  expect(await grid.getByRole("row").count()).toBeLessThan(45);
  for (const _ of sessions) {
    await page.keyboard.press("j");
    await expect.poll(() => grid.getAttribute("aria-activedescendant"), slow).not.toBeNull();
    const id = await grid.getAttribute("aria-activedescendant");
    const isInSight = await page.evaluate((row) => {
      const box = document.getElementById(row ?? "")?.getBoundingClientRect();
      const list = document.querySelector("[role=grid]")?.parentElement?.getBoundingClientRect();
      return (
        box !== undefined && list !== undefined && box.top > list.top && box.bottom <= list.bottom
      );
    }, id);
    expect(isInSight).toBe(true);
  }
});
