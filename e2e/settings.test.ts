import { createClient } from "@signalbox/api-contract";
import { expect } from "vitest";
import { refusedLoading, test } from "./test.ts";
import { violations } from "./violations.ts";

const dressed = { colorScheme: "dark" } as const;

test("a token is made, seen once, used, revoked, and all of it is on record", async ({
  stage,
  visit,
}) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  const { page, context } = await visit(gateway, { path: "/settings" });
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: gateway.url });
  await page.getByRole("button", { name: "Make a token…" }).click();
  await page.getByLabel(/^Name/).fill("till");
  await page.getByRole("radio", { name: /^operator/ }).check();
  await page.getByLabel("Expires").selectOption("in a week");
  await page.keyboard.press("Enter");
  const shown = page.getByRole("dialog", { name: "The token of till" });
  const token = (await shown.getByLabel("The token").innerText()).trim();
  expect(token).toMatch(/^sbx_\w+\./);
  await shown.getByRole("button", { name: "Copy" }).first().click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);
  // A click beside it does not lose what can't be shown again.
  await page.mouse.click(4, 4);
  await shown.waitFor();
  await shown.getByRole("button", { name: "Done, I have it" }).click();
  await shown.waitFor({ state: "detached" });

  // It is nowhere in the page any more, nor in what a reload would bring back.
  const [, secret = ""] = token.split(".");
  expect(await page.content()).not.toContain(secret);
  expect(page.url()).not.toContain(secret);
  const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
  expect(kept).not.toContain(secret);

  const client = createClient({ url: gateway.url, token });
  expect(await client.auth.whoami.query()).toMatchObject({ name: "till", role: "operator" });
  expect(await client.agent.send.mutate({ message: "Hello.", agent: "support" })).toMatchObject({
    durable: true,
  });

  const row = page.getByRole("row").filter({ hasText: "till" });
  await row.getByText("active").waitFor();
  await row.getByText(/^in \d d/).waitFor();
  await row.getByRole("button", { name: "Revoke till" }).click();
  const question = page.getByRole("dialog", { name: "Revoke till?" });
  await question.getByText(/It was last used .* ago/).waitFor();
  await question.getByText("It has no request in flight.").waitFor();
  await question.getByLabel(/^Reason/).fill("lost with a laptop");
  await question.getByRole("button", { name: "Revoke it" }).click();
  await page.mouse.move(2, 2);
  await row.getByText("revoked").waitFor();
  await expect(client.auth.whoami.query()).rejects.toMatchObject({ data: { httpStatus: 401 } });

  await page.getByRole("tab", { name: "Audit log" }).click();
  await page.waitForURL("**/settings?tab=audit");
  const revoked = page.getByRole("row").filter({ hasText: "token.revoked" });
  await revoked.getByText("lost with a laptop").waitFor();
  await page.getByText("every entry is as it was written").waitFor();
  await page.getByRole("combobox", { name: "Action" }).selectOption("token.created");
  await revoked.waitFor({ state: "detached" });
  await page.getByLabel("Search the audit log").fill("till");
  await expect.poll(() => page.getByRole("row").count()).toBe(2);
  await page.reload();
  const made = page.getByRole("row").filter({ hasText: "token.created" });
  await made.getByRole("link", { name: "till" }).click();
  await page.waitForURL("**/settings?tab=tokens");
});

test("a viewer sees what could be done, and why not by them", async ({ stage, visit }) => {
  const gateway = await stage({ upstream: { pace: 0 } });
  const { page } = await visit(gateway, {
    ...dressed,
    path: "/settings",
    role: "viewer",
    mayComplain: [refusedLoading],
  });
  const make = page.getByRole("button", { name: "Make a token…" });
  await expect.poll(() => make.getAttribute("aria-disabled")).toBe("true");
  await page.getByText("Only an admin may see the tokens").waitFor();
  const found = await violations(page, "tokens, for a viewer");
  await make.focus();
  await page.getByText("only an admin may make tokens").waitFor();

  await page.getByRole("tab", { name: "Tokens" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/settings?tab=config");
  const port = page.getByRole("row").filter({ hasText: /^port/ });
  await port.getByRole("cell", { name: "flag --port", exact: true }).waitFor();
  const dataDir = page.getByRole("row").filter({ hasText: /^dataDir/ });
  await dataDir.getByText("shown to admins alone").waitFor();
  await page.getByLabel("Search the config").fill("lanes");
  await port.waitFor({ state: "detached" });
  await page.waitForURL("**/settings?tab=config&text=lanes");
  found.push(...(await violations(page, "config, for a viewer")));

  await page.getByRole("tab", { name: "Storage" }).click();
  await page.getByText("kept: messages, tool inputs and outputs, bodies").waitFor();
  found.push(...(await violations(page, "storage, for a viewer")));
  await page.getByRole("tab", { name: "Audit log" }).click();
  await page.getByText("Only an admin may read the audit log").waitFor();
  expect(found).toEqual([]);
});
