import { measureStream } from "@signalbox/practice/driver";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { test } from "./test.ts";

const messages = [{ role: "user" as const, content: "Wait for me." }];
const model = "local/swift-1";
/** More stops than there are on the way to anything these tests look for. */
const mostTabs = 40;
/** The address is told when keys rest. */
const settledMs = 400;

/** Moves the focus there as a keyboard does, which only what can be reached by it allows. */
async function tabTo(page: Page, to: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  const isThere = () => to.evaluate((element) => element === document.activeElement);
  for (let i = 0; i < mostTabs && !(await isThere()); i += 1) await page.keyboard.press(key);
  expect(await isThere()).toBe(true);
}

test("a request is found, opened and cancelled without a pointer", async ({ stage, visit }) => {
  const gateway = await stage();
  gateway.upstream.inject({ fault: { kind: "hang" } });
  const { page } = await visit(gateway, { path: "/requests" });
  const calls = ["stuck-1", "stuck-2"].map((session) =>
    measureStream(gateway.openai(session), { model, messages }),
  );
  const rows = page.getByRole("row").filter({ hasText: "stuck" });
  await expect.poll(() => rows.count()).toBe(2);

  await page.keyboard.press("/");
  await page.keyboard.type("stuck-1");
  await expect.poll(() => rows.count()).toBe(1);
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog", { name: /^Request/ });
  await drawer.getByText("waiting").first().waitFor();
  await page.keyboard.press("c");
  const question = page.getByRole("dialog", { name: "Cancel this request?" });
  await question.waitFor();
  await tabTo(page, page.getByLabel("Reason, kept in the audit log"));
  await page.keyboard.type("it hangs");
  await page.keyboard.press("Enter");
  await drawer.getByText("cancelled", { exact: true }).first().waitFor();
  // The stream may tell of it before the answer comes; the next key is the question's until then.
  await question.waitFor({ state: "detached" });
  expect((await calls[0])?.error).toBeDefined();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });

  await tabTo(page, page.getByRole("button", { name: "Clear filters" }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect.poll(() => rows.count()).toBe(2);
  await page.keyboard.press("/");
  await page.keyboard.type("stuck-2");
  await expect.poll(() => rows.count()).toBe(1);
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.keyboard.press("c");
  await page.getByRole("dialog", { name: "Cancel this request?" }).waitFor();
  await tabTo(page, page.getByLabel("Reason, kept in the audit log"));
  await page.keyboard.press("Enter");
  await rows.getByText("cancelled").first().waitFor();
  expect((await calls[1])?.error).toBeDefined();
  const { requests } = await gateway.admin.requests.list.query({ outcome: "cancelled" });
  expect(requests).toHaveLength(2);
});

test("the slowest request in flight is found, cancelled and read of in the audit log, all by keyboard", async ({
  stage,
  visit,
}) => {
  const gateway = await stage();
  gateway.upstream.inject({ fault: { kind: "hang" } });
  const { page } = await visit(gateway);
  const calls: ReturnType<typeof measureStream>[] = [];
  for (const session of ["slow-1", "slow-2"]) {
    calls.push(measureStream(gateway.openai(session), { model, messages }));
    await expect
      .poll(async () => (await gateway.admin.system.activeRequests.query()).length)
      .toBe(calls.length);
  }

  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search or run a command" }).waitFor();
  await page.keyboard.type("slowest");
  await page.keyboard.press("Enter");
  const grid = page.getByRole("grid", { name: "Requests" });
  await expect.poll(() => grid.getByRole("row").count()).toBe(1 + 2);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog", { name: /^Request/ });
  await drawer.getByText("slow-1", { exact: true }).first().waitFor();
  await page.keyboard.press("c");
  const question = page.getByRole("dialog", { name: "Cancel this request?" });
  await question.waitFor();
  await tabTo(page, question.getByLabel("Reason, kept in the audit log"));
  await page.keyboard.type("slowest of all");
  await page.keyboard.press("Enter");
  await drawer.getByText("cancelled", { exact: true }).first().waitFor();
  await calls[0];
  const [row] = (await gateway.admin.requests.list.query({ outcome: "cancelled" })).requests;
  expect(row?.sessionId).toBe("slow-1");
  const [entry] = (await gateway.admin.audit.list.query()).entries;
  expect(entry).toMatchObject({
    action: "request.cancelled",
    target: row?.id,
    reason: "slowest of all",
    before: { client: "shop" },
  });

  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search or run a command" }).waitFor();
  await page.keyboard.type("audit");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/settings?tab=audit");
  const audit = page.getByRole("table", { name: "Audit log, newest first" });
  const line = audit.getByRole("row").filter({ hasText: "request.cancelled" });
  await expect.poll(() => line.innerText()).toContain("slowest of all");
  await tabTo(page, line.getByRole("link"));
  await page.keyboard.press("Enter");
  await drawer.getByText("slow-1", { exact: true }).first().waitFor();
  await drawer.getByText("cancelled", { exact: true }).first().waitFor();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });

  // The other way, for who knows where it stands: the page's own tabs.
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await page.keyboard.press("g");
  await page.keyboard.press(",");
  const tabs = page.getByRole("tab");
  await tabs.first().waitFor();
  await tabTo(page, page.getByRole("tab", { name: "Tokens" }));
  for (let i = 1; i < (await tabs.count()); i += 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await line.waitFor();
  const left = (await gateway.admin.system.activeRequests.query())[0];
  await gateway.admin.agent.cancel.mutate({ requestId: left?.id ?? "" });
  await calls[1];
});

