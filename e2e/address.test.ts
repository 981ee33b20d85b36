import { measureStream } from "@signalbox/practice/driver";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { refusedLoading, test } from "./test.ts";

/** For a machine that is busy with other things too. */
const slow = { timeout: 10_000 } as const;
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
  await expect.poll(() => rows.count(), slow).toBe(3);
  await page.getByRole("combobox", { name: "outcome" }).selectOption("failed");
  await expect.poll(() => rows.count(), slow).toBe(2);
  await page.getByLabel("Search requests").fill("torn-2");
  await expect.poll(() => rows.count(), slow).toBe(1);
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
    await expect.poll(() => at.getByRole("row").count(), slow).toBe(2);
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

/** What a person reads of a page and what lies over it, ages and counts apart, which go on by themselves. */
async function readingOf(page: Page): Promise<string[]> {
  const texts = (await page.locator("main, [role=dialog]").allInnerTexts()).join("\n");
  const chosen = await page
    .locator("select, input")
    .evaluateAll((fields) =>
      fields.map((field) =>
        field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field.value : "",
      ),
    );
  // What the keys are at, and the row that is marked.
  const marked = await page
    .locator("[aria-activedescendant], [aria-current=true]")
    .evaluateAll((elements) =>
      elements.map((at) => at.getAttribute("aria-activedescendant") ?? `at ${at.textContent}`),
    );
  const lines = texts.split("\n").map((line) => line.replaceAll(/[\d.]+/g, "#").trim());
  return [...new Set([...lines.filter((line) => line !== ""), ...chosen, ...marked])].toSorted();
}

test(
  "an address shows the same in a clean browser, whatever page it is of",
  { timeout: 300_000 },
  async ({ stage, visit }) => {
    const gateway = await stage({
      upstream: { pace: 0 },
      provider: { retries: { maxAttempts: 1 } },
    });
    gateway.upstream.inject({ match: { model: "steady-1" }, fault: { kind: "server_error" } });
    for (const model of ["local/swift-1", "local/steady-1"]) {
      await gateway
        .openai("seen-1")
        .chat.completions.create({ model, messages })
        .catch(() => null);
    }
    const failed = { outcome: "failed" } as const;
    const { requests } = await gateway.admin.requests.list.query(failed);
    const [torn] = requests;
    if (torn === undefined) throw new Error("One failed, and is not in the list.");
    const isWritten = async () =>
      (await gateway.admin.history.at.query({ t: Date.now() })).recent.length;
    await expect.poll(isWritten, slow).toBe(2);
    const at = Date.now();
    const [group] = await gateway.admin.errors.groups.query();
    if (group === undefined) throw new Error("One failed, and is in no group.");
    const { clientId, lane, fingerprint } = { ...torn, ...group };
    // A past moment stands still: what is read of it is the same whenever it is read.
    const views = [
      `/?at=${at}`,
      `/?at=${at}&window=1h&evidence=1`,
      `/?at=${at}&kiosk=1`,
      `/requests?outcome=failed&sort=cost&dir=asc&at=${at}`,
      `/requests?text=seen&pinned=${torn.id}&at=${at}&request=${torn.id}&part=events`,
      `/requests/${torn.id}?at=${at}&part=raw`,
      `/requests?at=${at}&row=${torn.id}`,
      `/sessions?at=${at}&row=${clientId}+seen-1`,
      `/errors?at=${at}&row=${encodeURIComponent(fingerprint)}`,
      `/lanes?at=${at}`,
      `/lanes?lane=${encodeURIComponent(lane)}&at=${at}`,
      `/models?at=${at}&window=6h`,
      `/models?at=${at}&row=${encodeURIComponent("local/steady-1")}`,
      `/tools?at=${at}&row=tool-clock`,
      `/channels?at=${at}&row=client-shop`,
      `/events?level=error&text=answered&at=${at}`,
    ];
    const first = await visit(gateway);
    for (const view of views) {
      await first.page.goto(`${gateway.url}${view}`);
      await settled(first.page);
      const copied = first.page.url();
      expect(copied, view).toBe(`${gateway.url}${view}`);
      const clean = await visit(gateway);
      await clean.page.goto(copied);
      await settled(clean.page);
      await expect
        .poll(() => readingOf(clean.page), { message: view, ...slow })
        .toEqual(await readingOf(first.page));
      expect(clean.page.url(), view).toBe(copied);
      await clean.page.close();
    }
  },
);

const activeRow = (page: Page, list: string) =>
  page.getByRole("grid", { name: list }).getAttribute("aria-activedescendant");

