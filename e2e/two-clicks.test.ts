import { measureStream } from "@signalbox/practice/driver";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Stage } from "./stage.ts";
import { test } from "./test.ts";

const messages = [{ role: "user" as const, content: "Hello there." }];
const slow = { timeout: 15_000 } as const;

/** Presses a figure of the Overview, once it says what it is to say. */
async function pressTile(page: Page, label: string, saying: RegExp): Promise<void> {
  const tile = page.getByRole("list", { name: "Figures" }).getByRole("link").filter({
    hasText: label,
  });
  await expect.poll(() => tile.innerText(), slow).toMatch(saying);
  await tile.click();
}

/** Presses the first line of the list, and sees that it is the request of that session. */
async function pressFirstLine(page: Page, session: string): Promise<void> {
  const line = page.getByRole("grid", { name: "Requests" }).getByRole("row").nth(1);
  await expect.poll(() => line.innerText(), slow).toContain(session);
  await line.click();
  const drawer = page.getByRole("dialog", { name: /^Request/ });
  await drawer.getByText(session, { exact: true }).first().waitFor();
}

function searchOf(page: Page): Record<string, string> {
  return Object.fromEntries(new URL(page.url()).searchParams);
}

async function answer(gateway: Stage, session: string, model = "local/swift-1"): Promise<void> {
  await measureStream(gateway.openai(session), { model, messages });
}

test("failed: the figure leads to what failed in its window, and that to the request", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 }, provider: { retries: { maxAttempts: 1 } } });
  gateway.upstream.inject({ match: { model: "steady-1" }, fault: { kind: "server_error" } });
  await answer(gateway, "fine-1");
  await answer(gateway, "torn-1", "local/steady-1");
  const { page } = await visit(gateway);
  await pressTile(page, "Failed", /50/);
  await pressFirstLine(page, "torn-1");
  expect(searchOf(page)).toMatchObject({ outcome: "failed", window: "5m" });
  await page.getByRole("dialog").getByText("upstream_5xx").first().waitFor();
});

test("latency: the figure leads to the slowest of the model that it names", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  for (const [session, ttftMs] of [
    ["quick-1", 20],
    ["late-1", 900],
    ["quick-2", 20],
  ] as const) {
    gateway.upstream.inject({ fault: { kind: "slow", ttftMs }, times: 1 });
    await answer(gateway, session);
  }
  const { page } = await visit(gateway);
  await pressTile(page, "First token p95", /swift-1/);
  await pressFirstLine(page, "late-1");
  expect(searchOf(page)).toMatchObject({
    provider: "local",
    model: "swift-1",
    sort: "ttft",
    window: "5m",
  });
});

test("cost: the figure leads to the request that cost most", async ({ stage, visit }) => {
  const price = { inputPerMTok: 1, outputPerMTok: 100 };
  const gateway = await stage({
    upstream: { pace: 0 },
    prices: { "local/swift-1": price, "local/steady-1": { ...price, outputPerMTok: 9_000 } },
  });
  await answer(gateway, "cheap-1");
  await answer(gateway, "dear-1", "local/steady-1");
  await answer(gateway, "cheap-2");
  const { page } = await visit(gateway);
  await pressTile(page, "Cost", /\$\d/);
  await pressFirstLine(page, "dear-1");
  expect(searchOf(page)).toMatchObject({ sort: "cost", window: "5m" });
});

test("in flight, waiting and a lane lead to what holds them up", async ({ stage, visit }) => {
  const gateway = await stage({ provider: { timeouts: { firstByteMs: 120_000 } } });
  gateway.upstream.inject({ fault: { kind: "hang" } });
  const left = new AbortController();
  const calls = [0, 1].map(() =>
    measureStream(
      gateway.openai("jam-1"),
      { model: "local/swift-1", messages },
      { signal: left.signal },
    ),
  );
  const { page } = await visit(gateway);
  await pressTile(page, "In flight", /[12]/);
  await pressFirstLine(page, "jam-1");

  await page.goto(gateway.url);
  await pressTile(page, "Waiting", /oldest/);
  await pressFirstLine(page, "jam-1");
  // It is not the one that waits that is on top, but the one that it waits for.
  await page.getByRole("dialog").getByText("running · waiting").waitFor();
  expect(searchOf(page)).toMatchObject({ sort: "age", lane: expect.stringContaining("jam-1") });

  await page.goto(gateway.url);
  const lanes = page.getByRole("application");
  await expect
    .poll(async () => {
      await lanes.press("ArrowDown");
      return page.getByText(/^Request .*jam-1/).count();
    }, slow)
    .toBeGreaterThan(0);
  await lanes.press("Enter");
  await page.getByRole("dialog").getByText("jam-1", { exact: true }).first().waitFor();
  left.abort();
  await Promise.all(calls);
});

const failingServer = fileURLToPath(
  new URL("../apps/gateway/test/mcp-servers/unruly-server.ts", import.meta.url),
);

test("a tool's failures lead to the requests in which it failed, and to how", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({
    upstream: { pace: 0 },
    mcpServers: { docs: { command: process.execPath, args: [failingServer, "{}"] } },
    agents: {
      clerk: { model: "local/swift-1", tools: ["docs.fail"] },
      reader: { model: "local/swift-1", tools: ["docs.echo"] },
    },
  });
  const stateOf = async () => (await gateway.admin.tools.servers.query())[0]?.state;
  await expect.poll(stateOf, slow).toBe("ready");
  const ask = (agent: string, message: string) =>
    gateway.admin.agent.send.mutate({ agent, message, sessionId: agent });
  await ask("reader", "Please call docs echo.");
  await ask("clerk", "Please call docs fail.");
  const { page } = await visit(gateway, { path: "/tools?window=1h" });
  const tools = page.getByRole("grid", { name: /^Tools/ });
  const failing = tools.getByRole("row").filter({ hasText: "docs.fail" });
  await failing.getByRole("link", { name: /^1 failed/ }).click();
  const list = page.getByRole("grid", { name: "Requests" });
  await expect.poll(() => list.getByRole("row").count(), slow).toBe(1 + 1);
  await pressFirstLine(page, "clerk");
  expect(searchOf(page)).toMatchObject({ failedTool: "docs.fail", window: "1h" });
  await page.getByRole("dialog").getByText("no paper").first().waitFor();
});

test("a component that is not well is named by the evidence", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  await answer(gateway, "fine-1");
  await gateway.admin.lanes.pause.mutate({ all: true, reason: "moving house" });
  const { page } = await visit(gateway);
  const verdict = page.getByRole("region", { name: "Verdict" });
  await verdict.getByRole("link", { name: /lanes not well/ }).click();
  const notWell = page.getByRole("dialog", { name: "Evidence" }).getByRole("region", {
    name: "Not well",
  });
  await notWell.getByText("moving house").waitFor();
  await notWell.getByRole("link", { name: /lanes/ }).click();
  await page.waitForURL("**/lanes");
});