test("the drawer's own button cancels, and asks first", async ({ stage, visit }) => {
  const gateway = await stage();
  gateway.upstream.inject({ fault: { kind: "stall", afterTokens: 5 } });
  const { page } = await visit(gateway, { path: "/requests" });
  const call = measureStream(gateway.openai("stuck-3"), { model, messages });
  await page.getByRole("row").filter({ hasText: "stuck-3" }).click();
  const drawer = page.getByRole("dialog", { name: /^Request/ });
  await drawer.getByText("streaming").first().waitFor();
  await drawer.getByRole("button", { name: "Cancel…" }).click();
  await page.getByRole("button", { name: "Keep it running" }).click();
  await page.getByText("Cancel this request?").waitFor({ state: "detached" });
  expect((await gateway.admin.system.activeRequests.query()).length).toBe(1);
  await drawer.getByRole("button", { name: "Cancel…" }).click();
  await page.getByRole("button", { name: "Cancel this request" }).click();
  await drawer.getByText("cancelled", { exact: true }).first().waitFor();
  expect((await call).error).toBeDefined();
});

test("the map, the palette, the pause and the way to each page", async ({ stage, visit }) => {
  const gateway = await stage();
  const { page } = await visit(gateway);
  await page.getByText("live", { exact: true }).first().waitFor();
  await page.keyboard.press("?");
  const map = page.getByRole("dialog", { name: "Keyboard map" });
  await map.getByText("Go to Requests").waitFor();
  await page.keyboard.press("Escape");
  await map.waitFor({ state: "detached" });

  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search or run a command" }).waitFor();
  await page.keyboard.type("events");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/events");

  for (const [key, path] of [
    ["r", "/requests"],
    ["l", "/lanes"],
    ["m", "/models"],
    ["t", "/tools"],
    ["e", "/events"],
    ["o", "/"],
  ] as const) {
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await page.waitForURL(`${gateway.url}${path}`);
  }

  await page.keyboard.press("Space");
  await page.getByRole("button", { name: /paused/ }).waitFor();
  await page.waitForURL("**/?paused=1");
  await page.reload();
  await page.getByRole("button", { name: /paused/ }).waitFor();
  const before = await page.getByRole("region", { name: "Verdict" }).innerText();
  await gateway.openai("late").chat.completions.create({ model: "practice/swift-1", messages });
  await expect.poll(() => page.getByRole("button", { name: /[1-9]\d* waiting/ }).count()).toBe(1);
  expect(await page.getByRole("region", { name: "Verdict" }).innerText()).toBe(before);
  await page.keyboard.press("Space");
  await page.waitForURL(`${gateway.url}/`);
});

test("keys move through models, tools, channels and events too, and Enter opens what they are at", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  for (const each of [model, "local/steady-1"]) {
    await gateway.openai("fine").chat.completions.create({ model: each, messages });
  }
  await gateway.admin.lanes.pause.mutate({ all: true, reason: "to tell of it" });
  await gateway.admin.lanes.resume.mutate({ all: true });
  const { page } = await visit(gateway);
  // Its element's id, where that is in sight.
  const stands = async (): Promise<string | null> => {
    const grid = page.locator("[role=grid][aria-activedescendant]");
    const id = await grid.getAttribute("aria-activedescendant");
    return (await page.locator(`[id="${id}"]`).isVisible()) ? id : null;
  };
  for (const { path, grids, opens } of [
    { path: "/models", grids: /^Models/, opens: /\/models\/local\/(swift|steady)-1/ },
    { path: "/tools", grids: /^Tools/, opens: /\/requests\?.*tool=/ },
    { path: "/channels", grids: /^(Channels|Clients|Turned away)/, opens: /\/requests\?/ },
    { path: "/events", grids: /^Events/, opens: null },
  ]) {
    await page.goto(`${gateway.url}${path}`);
    const rows = page.getByRole("grid", { name: grids }).locator("tbody tr:not([aria-hidden])");
    await expect.poll(() => rows.count(), { message: path }).toBeGreaterThan(1);
    await page.keyboard.press("j");
    const first = await stands();
    await page.keyboard.press("j");
    await expect.poll(stands, { message: path }).not.toBe(first);
    await page.waitForURL(/[?&]row=/);
    await page.keyboard.press("k");
    await expect.poll(stands, { message: path }).toBe(first);
    // The address shows the same row again, in another list of the page as well.
    for (let i = 1; i < (await rows.count()); i += 1) await page.keyboard.press("j");
    const last = await stands();
    await page.waitForTimeout(settledMs);
    await page.reload();
    await expect.poll(stands, { message: path }).toBe(last);
    if (opens === null) continue;
    await page.keyboard.press("k");
    await page.keyboard.press("Enter");
    await page.waitForURL(opens);
  }
});

test("a viewer's cancel is closed, and says why", async ({ stage, visit }) => {
  const gateway = await stage();
  gateway.upstream.inject({ fault: { kind: "hang" } });
  const { page } = await visit(gateway, { path: "/requests", role: "viewer" });
  await using leaving = new AsyncDisposableStack();
  const left = new AbortController();
  const call = measureStream(
    gateway.openai("watched"),
    { model, messages },
    { signal: left.signal },
  );
  leaving.defer(async () => {
    left.abort();
    await call;
  });
  await page.getByRole("row").filter({ hasText: "watched" }).click();
  const drawer = page.getByRole("dialog", { name: /^Request/ });
  const cancel = drawer.getByRole("button", { name: "Cancel…" });
  await cancel.waitFor();
  expect(await cancel.getAttribute("aria-disabled")).toBe("true");
  await page.keyboard.press("c");
  await cancel.hover();
  await page
    .getByText(/viewer|operator/i)
    .last()
    .waitFor();
  expect(await page.getByText("Cancel this request?").count()).toBe(0);
});
