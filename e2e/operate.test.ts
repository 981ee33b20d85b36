import type { Page } from "playwright-core";
import { expect } from "vitest";
import { test } from "./test.ts";

const messages = [{ role: "user" as const, content: "Hello there." }];

/** Opens the request of that session from the Requests page. */
async function openRequest(page: Page, session: string) {
  await page.getByRole("row").filter({ hasText: session }).first().click();
  return page.getByRole("dialog", { name: /^Request/ });
}

test("a request that was tried again shows each attempt and the wait between", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  gateway.upstream.inject({ fault: { kind: "rate_limit", retryAfterMs: 1_000 }, times: 1 });
  await gateway.openai("again").chat.completions.create({ model: "local/swift-1", messages });
  const { page } = await visit(gateway, { path: "/requests" });
  const drawer = await openRequest(page, "again");
  await drawer.getByText("attempt 2 of model call 1").waitFor();
  await drawer.getByText("attempt 1 failed · rate_limit").waitFor();
  await drawer.getByText(/429 from local, Retry-After 1\.00 s, retried after 1\.\d\d s/).waitFor();
  await drawer.getByRole("listitem").filter({ hasText: "backoff Retry-After" }).waitFor();
});

test("an agent that went on with another model says who failed and who answered", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({
    upstream: { pace: 0 },
    provider: { retries: { maxAttempts: 1 } },
    agents: { backed: { model: "local/steady-1", fallback: ["local/swift-1"] } },
  });
  gateway.upstream.inject({ match: { model: "steady-1" }, fault: { kind: "server_error" } });
  await gateway.openai("turned").chat.completions.create({ model: "backed", messages });
  const { page } = await visit(gateway, { path: "/requests" });
  const drawer = await openRequest(page, "turned");
  await drawer.getByText("attempt 1 failed · upstream_5xx").waitFor();
  await drawer.getByText(/then local · swift-1/).waitFor();
  await drawer.getByText("model · local · swift-1").waitFor();
});

test("a model is paused and resumed, and its calls wait meanwhile", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  const call = async (session: string) =>
    gateway.openai(session).chat.completions.create({ model: "local/swift-1", messages });
  await call("before");
  const { page } = await visit(gateway, { path: "/models" });
  await page.getByRole("button", { name: "pause local swift-1" }).click();
  const question = page.getByRole("dialog", { name: /^Pause local · swift-1/ });
  await question.getByText("100 % of requests will fail").waitFor();
  await question.getByText("100 % of the model calls").waitFor();
  await question.getByLabel(/^Reason/).fill("looking into it");
  await question.getByRole("button", { name: "Pause it" }).click();
  await page
    .getByText(/looking into it/)
    .first()
    .waitFor();
  const held = call("held");
  await expect
    .poll(async () => (await gateway.admin.system.activeRequests.query())[0]?.phaseDetail)
    .toBe("paused");
  await page.getByRole("button", { name: "resume local swift-1" }).click();
  await page.getByRole("button", { name: "Resume it" }).click();
  await held;
  const [resumed, paused] = (await gateway.admin.audit.list.query({ limit: 2 })).entries;
  expect(paused).toMatchObject({ action: "model.paused", reason: "looking into it" });
  expect(resumed).toMatchObject({ action: "model.resumed" });
});

test("all lanes are paused and resumed, and what waits says for what", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  const { page } = await visit(gateway, { path: "/lanes" });
  await page.getByRole("button", { name: "Pause all…" }).click();
  await page.getByRole("button", { name: "Pause all lanes" }).click();
  await page.getByRole("button", { name: "Resume all…" }).waitFor();
  const held = gateway
    .openai("held")
    .chat.completions.create({ model: "support", messages: [{ role: "user", content: "Hi." }] });
  const row = page.getByRole("row").filter({ hasText: "openai · held" });
  await row.getByRole("cell", { name: "paused", exact: true }).waitFor();
  await page.getByRole("button", { name: "Resume all…" }).click();
  await page.getByRole("button", { name: "Resume all lanes" }).click();
  await held;
});

test("a viewer sees what could be done, and why not by them", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  const { page } = await visit(gateway, { path: "/lanes", role: "viewer" });
  const pause = page.getByRole("button", { name: "Pause all…" });
  await expect.poll(() => pause.getAttribute("aria-disabled")).toBe("true");
  await pause.hover();
  await page.getByText("only an operator or an admin may pause or clear lanes").waitFor();
});
