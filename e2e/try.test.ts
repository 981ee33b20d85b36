import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { refusedLoading, test } from "./test.ts";

const run = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));

/** Sends from the keyboard. */
/** For a machine that is busy with other things too. */
const slow = { timeout: 10_000 } as const;

async function send(page: Page, message: string): Promise<void> {
  const field = page.getByLabel("Message", { exact: true });
  await field.fill(message);
  // One at a time: the turn before may still be on its way to its end.
  const button = page.getByRole("button", { name: "Send" });
  await expect.poll(() => button.getAttribute("aria-disabled"), slow).not.toBe("true");
  await field.press("Control+Enter");
}

/** The turns that are shown, oldest first. */
function turns(page: Page) {
  return page.getByRole("region", { name: "Conversation" }).getByRole("listitem");
}

/** What the strip's table says of the conversation's lane. */
async function laneRow(page: Page) {
  const strip = page.getByRole("region", { name: "Its lane, last 60 s" });
  await strip.getByRole("button", { name: "Show the lanes as a table" }).press("Enter");
  return strip.getByRole("row").nth(1);
}

test("the practice model is asked twice in one session, and its answers are the requests' own", async ({
  stage,
  visit,
}) => {
  const gateway = await stage();
  const { page } = await visit(gateway, { path: "/try?model=practice/steady-1" });
  await page.getByText("practice", { exact: true }).first().waitFor();
  await send(page, "Say hello, and tell me what you are.");
  // It is seen while it is written.
  await page.waitForFunction(() => {
    const turn = document.querySelector("[aria-label=Conversation] li");
    const said = turn?.querySelectorAll("pre")[1]?.textContent ?? "";
    const isOpen = [...(turn?.querySelectorAll("button") ?? [])].some(
      ({ textContent }) => textContent === "Stop",
    );
    return isOpen && said.length > 10;
  });
  await turns(page).first().getByText("ok", { exact: true }).waitFor();
  await turns(page)
    .first()
    .getByText(/first token .* tokens\/s .* in · .* out/)
    .waitFor();

  await send(page, "And what time is it?");
  const second = turns(page).nth(1);
  await second.getByText("tool · clock").waitFor();
  await second.getByText("ok", { exact: true }).waitFor();

  const { requests } = await gateway.admin.requests.list.query({ limit: 10 });
  expect(requests).toHaveLength(2);
  expect(new Set(requests.map(({ sessionId }) => sessionId)).size).toBe(1);
  expect(requests[0]).toMatchObject({ practice: true, outcome: "ok", channel: "trpc" });
  const detail = await gateway.admin.requests.get.query({ requestId: requests[1]?.id ?? "" });
  const answer = detail.messages.find(({ role }) => role === "assistant")?.text ?? "";
  expect(answer.length).toBeGreaterThan(20);
  expect(await turns(page).first().innerText()).toContain(answer.slice(0, 80));

  await second.getByRole("button", { name: "Open the request" }).click();
  await page.getByRole("dialog", { name: /^Request/ }).waitFor();
  expect(new URL(page.url()).searchParams.get("request")).toBe(requests[0]?.id);
});

test("one that hangs is seen in its lane, and Stop ends it", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  gateway.upstream.inject({ fault: { kind: "hang" } });
  const { page } = await visit(gateway, { path: "/try?model=support&sessionId=till-3" });
  await send(page, "Are you there?");
  const turn = turns(page).first();
  await turn.getByText("waiting for first token").waitFor();
  const lane = await laneRow(page);
  await expect.poll(() => lane.innerText()).toMatch(/till-3.*waiting/s);
  await turn.getByRole("button", { name: "Stop" }).click();
  await turn.getByText("cancelled", { exact: true }).first().waitFor();
  await expect.poll(() => page.getByRole("button", { name: "Stop" }).count()).toBe(0);
  const [request] = (await gateway.admin.requests.list.query({ limit: 1 })).requests;
  expect(request).toMatchObject({ outcome: "cancelled", sessionId: "till-3" });
});

test("who leaves and comes back finds the run again, and all that it said", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 1 } });
  const { page } = await visit(gateway, { path: "/try?model=local/steady-1" });
  await send(page, "Tell me of the line, at length.");
  await page.getByRole("button", { name: "Stop" }).waitFor();
  const asked = new URL(page.url()).searchParams.get("run");
  expect(asked).not.toBeNull();
  const nav = page.getByRole("navigation", { name: "Pages" });
  await nav.getByText("Models").click();
  await page.getByRole("heading", { name: "Models", level: 1 }).waitFor();
  await nav.getByText("Try").click();
  await turns(page).first().getByText("Tell me of the line, at length.").waitFor();
  expect(new URL(page.url()).searchParams.get("run")).toBe(asked);
  await turns(page).first().getByText("ok", { exact: true }).waitFor({ timeout: 30_000 });
  const detail = await gateway.admin.requests.get.query({ requestId: asked ?? "" });
  const answer = detail.messages.find(({ role }) => role === "assistant")?.text ?? "";
  const flat = (text: string) => text.replaceAll(/\s+/g, " ");
  await expect
    .poll(async () => flat(await turns(page).first().innerText()))
    .toContain(flat(answer).slice(-60));
});

test("a failure is told with its kind, and what was written stays to be sent again", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  gateway.upstream.inject({ fault: { kind: "context_length" } });
  const { page } = await visit(gateway, {
    path: "/try?model=support",
    mayComplain: [refusedLoading],
  });
  await send(page, "Too long a story.");
  await turns(page).first().getByText("context_length").last().waitFor();
  await page.getByRole("combobox", { name: "Ask" }).selectOption("Another model…");
  await page.getByRole("textbox", { name: "Ask" }).fill("nobody/model");
  await page.keyboard.press("Enter");
  await page.waitForURL(/nobody/);
  await send(page, "Hello?");
  await page.getByRole("alert").getByText("nobody").waitFor();
  expect(await page.getByLabel("Message", { exact: true }).inputValue()).toBe("Hello?");
});

test("the typed call that it shows works as it stands", async ({ stage, visit }) => {
  const gateway = await stage();
  const { page } = await visit(gateway, { path: "/try?model=support" });
  await page.getByLabel("Name of the client").fill("till");
  await page.getByRole("button", { name: "Make a token" }).click();
  await page.getByRole("tab", { name: "tRPC" }).click();
  const call = page.getByLabel("A call in tRPC");
  await expect.poll(() => call.innerText()).toContain("sbx_");
  const code = await call.innerText();
  const said = await run(process.execPath, ["--input-type=module", "--eval", code], { cwd: here });
  expect(said.stdout.trim().length).toBeGreaterThan(20);
  const { requests } = await gateway.admin.requests.list.query({ limit: 1 });
  expect(requests[0]).toMatchObject({ client: "till", agent: "support", outcome: "ok" });
});

test("a viewer is told why it is closed", async ({ stage, visit }) => {
  const gateway = await stage();
  const { page } = await visit(gateway, { path: "/try", role: "viewer" });
  await page.getByText("only an operator or an admin may try agents and models").waitFor();
  expect(await page.getByLabel("Message", { exact: true }).isDisabled()).toBe(true);
  const sendButton = page.getByRole("button", { name: "Send" });
  expect(await sendButton.getAttribute("aria-disabled")).toBe("true");
});
