import type { Browser, BrowserContext, Page } from "playwright-core";
import { markUpdates } from "./trace.ts";

export const viewport = { width: 1_440, height: 900 } as const;

export interface DashboardAddress {
  readonly url: string;
  readonly token: string;
}

/** A browser's profile of its own, signed in, and of a usual desktop's size. */
export async function signIn(
  browser: Browser,
  { url, token }: DashboardAddress,
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport });
  const answer = await context.request.post(`${url}/session`, {
    data: { token },
    headers: { origin: url },
  });
  if (!answer.ok()) throw new Error(`The gateway opened no session: ${answer.status()}`);
  return context;
}

/** The real dashboard, with a mark on the browser's timeline for each frame that comes. */
export async function openDashboard(
  context: BrowserContext,
  { url }: DashboardAddress,
  path = "/",
): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript({ content: markUpdates });
  await page.goto(`${url}${path}`);
  await page.getByRole("navigation", { name: "Pages" }).waitFor();
  return page;
}

/** The pages that there are: name and path, as the dashboard itself lists them. */
export async function listPages(page: Page): Promise<{ name: string; path: string }[]> {
  const links = page.getByRole("navigation", { name: "Pages" }).getByRole("link");
  return links.evaluateAll((found) =>
    found.flatMap((link) =>
      link instanceof HTMLAnchorElement
        ? { name: link.firstChild?.textContent ?? "", path: link.pathname }
        : [],
    ),
  );
}
