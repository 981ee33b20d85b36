import { expect } from "vitest";
import { gatewayAway, refusedLoading, test } from "./test.ts";

// A session that ends takes its live stream with it, sometimes before the page has let go of it.
const signedOut = { role: null, mayComplain: [refusedLoading, gatewayAway] } as const;

test("a login link signs in once, and its code leaves the address", async ({ stage, visit }) => {
  const gateway = await stage();
  const path = `/${new URL(await gateway.loginLink()).hash}`;
  const { page, context } = await visit(gateway, { ...signedOut, path });
  await page.getByRole("navigation", { name: "Pages" }).waitFor();
  expect(page.url()).toBe(`${gateway.url}/`);
  const cookies = await context.cookies();
  expect(cookies).toMatchObject([{ httpOnly: true, sameSite: "Strict" }]);

  const second = await visit(gateway, { ...signedOut, path });
  await second.page.getByRole("alert").getByText("This login link has been used").waitFor();
  expect(second.page.url()).toBe(`${gateway.url}/`);
});

test("a login link opened in the sign-in page's own tab signs in", async ({ stage, visit }) => {
  const gateway = await stage();
  const { page } = await visit(gateway, signedOut);
  await page.getByLabel("Token").waitFor();
  await page.goto(await gateway.loginLink());
  await page.getByRole("navigation", { name: "Pages" }).waitFor();
  expect(page.url()).toBe(`${gateway.url}/`);
});

test("the link keeps the page it leads to", async ({ stage, visit }) => {
  const gateway = await stage();
  const { page } = await visit(gateway, { path: "/events?level=warn" });
  expect(page.url()).toBe(`${gateway.url}/events?level=warn`);
  await page.getByRole("heading", { name: "Events", level: 1 }).waitFor();
});

test("a token signs in, a wrong one says so, and signing out ends it", async ({ stage, visit }) => {
  const gateway = await stage();
  const { page, context } = await visit(gateway, signedOut);
  const field = page.getByLabel("Token");
  const problem = page.getByRole("alert");
  await field.fill("sbx_notatokenatall0000000000000000000000");
  await page.getByRole("button", { name: "Sign in" }).click();
  await problem.getByText("The gateway does not know this token").waitFor();

  await field.fill(gateway.adminToken);
  await field.press("Enter");
  await page.getByRole("navigation", { name: "Pages" }).waitFor();

  const [before] = await context.cookies();
  await page.getByRole("button", { name: "admin" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await field.waitFor();
  await page.reload();
  await field.waitFor();
  const refused = await fetch(`${gateway.url}/trpc/auth.whoami`, {
    headers: { cookie: `${before?.name}=${before?.value}`, "sec-fetch-site": "same-origin" },
  });
  expect(refused.status).toBe(401);
});

test("an ingest token is told that it may not look", async ({ stage, visit }) => {
  const gateway = await stage();
  const { page } = await visit(gateway, signedOut);
  await page.getByLabel("Token").fill(await gateway.mint("ingest", "shop-2"));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("This token may not look at the dashboard").waitFor();
});
