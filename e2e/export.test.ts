import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { test } from "./test.ts";

/** For a machine that is busy with other things too. */
const slow = { timeout: 10_000 } as const;
const messages = [{ role: "user" as const, content: "Hello there." }];

/** Saves what the page's table shows, and reads it back. */
async function saved(page: Page, ending: "CSV" | "JSON"): Promise<{ name: string; text: string }> {
  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: new RegExp(`^${ending}`) }).click(),
  ]);
  return {
    name: download.suggestedFilename(),
    text: await readFile(await download.path(), "utf8"),
  };
}

test("tables are saved as they are shown, and no spreadsheet computes what clients chose", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  for (const session of ["plain-1", "=1+1", "other-1"]) {
    await gateway.openai(session).chat.completions.create({ model: "local/swift-1", messages });
  }
  const { page } = await visit(gateway, { path: "/requests?sort=session&dir=asc" });
  await expect.poll(() => page.getByRole("row").count(), slow).toBe(1 + 3);
  const csv = await saved(page, "CSV");
  expect(csv.name).toMatch(/^signalbox-requests-[\d-]+T[\d-]+Z\.csv$/);
  const [head, ...lines] = csv.text.trimEnd().split("\r\n");
  const at = head?.split(",").indexOf("sessionId") ?? -1;
  expect(lines.map((line) => line.split(",")[at])).toEqual(["'=1+1", "other-1", "plain-1"]);

  await page.getByLabel("Search requests").fill("plain");
  await expect.poll(() => page.getByRole("row").count(), slow).toBe(1 + 1);
  const json = await saved(page, "JSON");
  expect(JSON.parse(json.text)).toMatchObject([{ sessionId: "plain-1", outcome: "ok" }]);

  for (const [name, found] of [
    ["Models", { provider: "local", model: "swift-1", calls: 3 }],
    ["Events", { level: "info", source: "gateway" }],
    ["Sessions", { sessionId: "plain-1", requests: 1 }],
    ["Tools", { name: "clock", state: "ready" }],
  ] as const) {
    await page.getByRole("navigation", { name: "Pages" }).getByText(name).click();
    await page.getByRole("heading", { name, level: 1 }).waitFor();
    await page.getByRole("row").nth(1).waitFor();
    expect(JSON.parse((await saved(page, "JSON")).text)).toEqual(
      expect.arrayContaining([expect.objectContaining(found)]),
    );
  }
});