test("the row that keys are at stands in the URL, and is in sight where that is opened", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  for (let i = 0; i < 60; i += 1) {
    await gateway.openai(`seen-${i}`).chat.completions.create({ model: "local/swift-1", messages });
  }
  const { page } = await visit(gateway, { path: "/requests" });
  const grid = page.getByRole("grid", { name: "Requests" });
  await expect.poll(() => grid.getAttribute("aria-rowcount"), slow).toBe("61");
  for (let i = 0; i < 55; i += 1) await page.keyboard.press("j");
  const wanted = await activeRow(page, "Requests");
  // On a slow machine the address has told of rows on the way by then.
  await page.waitForURL((url) => wanted?.endsWith(url.searchParams.get("row") ?? "-") === true);
  const check = async (at: Page) => {
    await expect.poll(() => activeRow(at, "Requests"), slow).toBe(wanted);
    const line = at.locator(`[id="${wanted}"]`);
    await expect.poll(() => line.isVisible(), slow).toBe(true);
    const [box, list] = [await line.boundingBox(), await at.locator("main").boundingBox()];
    expect(box?.y).toBeGreaterThan(list?.y ?? Infinity);
    expect(box?.y).toBeLessThan((list?.y ?? 0) + (list?.height ?? 0));
  };
  await page.reload();
  await check(page);
  const clean = await visit(gateway);
  await clean.page.goto(page.url());
  await check(clean.page);
  // And the keys go on from there.
  await clean.page.keyboard.press("k");
  await expect.poll(() => activeRow(clean.page, "Requests"), slow).not.toBe(wanted);
});

test("a row far down the list is reached again, and one that is not there is told", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  const send = (session: string) =>
    gateway.openai(session).chat.completions.create({ model: "local/swift-1", messages });
  await send("the-first");
  for (let i = 0; i < 32; i += 1) {
    await Promise.all(Array.from({ length: 8 }, (_, j) => send(`later-${i}-${j}`)));
  }
  const find = { text: "the-first" };
  const [wanted] = (await gateway.admin.requests.list.query(find)).requests;
  const id = wanted?.id ?? "";
  const { page } = await visit(gateway, { path: `/requests?row=${id}` });
  const line = page.locator(`[id="request-line-${id}"]`);
  await expect.poll(() => line.isVisible(), slow).toBe(true);
  expect(await activeRow(page, "Requests")).toBe(`request-line-${id}`);
  const away = page.getByText("is not among the");
  expect(await away.count()).toBe(0);

  await page.goto(`${gateway.url}/sessions?row=${wanted?.clientId}+the-first`);
  const session = page.getByRole("grid", { name: "Sessions" }).getByText("the-first");
  await expect.poll(() => session.isVisible(), slow).toBe(true);

  await page.goto(`${gateway.url}/requests?row=${id}&text=later-1`);
  await away.waitFor();
  await page.getByRole("button", { name: "Open it" }).click();
  await page
    .getByRole("dialog", { name: /^Request/ })
    .getByRole("link", { name: "the-first", exact: true })
    .waitFor();
});

test("requests that are selected are so in the URL, those of another filter too", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  for (const session of ["walk-1", "walk-2", "walk-3"]) {
    await gateway.openai(session).chat.completions.create({ model: "local/swift-1", messages });
  }
  const { page } = await visit(gateway, { path: "/requests" });
  const rows = page.getByRole("row").filter({ hasText: "walk-" });
  await expect.poll(() => rows.count(), slow).toBe(3);
  for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
  await page.getByText("2 selected", { exact: true }).waitFor();
  await page.waitForURL(/[?&]selected=[^&]+.*[?&]?/);
  await page.getByLabel("Search requests").fill("walk-3");
  await page.getByText("2 selected, 1 of them not in this list").waitFor();
  await page.waitForURL(/[?&]text=walk-3/);
  const address = new URL(page.url());
  const named = address.searchParams.get("selected");
  // What no request is called is left out.
  address.searchParams.set("selected", `${named},nothing-1,<b>`);
  const clean = await visit(gateway, { mayComplain: [refusedLoading] });
  await clean.page.goto(address.href);
  await clean.page.getByText("2 selected, 1 of them not in this list").waitFor();
  const line = clean.page.getByRole("row").filter({ hasText: "walk-3" });
  expect(await line.getByRole("checkbox").isChecked()).toBe(true);
  await clean.page.getByRole("button", { name: "Clear selection" }).click();
  await clean.page.waitForURL((url) => !url.searchParams.has("selected"));
});

