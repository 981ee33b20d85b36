import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@signalbox/api-contract";
import type { BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import { freePort, startGatewayProcess, type ChildProgram } from "./gateway-process.ts";
import { clientFor } from "./stage.ts";
import { gatewayAway, refusedLoading, test, type Visit } from "./test.ts";

const adminToken = "sbx_for-the-tests-of-restarts-0123456789abcdef";
const messages = [{ role: "user" as const, content: "Are you back?" }];

/** A gateway that can be ended and started again at its address, with its data. */
async function openRestartable() {
  await using parts = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), "signalbox-e2e-"));
  parts.defer(() => rm(dataDir, { recursive: true, force: true }));
  const options = { port: await freePort(), dataDir, adminToken };
  const url = `http://127.0.0.1:${options.port}`;
  let program: ChildProgram = await startGatewayProcess(options);
  parts.defer(() => program[Symbol.asyncDispose]());
  const first = (await program.line(/#code=/)).trim();
  const owned = parts.move();
  return {
    url,
    loginLink: async () => first,
    admin: createClient({ url, token: adminToken }),
    openai: (session: string) => clientFor(url, adminToken, session),
    end: (signal: "SIGTERM" | "SIGKILL") => program.kill(signal),
    start: async () => {
      program = await startGatewayProcess(options);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

type Restartable = Awaited<ReturnType<typeof openRestartable>>;
type OpenPage = (
  at: Restartable,
  options: { path: string; mayComplain: readonly RegExp[] },
) => Promise<Visit>;

// Eight tabs that come back at once may ask more than a small machine answers in time.
const mayComplain = [gatewayAway, refusedLoading, /status of 50[34]/];
const list = { path: "/requests", mayComplain };

/** Marks the document: a reload would lose it. */
async function mark(page: Page): Promise<void> {
  await page.evaluate(() => document.documentElement.setAttribute("data-marked", ""));
}

async function seesLive(page: Page): Promise<void> {
  await page.locator("header").getByText("live", { exact: true }).waitFor({ timeout: 15_000 });
}

async function sendAndSee(gateway: Restartable, pages: readonly Page[], session: string) {
  const call = gateway
    .openai(session)
    .chat.completions.create({ model: "practice/swift-1", messages });
  await Promise.all(
    pages.map((page) =>
      page.getByRole("row").filter({ hasText: session }).waitFor({ timeout: 15_000 }),
    ),
  );
  await call;
  await Promise.all(
    pages.map((page) =>
      page.getByRole("row").filter({ hasText: session }).filter({ hasText: "ok" }).waitFor(),
    ),
  );
}

async function restartUnder(gateway: Restartable, visit: OpenPage, signal: "SIGTERM" | "SIGKILL") {
  const { page, context } = await visit(gateway, list);
  const overview = await context.newPage();
  await overview.goto(gateway.url);
  await Promise.all([page, overview].map(mark));
  await Promise.all([page, overview].map(seesLive));
  await sendAndSee(gateway, [page], "before-1");

  const ended = await gateway.end(signal);
  for (const each of [page, overview]) {
    await each
      .locator("header")
      .getByText(/^(reconnecting|disconnected|stale)$/)
      .waitFor();
    await each.getByText(/^Can't tell: no data for/).waitFor();
    await expect.poll(() => each.locator("[data-stale=true]").count()).toBe(1);
  }
  await gateway.start();
  await Promise.all([page, overview].map(seesLive));
  await sendAndSee(gateway, [page], "after-1");
  const verdict = overview.getByRole("region", { name: "Verdict" });
  await expect.poll(() => verdict.innerText()).not.toContain("Can't tell");
  for (const each of [page, overview]) {
    expect(await each.locator("html[data-marked]").count()).toBe(1);
    expect(await each.getByLabel("Token").count()).toBe(0);
    expect(await each.locator("[data-stale=true]").count()).toBe(0);
  }
  await overview.getByRole("link", { name: /^Requests/ }).click();
  await overview.getByRole("row").filter({ hasText: "after-1" }).waitFor();
  return ended;
}

test("pages live through a SIGTERM: they say so, come back and stay signed in", async ({
  visit,
}) => {
  await using gateway = await openRestartable();
  expect(await restartUnder(gateway, visit, "SIGTERM")).toBe(0);
});

test("pages live through a kill -9", async ({ visit }) => {
  await using gateway = await openRestartable();
  expect(await restartUnder(gateway, visit, "SIGKILL")).toBe("SIGKILL");
});

async function openTabs(context: BrowserContext, url: string, count: number): Promise<Page[]> {
  const opened = Array.from({ length: count }, async () => {
    const page = await context.newPage();
    await page.goto(`${url}/requests`);
    return page;
  });
  return Promise.all(opened);
}

async function subscribers(gateway: Restartable): Promise<number> {
  return (await gateway.admin.system.health.query()).live.subscribers;
}

test("eight tabs read one stream; the next one takes it over, through a restart too", async ({
  visit,
}) => {
  await using gateway = await openRestartable();
  const { page: leader, context } = await visit(gateway, list);
  await seesLive(leader);
  const others = await openTabs(context, gateway.url, 7);
  await Promise.all(others.map(seesLive));
  await sendAndSee(gateway, [leader, ...others], "eight-1");
  expect(await subscribers(gateway)).toBe(1);

  await leader.close();
  await sendAndSee(gateway, others, "seven-1");
  await expect.poll(() => subscribers(gateway)).toBe(1);
  await Promise.all(others.map(seesLive));

  await Promise.all(others.map(mark));
  await gateway.end("SIGKILL");
  await Promise.all(others.map((page) => page.getByText(/^Can't tell: no data for/).waitFor()));
  await gateway.start();
  await Promise.all(others.map(seesLive));
  await sendAndSee(gateway, others, "seven-2");
  await expect.poll(() => subscribers(gateway)).toBe(1);
  const marks = await Promise.all(others.map((page) => page.locator("html[data-marked]").count()));
  expect(marks).toEqual(Array(7).fill(1));
}, 120_000);
