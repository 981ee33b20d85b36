import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { loadConfig } from "@signalbox/gateway";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { test } from "./test.ts";

const run = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));
const hasCurl = await run("curl", ["--version"]).then(
  () => true,
  () => false,
);

async function callIn(page: Page, language: string): Promise<string> {
  await page.getByRole("tab", { name: language }).click();
  return page.getByLabel(`A call in ${language}`).innerText();
}

test("an empty page sends one and shows its answer", async ({ stage, visit }) => {
  const gateway = await stage();
  const { page } = await visit(gateway);
  await page.getByRole("heading", { name: "Nothing has come through yet" }).waitFor();
  await page.getByRole("button", { name: "Send one" }).click();
  await page.getByRole("button", { name: "Send another" }).waitFor();
  await page.getByText(/^ok in .*first token after/).waitFor();
  const { requests } = await gateway.admin.requests.list.query({ limit: 10 });
  const [request] = requests;
  expect(request).toMatchObject({ practice: true, outcome: "ok", channel: "trpc" });
  const detail = await gateway.admin.requests.get.query({ requestId: request?.id ?? "" });
  const answer = detail.messages.find(({ role }) => role === "assistant")?.text ?? "";
  expect(answer.length).toBeGreaterThan(20);
  await expect.poll(() => page.getByRole("main").innerText()).toContain(answer.slice(0, 80));

  await page.getByRole("button", { name: "Open the request" }).click();
  await page.getByRole("dialog", { name: /^Request/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Show the Overview" }).click();
  await page.getByRole("list", { name: "Figures" }).waitFor();
});

test("the calls it hands out work as they stand", async ({ stage, visit }) => {
  const gateway = await stage();
  const { page } = await visit(gateway);
  await page.getByText("waiting for a request").waitFor();
  expect(await callIn(page, "curl")).toContain("YOUR_TOKEN");
  await page.getByRole("button", { name: "Make a token" }).click();
  await page.getByRole("button", { name: "Make another token" }).waitFor();

  const node = await callIn(page, "Node");
  const said = await run(process.execPath, ["--input-type=module", "--eval", node], { cwd: here });
  expect(said.stdout.trim().length).toBeGreaterThan(20);
  await page.getByText(/^heard from first client/).waitFor();

  const curl = await callIn(page, "curl");
  if (hasCurl) {
    const { stdout } = await run("sh", ["-c", `${curl} --silent --fail`]);
    expect(JSON.parse(stdout)).toMatchObject({
      choices: [{ finish_reason: "stop", message: { content: expect.stringMatching(/\w{3}/) } }],
    });
  }

  const python = await callIn(page, "Python");
  const token = /Bearer (\S+)"/.exec(curl)?.[1] ?? "missing";
  expect(python).toContain(`base_url="${gateway.url}/v1"`);
  expect(python).toContain(`api_key="${token}"`);
  const tokens = await gateway.admin.auth.listTokens.query();
  expect(tokens).toContainEqual(expect.objectContaining({ name: "first client", role: "ingest" }));
});

test("copying puts the call on the clipboard", async ({ stage, visit }) => {
  const gateway = await stage();
  const permissions = ["clipboard-read", "clipboard-write"];
  const { page } = await visit(gateway, { permissions });
  const curl = await callIn(page, "curl");
  const panel = page.getByRole("tabpanel").filter({ has: page.getByLabel("A call in curl") });
  await panel.getByRole("button", { name: "Copy" }).click();
  await panel.getByText("Copied").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(curl);
});

test("the provider it shows how to add is a config the gateway takes", async ({ stage, visit }) => {
  const gateway = await stage();
  const { page } = await visit(gateway);
  await page.getByRole("tab", { name: "signalbox.yaml" }).click();
  const text = await page.getByLabel("signalbox.yaml").last().innerText();
  const { config } = await loadConfig({
    argv: ["--port", "0"],
    env: { OPENAI_API_KEY: "sk-not-a-key" },
    cwd: here,
    readFile: async () => text,
  });
  expect([...config.providers.keys()]).toEqual(expect.arrayContaining(["openai", "local"]));
});

test("a viewer is told why the steps are closed", async ({ stage, visit }) => {
  const gateway = await stage();
  const { page } = await visit(gateway, { role: "viewer" });
  await page.getByText("A viewer can't send.").waitFor();
  await page.getByText("Only an admin can make tokens.").waitFor();
  expect(await page.getByRole("button", { name: "Send one" }).isDisabled()).toBe(true);
});
