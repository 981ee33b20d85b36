import { measureStream } from "@signalbox/practice/driver";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Stage } from "./stage.ts";
import { test } from "./test.ts";
import { violations } from "./violations.ts";

const model = "local/swift-1";
/** For a machine that is busy with other things too. */
const slow = { timeout: 10_000 } as const;
const dressed = { colorScheme: "dark" } as const;

/** A request that was streaming at a moment and has ended since. */
interface Held {
  readonly session: string;
  readonly at: number;
}

/** Two answers, then a request that stalls; resolves when history knows it in flight, and it has ended. */
async function causePast(gateway: Stage): Promise<Held> {
  const session = "held-1";
  const messages = [{ role: "user" as const, content: "Hello." }];
  for (const before of ["calm-1", "calm-2"]) {
    await measureStream(gateway.openai(before), { model, messages });
  }
  gateway.upstream.inject({ fault: { kind: "stall", afterTokens: 3 } });
  const left = new AbortController();
  const call = measureStream(gateway.openai(session), { model, messages }, { signal: left.signal });
  const phase = async () => (await gateway.admin.system.activeRequests.query())[0]?.phaseDetail;
  await expect.poll(phase, slow).toBe("streaming");
  const at = Date.now();
  left.abort();
  await call;
  const inFlightThen = async () =>
    (await gateway.admin.history.at.query({ t: at })).requests.map(({ sessionId }) => sessionId);
  await expect.poll(inFlightThen, slow).toEqual([session]);
  await expect
    .poll(async () => (await gateway.admin.system.activeRequests.query()).length, slow)
    .toBe(0);
  return { session, at };
}

function atOf(page: Page): number | null {
  const at = new URL(page.url()).searchParams.get("at");
  return at === null ? null : Number(at);
}

test("a past moment shows what was in flight then, on every page", async ({ stage, visit }) => {
  const gateway = await stage();
  const { session, at } = await causePast(gateway);
  const { page } = await visit(gateway, { path: `/requests?at=${at}` });
  const moment = page.getByRole("group", { name: "Past moment" });
  await moment.getByText("as of").waitFor();
  const clock = new Date(at).toLocaleTimeString("en-GB");
  expect(await moment.innerText()).toContain(clock);

  const row = page.getByRole("row").filter({ hasText: session });
  await row.getByText("streaming").waitFor();
  await page.getByRole("row").filter({ hasText: "calm-2" }).getByText("ok").waitFor();
  expect(await page.getByRole("region", { name: "Verdict" }).innerText()).toContain(clock);
  await row.click();
  const drawer = page.getByRole("dialog", { name: /^Request/ });
  await drawer.getByRole("note").getByText("it was streaming").waitFor();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });

  await page.getByRole("navigation", { name: "Pages" }).getByText("Lanes").click();
  await page.getByRole("button", { name: "Show the lanes as a table" }).press("Enter");
  const lane = page.getByRole("row").filter({ hasText: session }).filter({ hasText: "streaming" });
  await lane.first().waitFor({ state: "attached" });
  const pause = page.getByRole("button", { name: "Pause all…" });
  expect(await pause.getAttribute("aria-disabled")).toBe("true");
  await pause.hover();
  await page.getByText("You are looking at the past; go back to live to act.").waitFor();
  await page.keyboard.press("c");
  expect(await page.getByRole("dialog").count()).toBe(0);

  for (const name of ["Overview", "Sessions", "Models", "Tools", "Errors", "Events"]) {
    await page.getByRole("navigation", { name: "Pages" }).getByText(name).click();
    await page.getByRole("heading", { name, level: 1 }).waitFor({ state: "attached" });
    expect(atOf(page), name).toBe(at);
  }
});

test(
  "the past is as plain to a screen reader as now",
  { timeout: 90_000 },
  async ({ stage, visit }) => {
    const gateway = await stage();
    const { session, at } = await causePast(gateway);
    const { page } = await visit(gateway, { ...dressed, path: `/requests?at=${at}` });
    await page.getByRole("row").filter({ hasText: session }).getByText("streaming").waitFor();
    const found = await violations(page, "requests of then");
    await page.getByRole("navigation", { name: "Pages" }).getByText("Overview").click();
    await page.getByRole("list", { name: "Figures" }).waitFor();
    found.push(...(await violations(page, "Overview of then")));
    expect(found).toEqual([]);
  },
);

test("rows of then do not stay on the way back to now, though one has the focus", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  const { session, at } = await causePast(gateway);
  gateway.upstream.clearFaults();
  // So many that the list of now does not reach back to it.
  const messages = [{ role: "user" as const, content: "Hello." }];
  for (let i = 0; i < 110; i += 1) {
    await gateway.openai(`since-${i}`).chat.completions.create({ model, messages });
  }
  const { page } = await visit(gateway, { path: `/requests?at=${at}` });
  const row = page.getByRole("row").filter({ hasText: session });
  await row.getByText("streaming").waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("l");
  await page.getByRole("row").filter({ hasText: "since-109" }).waitFor();
  expect(await row.count()).toBe(0);
});

