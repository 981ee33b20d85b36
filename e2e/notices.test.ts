import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Stage } from "./stage.ts";
import { test } from "./test.ts";

/** For a machine that is busy with other things too. */
const slow = { timeout: 10_000 } as const;
const secret = "my very private question";

/** Stands in for the browser's own, which shows its notices outside of the page. */
async function standIn(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const told: string[] = [];
    const world = { told, asked: 0, isHidden: false };
    class Notice extends EventTarget {
      static permission = "default";
      static requestPermission(): Promise<string> {
        world.asked += 1;
        Notice.permission = "granted";
        return Promise.resolve("granted");
      }
      constructor(title: string, { body }: { body: string }) {
        super();
        told.push(`${title} ${body}`);
      }
      close(): void {}
    }
    Object.assign(globalThis, { Notification: Notice, world });
    Object.defineProperty(document, "visibilityState", {
      get: () => (world.isHidden ? "hidden" : "visible"),
    });
  });
  await page.reload();
}

interface World {
  readonly told: readonly string[];
  readonly asked: number;
}

async function worldOf(page: Page): Promise<World> {
  return page.evaluate(() => {
    // Put there by the stand-in.
    const { world } = globalThis as unknown as { world: World };
    return { told: [...world.told], asked: world.asked };
  });
}

async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.assign((globalThis as unknown as { world: object }).world, { isHidden: hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, isHidden);
}

async function fail(gateway: Stage, times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    const call = gateway.openai("torn").chat.completions.create({
      model: "local/steady-1",
      messages: [{ role: "user", content: secret }],
    });
    await expect(call).rejects.toThrow("500");
  }
}

test("what turns red in a tab that is out of sight is told, once it was asked for", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({
    upstream: { pace: 0 },
    provider: { retries: { maxAttempts: 1 }, breaker: { failures: 100 } },
  });
  gateway.upstream.inject({ fault: { kind: "server_error", status: 500 } });
  const { page } = await visit(gateway, { path: "/events" });
  await standIn(page);
  await page.locator("header").getByText("live", { exact: true }).waitFor();
  expect((await worldOf(page)).asked).toBe(0);
  await page.getByRole("button", { name: "admin" }).click();
  await page.getByRole("menuitem", { name: "Notify me when something turns red" }).click();
  await expect.poll(async () => (await worldOf(page)).asked, slow).toBe(1);

  await setHidden(page, true);
  await fail(gateway, 6);
  await expect.poll(async () => (await worldOf(page)).told.length, { timeout: 10_000 }).toBe(1);
  const { told } = await worldOf(page);
  expect(told[0]).toMatch(/^Signalbox: something is wrong \d of \d requests? failed/);
  expect(told[0]).not.toContain(secret);
  await expect.poll(() => page.title(), slow).toMatch(/^■ Events/);
  expect(await page.locator("link[rel=icon]").getAttribute("href")).toMatch(/^\/assets\/bad-/);

  await page.getByRole("button", { name: "admin" }).click();
  await page.getByRole("menuitem", { name: "Stop notifying me" }).waitFor();
});
