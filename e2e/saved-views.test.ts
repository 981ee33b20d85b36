import { expect } from "vitest";
import { test } from "./test.ts";

/** For a machine that is busy with other things too. */
const slow = { timeout: 10_000 } as const;
test("a view is named, found in the palette and the menu, renamed and deleted", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  const path = "/requests?outcome=failed&sort=cost&dir=desc&window=1h";
  const { page } = await visit(gateway, { path });
  await page.getByRole("grid", { name: "Requests" }).waitFor();
  await page.keyboard.press("v");
  const dialog = page.getByRole("dialog", { name: "Saved views" });
  await dialog.getByLabel(/^Name what you see now/).fill("Dear failures");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });

  await page.goto(`${gateway.url}/lanes?window=15m`);
  await page.getByRole("heading", { name: "Lanes", level: 1 }).waitFor({ state: "attached" });
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search or run a command" }).fill("dear");
  await page.getByRole("option", { name: /Dear failures/ }).waitFor();
  await page.keyboard.press("Enter");
  // Just as it was saved: the window of the page before is no part of it.
  await page.waitForURL(`${gateway.url}${path}`);

  await page.keyboard.press("v");
  await dialog.getByRole("button", { name: "Rename Dear failures" }).click();
  await dialog.getByLabel("New name of Dear failures").fill("Costly");
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Costly", exact: true }).waitFor();
  await page.keyboard.press("Escape");

  await page.goto(gateway.url);
  await page.getByRole("button", { name: "admin" }).click();
  await page.getByRole("menuitem", { name: "Costly" }).click();
  await page.waitForURL(`${gateway.url}${path}`);
  await page.keyboard.press("v");
  await dialog.getByRole("button", { name: "Delete Costly" }).click();
  await dialog.getByText("No view is saved in this browser yet").waitFor();
});

test("what others wrote to the browser's storage is no view", async ({ stage, visit }) => {
  const gateway = await stage();
  const { page } = await visit(gateway);
  const views = [
    { name: "away", path: "https://evil.example/" },
    { name: "off", path: "//evil.example/" },
    { name: "<img src=x>", path: "/lanes" },
    7,
  ];
  await page.evaluate(
    (text) => localStorage.setItem("signalbox-views", text),
    JSON.stringify(views),
  );
  await page.reload();
  await page.getByRole("navigation", { name: "Pages" }).waitFor();
  await page.keyboard.press("v");
  const list = page.getByRole("dialog", { name: "Saved views" }).getByRole("listitem");
  await expect.poll(() => list.count(), slow).toBe(1);
  expect(await list.innerText()).toContain("<img src=x>");
});