test("a list of events that is frozen is so in the URL, and shows what it showed", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  const { page } = await visit(gateway, { path: "/events" });
  const hold = (reason: string) => gateway.admin.lanes.pause.mutate({ all: true, reason });
  const told = (at: Page, reason: string) => at.getByRole("row").filter({ hasText: reason });
  await hold("before the freeze");
  await told(page, "before the freeze").first().waitFor();
  await page.getByRole("button", { name: "Freeze" }).click();
  await page.waitForURL(/[?&]frozen=\d+/);
  await gateway.admin.lanes.resume.mutate({ all: true });
  await hold("after the freeze");
  const follow = (at: Page) => at.getByRole("button", { name: /^Follow, [1-9]\d*( or more)? new/ });
  const check = async (at: Page) => {
    await follow(at).waitFor();
    await told(at, "before the freeze").first().waitFor();
    expect(await told(at, "after the freeze").count()).toBe(0);
  };
  await check(page);
  await page.reload();
  await check(page);
  const clean = await visit(gateway);
  await clean.page.goto(page.url());
  await check(clean.page);
  await follow(clean.page).click();
  await told(clean.page, "after the freeze").first().waitFor();
  expect(new URL(clean.page.url()).searchParams.get("frozen")).toBeNull();
});

test("a link to one lane chooses it, scrolls to it and marks it", async ({ stage, visit }) => {
  const gateway = await stage({ provider: { timeouts: { firstByteMs: 120_000 } } });
  gateway.upstream.inject({ match: { model: "steady-1" }, fault: { kind: "hang" } });
  const left = new AbortController();
  const stuck = measureStream(
    gateway.openai("stuck-1"),
    { model: "local/steady-1", messages },
    { signal: left.signal },
  );
  await using leaving = new AsyncDisposableStack();
  leaving.defer(async () => {
    left.abort();
    await stuck;
  });
  await expect
    .poll(async () => (await gateway.admin.system.activeRequests.query()).length, slow)
    .toBe(1);
  const others = Array.from({ length: 60 }, (_, i) =>
    gateway.openai(`other-${i}`).chat.completions.create({ model: "local/swift-1", messages }),
  );
  await Promise.all(others);
  // By name it is the last.
  const { page } = await visit(gateway, { path: "/lanes?sort=label&span=5m" });
  const lanes = page.getByRole("application");
  const choice = (at: Page) => at.getByRole("strong").filter({ hasText: "stuck-1" });
  const row = (at: Page) => at.getByRole("row").filter({ hasText: "stuck-1" });
  await row(page)
    .getByRole("link", { name: /stuck-1/ })
    .click();
  const check = async (at: Page) => {
    await choice(at).waitFor();
    await expect
      .poll(() => at.getByRole("application").evaluate((it) => it.scrollTop), slow)
      .toBeGreaterThan(0);
    expect(await row(at).getAttribute("aria-current")).toBe("true");
  };
  await check(page);
  expect(searchOf(page)).toMatchObject({ lane: expect.stringContaining("stuck-1"), sort: "label" });
  const clean = await visit(gateway);
  await clean.page.goto(page.url());
  await check(clean.page);

  // Keys move on from it, and what they choose is told too; Escape lets go.
  await lanes.focus();
  await page.keyboard.press("ArrowUp");
  await page.waitForURL(/[?&]lane=[^&]*other-/);
  await page.keyboard.press("Escape");
  await page.waitForURL((url) => !url.searchParams.has("lane"));
  expect(await choice(page).count()).toBe(0);

  // From a request to its lane.
  await page.goto(`${gateway.url}/requests?state=running`);
  await page.getByRole("row").filter({ hasText: "stuck-1" }).click();
  const drawer = page.getByRole("dialog", { name: /^Request/ });
  await drawer
    .getByRole("link", { name: /stuck-1/ })
    .last()
    .click();
  await choice(page).waitFor();
});

function searchOf(page: Page): Record<string, string> {
  return Object.fromEntries(new URL(page.url()).searchParams);
}

/** Nothing is on its way any more. */
async function settled(page: Page): Promise<void> {
  await page.locator("main").waitFor();
  await page.waitForLoadState("load");
  await expect
    .poll(async () => {
      const text = await page.locator("body").innerText();
      return /(?:Loading|Counting)[^\n]*…/.exec(text)?.[0] ?? "";
    }, slow)
    .toBe("");
  await page.locator("main[aria-busy=false]").waitFor();
}

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
