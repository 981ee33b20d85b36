import { expect } from "vitest";
import { test } from "./test.ts";

const messages = [{ role: "user" as const, content: "Hello there." }];
const model = "local/swift-1";

test("channels and clients lead to their requests, in the window that is shown", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  await gateway.openai("fine").chat.completions.create({ model, messages });
  gateway.upstream.inject({ fault: { kind: "context_length" }, times: 3 });
  for (let n = 0; n < 3; n += 1) {
    await expect(
      gateway.openai("long").chat.completions.create({ model, messages }),
    ).rejects.toMatchObject({ status: 400 });
  }
  await gateway.admin.agent.send.mutate({ message: "Hello." });
  const { page } = await visit(gateway, { path: "/channels?window=1h" });

  const channels = page.getByRole("grid", { name: /^Channels/ });
  await channels.getByText("3 of 4 requests failed").waitFor();
  await channels.getByRole("link", { name: "openai" }).click();
  await page.getByRole("row").filter({ hasText: "fine" }).waitFor();
  const asked = new URL(page.url()).searchParams;
  expect([asked.get("channel"), asked.get("window")]).toEqual(["openai", "1h"]);
  const rows = page.locator("table[aria-label=Requests] tbody tr");
  await expect.poll(() => rows.count()).toBe(4);

  await page.goBack();
  const shop = page
    .getByRole("grid", { name: /^Clients/ })
    .getByRole("row")
    .filter({ hasText: "shop" });
  await shop.getByRole("link", { name: /^3 · 75\.0 %/ }).click();
  await expect.poll(() => rows.count()).toBe(3);
  await expect.poll(() => rows.filter({ hasText: "long" }).count()).toBe(3);
  const failed = new URL(page.url()).searchParams;
  expect([failed.get("client"), failed.get("outcome")]).toEqual(["shop", "failed"]);
});

test("who is turned away at the door is told with why, and is no failure", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  const { page } = await visit(gateway, { path: "/channels" });
  await page.getByText("Nobody was turned away.").waitFor();
  for (let n = 0; n < 2; n += 1) {
    const headers = { authorization: "Bearer sbx_no.body" };
    await fetch(`${gateway.url}/v1/messages`, { method: "POST", headers, body: "{}" });
  }
  const refusals = page.getByRole("grid", { name: /^Turned away/ });
  const row = refusals.getByRole("row").filter({ hasText: "401" });
  await row.getByText("No token came, or one that does not hold.").waitFor();
  await expect.poll(() => row.innerText()).toMatch(/anthropic\s+not known\s+2/);
  const channel = page
    .getByRole("grid", { name: /^Channels/ })
    .getByRole("row")
    .filter({ hasText: "anthropic" });
  await expect.poll(() => channel.innerText()).toMatch(/quiet[\s\S]*401 ×2/);
});

test("a tool leads to the requests that called it, those that ended too", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  const asked = { message: "What time is it?", agent: "support", sessionId: "asks-the-clock" };
  await gateway.admin.agent.send.mutate(asked);
  await gateway.admin.agent.send.mutate({ message: "Hello.", sessionId: "asks-nothing" });
  const { page } = await visit(gateway, { path: "/tools" });
  await page.getByRole("link", { name: "clock" }).click();
  const rows = page.locator("table[aria-label=Requests] tbody tr");
  await rows.filter({ hasText: "asks-t" }).waitFor();
  expect(await rows.count()).toBe(1);
});
