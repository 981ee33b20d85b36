import { measureStream } from "@signalbox/practice/driver";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { hostile, markup, slyName, startHostileUpstream } from "./hostile-upstream.ts";
import { clientFor, type Stage } from "./stage.ts";
import { test } from "./test.ts";

const messages = [{ role: "user" as const, content: hostile }];
// oxlint-disable-next-line no-control-regex -- They are what is looked for.
const raw = /[\u001b\u202a-\u202e\u2066-\u2069]/;

/** Nothing of the text has become an element, run, or turned the reading direction. */
async function staysText(page: Page, where: string): Promise<void> {
  expect(await page.locator("img, iframe, script:not([src]), a[href^=javascript]").count()).toBe(0);
  expect(await page.locator("html[data-broken]").count(), where).toBe(0);
  const lines = (await page.locator("body").innerText()).split("\n");
  expect(
    lines.filter((line) => raw.test(line)).map((line) => JSON.stringify(line.slice(0, 90))),
    where,
  ).toEqual([]);
}

async function sendHostile(gateway: Stage): Promise<void> {
  const client = clientFor(gateway.url, await gateway.mint("ingest", slyName), "rude-1");
  const answered = await measureStream(client, { model: "vile/polite", messages });
  expect(answered.text).toBe(hostile);
  const failed = await measureStream(client, { model: "vile/rude", messages });
  expect(failed.error).toBeDefined();
  await measureStream(client, { model: `vile/${slyName}`, messages });
}

test("text from clients, models and providers stays text, and can be seen", async ({
  stage,
  visit,
}) => {
  await using upstream = await startHostileUpstream();
  const vile = { kind: "openai-compatible", baseUrl: upstream.url, allowPrivate: true };
  const gateway = await stage({ providers: { vile } });
  await sendHostile(gateway);
  const { page } = await visit(gateway);
  page.on("dialog", () => expect.unreachable("A dialog was opened by text."));

  await page.getByText(markup, { exact: false }).first().waitFor();
  await staysText(page, "Overview");
  for (const name of ["Requests", "Sessions", "Models", "Errors", "Events"]) {
    await page.getByRole("navigation", { name: "Pages" }).getByText(name).click();
    await page.getByRole("row").filter({ hasText: "<img src=x" }).first().waitFor();
    await staysText(page, name);
  }

  await page.goto(`${gateway.url}/requests?outcome=failed`);
  await page.getByRole("row").filter({ hasText: "failed" }).first().click();
  const drawer = page.getByRole("dialog", { name: /^Request/ });
  await drawer.getByText("⟨U+202E⟩", { exact: false }).first().waitFor();
  for (const tab of ["Waterfall", "Conversation", "Events", "Raw"]) {
    await drawer.getByRole("tab", { name: tab }).click();
    await drawer.getByRole("tabpanel").getByText("<img src=x", { exact: false }).first().waitFor();
    await staysText(page, `drawer, ${tab}`);
  }
});

test("a session's name is refused unless it is a plain one", async ({ stage }) => {
  const gateway = await stage();
  const call = measureStream(gateway.openai(markup), { model: "practice/swift-1", messages });
  expect((await call).error?.message).toContain("x-session-id");
});
