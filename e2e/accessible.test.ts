import { AxeBuilder } from "@axe-core/playwright";
import { measureStream, startTraffic } from "@signalbox/practice/driver";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { test } from "./test.ts";

const messages = [{ role: "user" as const, content: "Hello there." }];
const themes = ["dark", "light"] as const;

/** Each violation as a line that says what and where. A theme changes colours and nothing else. */
async function violations(page: Page, where: string, theme = "dark"): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (theme === "light") axe.withRules(["color-contrast"]);
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = "" }) => {
      const why = failureSummary.split("\n").at(-1)?.trim() ?? "";
      return `${where}: ${id} at ${target.join(" ")}: ${why}`;
    }),
  );
}

test.for(themes)("the empty Overview is accessible (%s)", async (colorScheme, { stage, visit }) => {
  const gateway = await stage();
  const { page } = await visit(gateway, { colorScheme });
  await page.getByRole("heading", { name: "Nothing has come through yet" }).waitFor();
  await page.getByRole("tab", { name: "curl" }).waitFor();
  expect(await violations(page, "first steps", colorScheme)).toEqual([]);
});

test.for(themes)(
  "busy pages are accessible (%s)",
  { timeout: 90_000 },
  async (colorScheme, { stage, visit }) => {
    const gateway = await stage({ upstream: { pace: 0.3 } });
    gateway.upstream.inject({ match: { model: "steady-1" }, fault: { kind: "server_error" } });
    await using traffic = startTraffic({
      baseUrl: `${gateway.url}/v1`,
      apiKey: await gateway.mint("ingest", "busy"),
      seed: 3,
      ratePerSecond: 4,
      sessions: 3,
      models: [
        { model: "local/swift-1", weight: 3 },
        { model: "local/steady-1", weight: 1 },
      ],
    });
    await expect.poll(() => traffic.stats().failed, { timeout: 15_000 }).toBeGreaterThan(1);
    const { page } = await visit(gateway, { colorScheme });
    await page
      .getByRole("table", { name: /^Models over/ })
      .getByText("steady-1")
      .first()
      .waitFor();
    await page.locator(".uplot canvas").first().waitFor();
    const found = await violations(page, "Overview", colorScheme);

    const left = new AbortController();
    gateway.upstream.inject({
      match: { model: "deep-1" },
      fault: { kind: "stall", afterTokens: 3 },
    });
    const held = measureStream(
      gateway.openai("held"),
      { model: "local/deep-1", messages },
      { signal: left.signal },
    );
    for (const name of ["Requests", "Models", "Events"]) {
      await page.getByRole("navigation", { name: "Pages" }).getByText(name).click();
      await page.getByRole("row").nth(2).waitFor();
      found.push(...(await violations(page, name, colorScheme)));
    }
    await page.goto(`${gateway.url}/requests?sessionId=held`);
    await page.getByRole("row").filter({ hasText: "held" }).click();
    const drawer = page.getByRole("dialog", { name: /^Request/ });
    for (const tab of ["Waterfall", "Conversation", "Events", "Raw"]) {
      await drawer.getByRole("tab", { name: tab }).click();
      await drawer.getByRole("tabpanel").waitFor();
      found.push(...(await violations(page, `drawer, ${tab}`, colorScheme)));
    }
    await page.keyboard.press("c");
    await page.getByRole("dialog", { name: "Cancel this request?" }).waitFor();
    found.push(...(await violations(page, "cancel", colorScheme)));
    left.abort();
    await held;
    expect(found).toEqual([]);
  },
);

test("the sign-in page, the key map and the palette are accessible", async ({ stage, visit }) => {
  const gateway = await stage();
  const { page } = await visit(gateway);
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard map" }).waitFor();
  const found = await violations(page, "key map");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search or run a command" }).waitFor();
  found.push(...(await violations(page, "palette")));
  const { page: door } = await visit(gateway, { role: null, mayComplain: [/status of 401/] });
  await door.getByLabel("Token").waitFor();
  found.push(...(await violations(door, "sign-in")));
  expect(found).toEqual([]);
});
