import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Stage } from "./stage.ts";
import { test } from "./test.ts";

const messages = [{ role: "user" as const, content: "Hello there." }];

/** One attempt a request, so that each failure is one; and a breaker that stays open while we look. */
const impatient = {
  upstream: { pace: 0 },
  provider: { retries: { maxAttempts: 1 }, breaker: { openMs: 120_000, maxOpenMs: 120_000 } },
} as const;

/** Six answers, then five failures that a person sees on every card. */
async function causeTrouble(gateway: Stage): Promise<void> {
  const good = gateway.openai("calm");
  for (let i = 0; i < 6; i += 1) {
    await good.chat.completions.create({ model: "local/swift-1", messages });
  }
  gateway.upstream.inject({
    match: { model: "steady-1" },
    fault: { kind: "server_error", status: 500 },
  });
  for (let i = 0; i < 5; i += 1) {
    const call = gateway
      .openai("torn")
      .chat.completions.create({ model: "local/steady-1", messages });
    await expect(call).rejects.toThrow("500");
  }
}

const reds = "main .text-bad:visible";

async function redValues(page: Page): Promise<string[]> {
  return page.locator(reds).allInnerTexts();
}

/**
 * Presses the red value at a place among its like. A mark in front of a sentence, such as an event's
 * level, is no value: its sentence is pressed.
 */
async function follow(page: Page, place: number): Promise<void> {
  const red = page.locator(reds).nth(place);
  const sentence = red.locator("xpath=ancestor::*[self::li or @aria-label='Verdict'][1]");
  const own = red.locator("xpath=ancestor-or-self::a");
  if ((await own.count()) === 0) await sentence.locator("a").last().click();
  else await own.click();
}

const drawer = { name: /^Request/ } as const;

async function seeTheCause(page: Page): Promise<void> {
  const dialog = page.getByRole("dialog", drawer);
  await dialog.getByText("upstream_5xx").first().waitFor();
  await dialog.getByText("attempt 1 failed · upstream_5xx").waitFor();
  await dialog.getByText("local answered 500").first().waitFor();
  await dialog.getByText("500 from local").waitFor();
  await dialog.getByRole("tab", { name: /^Events/ }).click();
  await dialog.getByRole("tabpanel").getByText("local answered 500").first().waitFor();
}

test(
  "every red value leads to a failed request in two clicks",
  { timeout: 90_000 },
  async ({ stage, visit }) => {
    const gateway = await stage(impatient);
    await causeTrouble(gateway);
    const { page } = await visit(gateway);
    await page.getByRole("list", { name: "Figures" }).waitFor();
    await expect.poll(() => redValues(page), { timeout: 15_000 }).toContain("100 %");
    const values = await redValues(page);
    expect(values.length).toBeGreaterThan(2);

    for (const [index, text] of values.entries()) {
      await page.goto(gateway.url);
      await expect.poll(() => redValues(page), { timeout: 15_000 }).toContain(text);
      const places = await redValues(page);
      await follow(page, places.indexOf(text));
      const dialog = page.getByRole("dialog", drawer);
      await page.waitForURL(
        ({ pathname, searchParams }) => pathname !== "/" || searchParams.has("request"),
      );
      if (!new URL(page.url()).searchParams.has("request")) {
        // The address changes first; the page before stays until the next one is there.
        const next = page.getByRole("heading", { name: /^(Requests|Events)$/, level: 1 });
        await next.waitFor({ state: "attached" });
        const line = page.locator("tbody tr").filter({ hasText: /failed|error/ });
        await line.first().click();
      }
      await dialog.getByText("upstream_5xx").first().waitFor();
      if (index === 0) await seeTheCause(page);
    }
  },
);

test("the verdict, the events and the list all name it", async ({ stage, visit }) => {
  const gateway = await stage(impatient);
  await causeTrouble(gateway);
  const { page } = await visit(gateway, { path: "/requests?outcome=failed" });
  const verdict = page.getByRole("region", { name: "Verdict" });
  await verdict.getByText("local · steady-1").first().waitFor();
  await expect.poll(() => page.getByRole("row").count()).toBe(1 + 5);
  await page.getByRole("row").nth(1).click();
  await seeTheCause(page);
  await page.keyboard.press("Escape");

  await page.keyboard.press("g");
  await page.keyboard.press("e");
  await page.getByRole("heading", { name: "Events", level: 1 }).waitFor();
  const event = page.getByRole("row").filter({ hasText: "local answered 500" }).first();
  await event.getByText("error", { exact: true }).waitFor();
  await event.click();
  await seeTheCause(page);
});
