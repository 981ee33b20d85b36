import { measureStream, startTraffic } from "@signalbox/practice/driver";
import { expect } from "vitest";
import { refusedLoading, test } from "./test.ts";
import { violations } from "./violations.ts";

const messages = [{ role: "user" as const, content: "Hello there." }];
const dressed = { colorScheme: "dark" } as const;

test(
  "an empty gateway's pages, the key map and the palette",
  { timeout: 90_000 },
  async ({ stage, visit }) => {
    const gateway = await stage();
    const { page } = await visit(gateway, dressed);
    await page.getByRole("heading", { name: "Nothing has come through yet" }).waitFor();
    await page.getByRole("tab", { name: "curl" }).waitFor();
    const found = await violations(page, "first steps");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard map" }).waitFor();
    found.push(...(await violations(page, "key map")));
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Search or run a command" }).waitFor();
    found.push(...(await violations(page, "palette")));
    const { page: door } = await visit(gateway, {
      ...dressed,
      role: null,
      mayComplain: [refusedLoading],
    });
    await door.getByLabel("Token").waitFor();
    found.push(...(await violations(door, "sign-in")));
    expect(found).toEqual([]);
  },
);

test(
  "every page while traffic flows and some of it fails",
  { timeout: 240_000 },
  async ({ stage, visit }) => {
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
    const { page } = await visit(gateway, dressed);
    await page
      .getByRole("table", { name: /^Models over/ })
      .getByText("steady-1")
      .first()
      .waitFor();
    await page.locator(".uplot canvas").first().waitFor();
    const found = await violations(page, "Overview");
    for (const name of [
      "Requests",
      "Lanes",
      "Sessions",
      "Models",
      "Tools",
      "Channels",
      "Errors",
      "Events",
    ]) {
      await page.getByRole("navigation", { name: "Pages" }).getByText(name).click();
      await page.getByRole("row").nth(2).waitFor();
      found.push(...(await violations(page, name)));
    }
    await page.getByRole("navigation", { name: "Pages" }).getByText("Try").click();
    await page.getByLabel("Message", { exact: true }).fill("What time is it?");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("listitem").getByText("ok", { exact: true }).waitFor();
    found.push(...(await violations(page, "Try")));
    expect(found).toEqual([]);
  },
);

test(
  "a request's drawer while it streams, and the question before a cancel",
  {
    timeout: 90_000,
  },
  async ({ stage, visit }) => {
    // Held for as long as it takes to look at everything.
    const gateway = await stage({ provider: { timeouts: { idleMs: 120_000 } } });
    gateway.upstream.inject({ fault: { kind: "stall", afterTokens: 3 } });
    const left = new AbortController();
    const held = measureStream(
      gateway.openai("held"),
      { model: "local/swift-1", messages },
      { signal: left.signal },
    );
    const { page } = await visit(gateway, { ...dressed, path: "/requests" });
    const line = page.getByRole("row").filter({ hasText: "held" });
    await line.getByText(/^silent [\d.]+ s$/).waitFor();
    await line.click();
    const drawer = page.getByRole("dialog", { name: /^Request/ });
    const found: string[] = [];
    await drawer.getByText(/^silent [\d.]+ s$/).waitFor();
    for (const tab of ["Waterfall", "Conversation", "Events", "Raw"]) {
      await drawer.getByRole("tab", { name: tab }).click();
      await drawer.getByRole("tabpanel").waitFor();
      found.push(...(await violations(page, `drawer, ${tab}`)));
    }
    await page.keyboard.press("c");
    await page.getByRole("dialog", { name: "Cancel this request?" }).waitFor();
    found.push(...(await violations(page, "cancel")));
    left.abort();
    await held;
    expect(found).toEqual([]);
  },
);
