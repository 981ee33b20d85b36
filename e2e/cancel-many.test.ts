import { measureStream } from "@signalbox/practice/driver";
import { expect } from "vitest";
import type { Stage } from "./stage.ts";
import { test } from "./test.ts";

/** For a machine that is busy with other things too. */
const slow = { timeout: 10_000 } as const;
const messages = [{ role: "user" as const, content: "Wait for me." }];
const model = "local/swift-1";

async function sendThree(gateway: Stage): Promise<void> {
  for (const session of ["walk-1", "walk-2", "walk-3"]) {
    await measureStream(gateway.openai(session), { model, messages });
  }
}

test("many are cancelled with one question, and each stands in the audit log", async ({
  stage,
  visit,
}) => {
  const gateway = await stage();
  gateway.upstream.inject({ fault: { kind: "hang" } });
  const { page } = await visit(gateway, { path: "/requests" });
  const calls = ["jam-1", "jam-2", "jam-3"].map((session) =>
    measureStream(gateway.openai(session), { model, messages }),
  );
  const rows = page.getByRole("row").filter({ hasText: "jam-" });
  await expect.poll(() => rows.count(), slow).toBe(3);
  await page.getByRole("checkbox", { name: "Select all in flight" }).check();
  await page.getByRole("button", { name: "Cancel 3…" }).click();
  const question = page.getByRole("dialog", { name: "Cancel 3 requests?" });
  await question.getByText("3 running requests stop now.").waitFor();
  await question.getByText("An error goes to shop.").waitFor();
  expect((await gateway.admin.system.activeRequests.query()).length).toBe(3);
  await question.getByLabel("Reason, kept in the audit log").fill("the upstream hangs");
  await question.getByRole("button", { name: "Cancel 3 requests" }).click();
  await question.waitFor({ state: "detached" });
  for (const { error } of await Promise.all(calls)) expect(error).toBeDefined();
  await expect.poll(() => rows.filter({ hasText: "cancelled" }).count(), slow).toBe(3);
  const { entries } = await gateway.admin.audit.list.query();
  expect(
    entries.filter(
      ({ action, reason }) => action === "request.cancelled" && reason === "the upstream hangs",
    ),
  ).toHaveLength(3);
});

test("what ended before the answer is told beside what was cancelled", async ({ stage, visit }) => {
  const gateway = await stage();
  gateway.upstream.inject({ fault: { kind: "hang" } });
  const { page } = await visit(gateway, { path: "/requests", mayComplain: [/404/] });
  const calls = ["jam-1", "jam-2"].map((session) =>
    measureStream(gateway.openai(session), { model, messages }),
  );
  const rows = page.getByRole("row").filter({ hasText: "jam-" });
  await expect.poll(() => rows.count(), slow).toBe(2);
  await page.getByRole("checkbox", { name: "Select all in flight" }).check();
  await page.getByRole("button", { name: "Cancel 2…" }).click();
  const question = page.getByRole("dialog", { name: "Cancel 2 requests?" });
  await question.waitFor();
  const [first] = await gateway.admin.system.activeRequests.query();
  await gateway.admin.agent.cancel.mutate({ requestId: first?.id ?? "" });
  await question.getByRole("button", { name: "Cancel 2 requests" }).click();
  await question.getByText("1 was cancelled.").waitFor();
  await question.getByText("1 had already ended.").waitFor();
  await question.getByRole("button", { name: "Close", exact: true }).last().click();
  await question.waitFor({ state: "detached" });
  await Promise.all(calls);

  await expect.poll(() => rows.filter({ hasText: "cancelled" }).count(), slow).toBe(2);
  await page.getByText("2 selected").waitFor();
  await page.keyboard.press("c");
  const nothing = page.getByRole("dialog", { name: "Nothing to cancel" });
  await nothing.getByText("2 have already ended and stay as they are.").waitFor();
});

test("Shift selects all between two requests, with the pointer and with keys", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  await sendThree(gateway);
  const { page } = await visit(gateway, { path: "/requests" });
  const boxes = page.getByRole("row").filter({ hasText: "walk-" }).getByRole("checkbox");
  await expect.poll(() => boxes.count(), slow).toBe(3);
  await boxes.first().click();
  await boxes.last().click({ modifiers: ["Shift"] });
  await page.getByText("3 selected", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Clear selection" }).click();
  for (const key of ["j", "x", "j", "j", "X"]) await page.keyboard.press(key);
  await page.getByText("3 selected", { exact: true }).waitFor();
});

test("a pinned request stays on top, whatever the filter, and in a link", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  await sendThree(gateway);
  const { page, context } = await visit(gateway, { path: "/requests" });
  const line = page.getByRole("grid", { name: "Requests" }).getByRole("row").nth(1);
  await expect.poll(() => line.innerText(), slow).toContain("walk-3");
  const pinned = page.getByRole("row").filter({ hasText: "walk-1" });
  await pinned.hover();
  await pinned.getByRole("button", { name: /^Pin request/ }).click();
  await expect.poll(() => line.innerText(), slow).toContain("walk-1");
  await page.getByLabel("Search requests").fill("walk-3");
  await expect.poll(() => page.getByRole("row").count(), slow).toBe(1 + 2);
  await expect.poll(() => line.innerText(), slow).toContain("walk-1");

  const other = await context.newPage();
  await other.goto(page.url());
  const lines = other.getByRole("grid", { name: "Requests" }).getByRole("row");
  await expect.poll(() => lines.count(), slow).toBe(1 + 2);
  expect(await lines.nth(1).innerText()).toContain("walk-1");
  await other.close();

  await page.mouse.move(700, 20);
  await page.keyboard.press("j");
  await page.keyboard.press("p");
  await expect.poll(() => page.getByRole("row").count(), slow).toBe(1 + 1);
});
