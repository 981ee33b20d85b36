import { measureStream } from "@signalbox/practice/driver";
import { expect } from "vitest";
import type { Stage } from "./stage.ts";
import { test } from "./test.ts";
import { violations } from "./violations.ts";

/** For a machine that is busy with other things too. */
const slow = { timeout: 10_000 } as const;
const messages = [{ role: "user" as const, content: "Hello there." }];
const dressed = { colorScheme: "dark" } as const;

/** Six answers and four failures, all of them on one model and from two clients. */
async function causeTrouble(gateway: Stage): Promise<void> {
  gateway.upstream.inject({ match: { model: "steady-1" }, fault: { kind: "server_error" } });
  for (let i = 0; i < 6; i += 1) {
    await measureStream(gateway.openai("calm"), { model: "local/swift-1", messages });
  }
  for (let i = 0; i < 4; i += 1) {
    await measureStream(gateway.openai("torn"), { model: "local/steady-1", messages });
  }
}

test(
  "one click on the sentence shows what it rests on, in the sentence's own figures",
  { timeout: 90_000 },
  async ({ stage, visit }) => {
    const gateway = await stage({
      upstream: { pace: 0 },
      provider: { retries: { maxAttempts: 1 }, breaker: { failures: 100 } },
    });
    await causeTrouble(gateway);
    const { page, context } = await visit(gateway, dressed);
    const verdict = page.getByRole("region", { name: "Verdict" });
    await verdict.getByRole("link", { name: /^4 of 10 requests failed/ }).click();
    await page.waitForURL("**/?evidence=1");
    const evidence = page.getByRole("dialog", { name: "Evidence" });
    const counts = evidence.getByRole("region", { name: "Counts" });
    await counts.getByText("4 of 10 · 40 %").waitFor();
    expect(await counts.innerText()).toContain("upstream_5xx 4");
    const table = evidence.getByRole("region", { name: "Failed against the rest" });
    const lineOf = (name: string) => table.getByRole("row").filter({ hasText: name });
    expect(await lineOf("local · steady-1").innerText()).toMatch(/4 of 4\s+100 %\s+0 %/);
    expect(await lineOf("local · swift-1").innerText()).toMatch(/0 of 6\s+0 %\s+100 %/);
    expect(await lineOf("shop").innerText()).toMatch(/4 of 10\s+100 %\s+100 %/);
    const samples = evidence.getByRole("region", { name: "Samples" }).getByRole("listitem");
    await expect.poll(() => samples.count(), slow).toBe(3);
    expect(await violations(page, "evidence")).toEqual([]);

    const other = await context.newPage();
    await other.goto(page.url());
    await other.getByRole("dialog", { name: "Evidence" }).getByText("4 of 10 · 40 %").waitFor();
    await other.close();

    await samples.first().click();
    const drawer = page.getByRole("dialog", { name: /^Request/ });
    await drawer.getByText("upstream_5xx").first().waitFor();
    await page.goBack();
    await counts.waitFor();
    await table.getByRole("link", { name: "local · steady-1" }).click();
    await page.waitForURL("**/requests?outcome=failed&provider=local&model=steady-1&window=5m");
    await expect.poll(() => page.getByRole("row").count(), slow).toBe(1 + 4);

    await page.goto(gateway.url);
    await verdict.getByRole("link", { name: "4 requests" }).click();
    await page.waitForURL("**/requests?outcome=failed&window=5m");
    await expect.poll(() => page.getByRole("row").count(), slow).toBe(1 + 4);
  },
);

test("what is slow is in the evidence, with calls that took long", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  gateway.upstream.inject({ match: { model: "steady-1" }, fault: { kind: "slow", ttftMs: 700 } });
  const send = (session: string, model: string) =>
    measureStream(gateway.openai(session), { model: `local/${model}`, messages });
  for (let i = 0; i < 6; i += 1) await send(`quick-${i}`, "swift-1");
  await Promise.all(Array.from({ length: 6 }, (_, i) => send(`late-${i}`, "steady-1")));
  const { page } = await visit(gateway, dressed);
  // What lies over the page hides the rest from those who can't see, its navigation too.
  await page.goto(`${gateway.url}/?evidence=1`);
  const evidence = page.getByRole("dialog", { name: "Evidence" });
  const speed = evidence.getByRole("region", { name: "Speed" });
  const lineOf = (name: string) =>
    speed.getByRole("row").filter({ hasText: "first token" }).filter({ hasText: name });
  await lineOf("local · steady-1").getByText("slow").waitFor();
  expect(await lineOf("local · swift-1").innerText()).not.toContain("slow");
  // There was no hour before: it says so, and compares with nothing.
  expect(await lineOf("local · steady-1").innerText()).toMatch(/too few/);
  expect(await violations(page, "speed")).toEqual([]);
  const samples = evidence.getByRole("region", { name: "Slow samples" }).getByRole("listitem");
  await expect.poll(() => samples.count(), slow).toBe(3);
  // 700 ms at least, and whatever a busy machine adds.
  const told = await samples.first().innerText();
  expect(told).toMatch(/late-\d[^]*first token (?:[789]\d\d ms|[1-9][\d.]* s)/);
  const firstToken = /first token [\d.]+ m?s/.exec(told)?.[0] ?? "";
  await lineOf("local · steady-1").getByRole("link").click();
  await page.waitForURL(/\/requests\?call=ttft/);
  await expect.poll(() => page.getByRole("row").count(), slow).toBe(1 + 6);
  await page.goBack();
  await samples.first().click();
  const drawer = page.getByRole("dialog", { name: /^Request/ });
  await drawer.getByText(firstToken).first().waitFor();
});

test("the evidence of a past moment is of then", async ({ stage, visit }) => {
  const gateway = await stage({
    upstream: { pace: 0 },
    provider: { retries: { maxAttempts: 1 }, breaker: { failures: 100 } },
  });
  await measureStream(gateway.openai("calm"), { model: "local/swift-1", messages });
  const isWritten = async () =>
    (await gateway.admin.history.at.query({ t: Date.now() })).verdict.detail;
  await expect.poll(isWritten, slow).toContain("1 request in 5 minutes");
  const at = Date.now();
  await causeTrouble(gateway);
  const { page } = await visit(gateway, { path: `/?at=${at}` });
  const verdict = page.getByRole("region", { name: "Verdict" });
  await verdict.getByRole("link", { name: "Evidence" }).click();
  const evidence = page.getByRole("dialog", { name: "Evidence" });
  await evidence.getByText("as of").waitFor();
  await evidence.getByText("1 request in 5 minutes").waitFor();
  expect(await evidence.getByRole("region", { name: "Samples" }).count()).toBe(0);
});
