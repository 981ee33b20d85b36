import { measureStream } from "@signalbox/practice/driver";
import { expect } from "vitest";
import { overflow } from "./overflow.ts";
import { test } from "./test.ts";

const messages = [{ role: "user" as const, content: "Hello there." }];
const phone = { viewport: { width: 390, height: 844 } };

test("nothing scrolls sideways on a phone", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  gateway.upstream.inject({ match: { model: "steady-1" }, fault: { kind: "server_error" } });
  const { page } = await visit(gateway, phone);
  await page.getByRole("heading", { name: "Nothing has come through yet" }).waitFor();
  expect(await overflow(page), "first steps").toEqual([]);

  const long = "a-conversation-with-a-very-long-name-that-goes-on.and-on.and-on";
  for (const model of ["local/swift-1", "local/steady-1"]) {
    await measureStream(gateway.openai(long), { model, messages });
  }
  await page.reload();
  await page.getByRole("list", { name: "Figures" }).waitFor();
  expect(await overflow(page), "Overview").toEqual([]);
  for (const name of ["Requests", "Sessions", "Models", "Tools", "Channels", "Errors", "Events"]) {
    await page.getByRole("navigation", { name: "Pages" }).getByText(name).click();
    await page.getByRole("row").nth(1).waitFor();
    expect(await overflow(page), name).toEqual([]);
  }
  await page.getByRole("navigation", { name: "Pages" }).getByText("Try").click();
  await page.getByLabel("Message", { exact: true }).fill("Hello, and a-very-long-word-".repeat(9));
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("listitem").getByText("ok", { exact: true }).waitFor();
  expect(await overflow(page), "Try").toEqual([]);
  await page.goto(`${gateway.url}/requests?outcome=failed`);
  await page.getByRole("row").filter({ hasText: "failed" }).click();
  const drawer = page.getByRole("dialog", { name: /^Request/ });
  await drawer.getByText("upstream_5xx").first().waitFor();
  expect(await overflow(page), "drawer").toEqual([]);
  const box = await drawer.boundingBox();
  expect(box?.width).toBeLessThanOrEqual(390);
  await drawer.getByRole("button", { name: "Close" }).click();
  await drawer.waitFor({ state: "detached" });
});