test("keys go through time, reload keeps the moment, and there is a way back", async ({
  stage,
  visit,
}) => {
  const gateway = await stage();
  const { session, at } = await causePast(gateway);
  const { page } = await visit(gateway, { path: `/requests?at=${at}&window=1m` });
  const row = page.getByRole("row").filter({ hasText: session });
  await row.getByText("streaming").waitFor();

  // A sixtieth of a minute is a second: it had not come yet some steps ago.
  await page.keyboard.press("{");
  await expect.poll(() => atOf(page), slow).toBe(at - 10_000);
  await row.waitFor({ state: "detached" });
  for (let i = 0; i < 10; i += 1) await page.keyboard.press("]");
  await expect.poll(() => atOf(page), slow).toBe(at);
  await row.getByText("streaming").waitFor();

  await page.reload();
  await row.getByText("streaming").waitFor();
  expect(atOf(page)).toBe(at);

  await page.keyboard.press("l");
  await page.waitForURL(`${gateway.url}/requests`);
  await row.getByText("cancelled").first().waitFor();
  expect(await page.getByRole("group", { name: "Past moment" }).count()).toBe(0);

  await page.keyboard.press("[");
  await expect.poll(() => atOf(page), slow).not.toBeNull();
  await page.keyboard.press("}");
  await page.waitForURL(`${gateway.url}/requests`);
});

test("a held key asks for one moment at a time", async ({ stage, visit }) => {
  const gateway = await stage();
  const { at } = await causePast(gateway);
  const { page } = await visit(gateway, { path: `/?at=${at}&window=1m` });
  const verdict = page.getByRole("region", { name: "Verdict" });
  const isOf = (t: number) => async () =>
    (await verdict.innerText()).includes(new Date(t).toLocaleTimeString("en-GB")) &&
    (await page.locator("main[aria-busy=true]").count()) === 0;
  await expect.poll(isOf(at), slow).toBe(true);
  let underWay = 0;
  let most = 0;
  let asked = 0;
  const isPicture = (url: string) => url.includes("/trpc/history.at");
  page.on("request", (request) => {
    if (!isPicture(request.url())) return;
    asked += 1;
    underWay += 1;
    most = Math.max(most, underWay);
  });
  const settle = (request: { url(): string }) => {
    if (isPicture(request.url())) underWay -= 1;
  };
  page.on("requestfinished", settle);
  page.on("requestfailed", settle);
  const presses = 40;
  // Down again and again without up: the browser takes all but the first for repeats.
  for (let i = 0; i < presses; i += 1) await page.keyboard.down("[");
  await page.keyboard.up("[");
  await expect.poll(() => atOf(page), slow).toBe(at - presses * 1_000);
  await expect.poll(isOf(at - presses * 1_000), slow).toBe(true);
  expect(most).toBe(1);
  expect(asked).toBeLessThan(presses);
});

test("a moment before the gateway's first start says why nothing is known", async ({
  stage,
  visit,
}) => {
  const gateway = await stage();
  const day = 86_400_000;
  const { page } = await visit(gateway, { ...dressed, path: `/?at=${Date.now() - day}` });
  const verdict = page.getByRole("region", { name: "Verdict" });
  // Seen, and told to a screen reader.
  await verdict.getByText("Nothing is known of this moment.").first().waitFor();
  const figures = page.getByRole("list", { name: "Figures" }).getByRole("listitem");
  await figures.first().waitFor();
  const values = async () => (await figures.allInnerTexts()).map((text) => text.split("\n").at(-1));
  await expect.poll(values).toEqual(Array(7).fill("—"));
  expect(await violations(page, "unknown moment")).toEqual([]);
});

test("the longest window of all opens as quickly as any other", async ({ stage, visit }) => {
  const gateway = await stage();
  await causePast(gateway);
  const { page } = await visit(gateway, { ...dressed, path: "/?window=366d" });
  const figures = page.getByRole("list", { name: "Figures" });
  await figures.getByText(/\d/).first().waitFor(slow);
  await page.getByRole("link", { name: "Requests", exact: false }).first().click(slow);
  await page.getByRole("grid", { name: "Requests" }).waitFor(slow);
});

test("a custom window is chosen, and what is wrong with it is told", async ({ stage, visit }) => {
  const gateway = await stage();
  const { page } = await visit(gateway, { ...dressed, path: "/events" });
  await page.getByText("live", { exact: true }).first().waitFor();
  await page.keyboard.press("t");
  const dialog = page.getByRole("dialog", { name: "Look at the past" });
  await dialog.getByLabel("From").fill("2026-01-02T03:00:00");
  await dialog.getByLabel("To").fill("2026-01-02T02:00:00");
  await dialog.getByRole("button", { name: "Show this window" }).click();
  await dialog.getByRole("alert").getByText("From lies after To").waitFor();
  expect(await violations(page, "custom window")).toEqual([]);
  await dialog.getByLabel("To").fill("2026-01-02T04:30:00");
  await page.keyboard.press("Enter");
  const to = new Date("2026-01-02T04:30:00").getTime();
  await page.waitForURL(`${gateway.url}/events?window=90m&at=${to}`);
  await page.getByRole("button", { name: "Back to live" }).click();
  await page.waitForURL(`${gateway.url}/events`);
});
