import { fileURLToPath } from "node:url";
import { measureStream } from "@signalbox/practice/driver";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { endless, hostile, markup, slyName, startHostileUpstream } from "./hostile-upstream.ts";
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

const unruly = fileURLToPath(
  new URL("../apps/gateway/test/mcp-servers/unruly-server.ts", import.meta.url),
);

test(
  "text from clients, models, providers, tools and operators stays text, and can be seen",
  { timeout: 90_000 },
  async ({ stage, visit }) => {
    await using upstream = await startHostileUpstream();
    const vile = { kind: "openai-compatible", baseUrl: upstream.url, allowPrivate: true };
    const description = JSON.stringify({ description: hostile });
    const gateway = await stage({
      providers: { vile },
      mcpServers: { sly: { command: process.execPath, args: [unruly, description] } },
    });
    await sendHostile(gateway);
    // What an operator says is shown to the next one.
    const reason = hostile.slice(0, 200);
    await gateway.admin.models.pause.mutate({ provider: "vile", model: "polite", reason });
    await gateway.admin.lanes.pause.mutate({ all: true, reason });
    const { page } = await visit(gateway);
    page.on("dialog", () => expect.unreachable("A dialog was opened by text."));

    await page.getByText(markup, { exact: false }).first().waitFor();
    await staysText(page, "Overview");
    await page.getByRole("button", { name: "Show the lanes as a table" }).press("Enter");
    await staysText(page, "Overview, lanes");
    for (const name of ["Requests", "Lanes", "Sessions", "Models", "Tools", "Errors", "Events"]) {
      await page.getByRole("navigation", { name: "Pages" }).getByText(name).click();
      await page.getByRole("heading", { name, level: 1 }).waitFor({ state: "attached" });
      await page.getByRole("row").filter({ hasText: "<img src=x" }).first().waitFor();
      await staysText(page, name);
    }
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Search or run a command" }).fill("<img");
    await page.getByRole("option").filter({ hasText: "<img src=x" }).first().waitFor();
    await staysText(page, "palette");

    await page.goto(`${gateway.url}/requests?outcome=failed`);
    await page.getByRole("row").filter({ hasText: "failed" }).first().click();
    const drawer = page.getByRole("dialog", { name: /^Request/ });
    await drawer.getByText("⟨U+202E⟩", { exact: false }).first().waitFor();
    for (const tab of ["Waterfall", "Conversation", "Events", "Raw"]) {
      await drawer.getByRole("tab", { name: tab }).click();
      await drawer
        .getByRole("tabpanel")
        .getByText("<img src=x", { exact: false })
        .first()
        .waitFor();
      await staysText(page, `drawer, ${tab}`);
    }
    const requestId = new URL(page.url()).searchParams.get("request") ?? "";
    await page.goto(`${gateway.url}/requests/${requestId}`);
    await page.locator("main").getByText("⟨U+202E⟩").first().waitFor();
    await staysText(page, "the request's own page");
    await page.goto(`${gateway.url}/?evidence=1`);
    const evidence = page.getByRole("dialog", { name: "Evidence" });
    await evidence
      .getByRole("region", { name: "Samples" })
      .getByText("<img src=x")
      .first()
      .waitFor();
    await staysText(page, "evidence");
    await page.goto(
      `${gateway.url}/requests?${new URLSearchParams({ text: markup, model: slyName, client: markup, sort: markup, pinned: markup })}`,
    );
    await page.getByText("No request matches").waitFor();
    await staysText(page, "an address");
  },
);

test("a line of a megabyte is folded, and holds no page up", async ({ stage, visit }) => {
  await using upstream = await startHostileUpstream();
  const vile = { kind: "openai-compatible", baseUrl: upstream.url, allowPrivate: true };
  const gateway = await stage({ providers: { vile } });
  const answered = await measureStream(gateway.openai("long-1"), {
    model: "vile/endless",
    messages: [{ role: "user", content: "x".repeat(300_000) }],
  });
  expect(answered.text).toHaveLength(endless.length);
  const { page } = await visit(gateway, { path: "/requests" });
  await page.getByRole("row").filter({ hasText: "long-1" }).click();
  const drawer = page.getByRole("dialog", { name: /^Request/ });
  for (const [tab, isFolded] of [
    ["Waterfall", false],
    ["Conversation", true],
    ["Raw", true],
  ] as const) {
    await drawer.getByRole("tab", { name: tab }).click();
    await drawer.getByRole("tabpanel").waitFor();
    if (isFolded)
      await drawer
        .getByRole("button", { name: /^Show .+ more$/ })
        .first()
        .waitFor();
    const { length, isWide } = await drawer.evaluate((element) => ({
      length: element.textContent?.length ?? 0,
      isWide: element.scrollWidth > element.clientWidth,
    }));
    expect(length, tab).toBeLessThan(20_000);
    expect(isWide, tab).toBe(false);
  }
});

test("a session's name is refused unless it is a plain one", async ({ stage }) => {
  const gateway = await stage();
  const call = measureStream(gateway.openai(markup), { model: "practice/swift-1", messages });
  expect((await call).error?.message).toContain("x-session-id");
});
