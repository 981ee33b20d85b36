import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { test as base } from "vitest";
import { launchBrowser } from "./browser.ts";
import { Complaints } from "./complaints.ts";
import { openStage, type Stage, type StageOptions } from "./stage.ts";

export interface VisitOptions extends BrowserContextOptions {
  /** Where to, from the gateway's root. */
  readonly path?: string;
  /** The role to sign in with; null for nobody. */
  readonly role?: "viewer" | "operator" | "admin" | null;
  /** Errors on the console that the test itself brings about. */
  readonly mayComplain?: readonly RegExp[];
}

export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
}

/** What a page may say when the gateway refuses it or is away. */
export const refusedLoading =
  /Failed to load resource: the server responded with a status of 4\d\d/;
export const gatewayAway =
  /ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED|ERR_SOCKET/;

const wide = { width: 1440, height: 900 };

/**
 * Tests with a browser. A test that opens a page through `visit` fails where that page said an error, broke
 * its policy or asked anyone but its gateway.
 */
export const test = base
  // oxlint-disable-next-line no-empty-pattern -- Fixtures are told apart by what they take from the first argument.
  .extend("browser", { scope: "file" }, async ({}, { onCleanup }) => {
    const browser = await launchBrowser();
    onCleanup(() => browser.close());
    return browser;
  })
  // oxlint-disable-next-line no-empty-pattern -- As above.
  .extend("stage", async ({}, { onCleanup }) => {
    const opened = new AsyncDisposableStack();
    onCleanup(() => opened.disposeAsync());
    return async (options?: StageOptions): Promise<Stage> => opened.use(await openStage(options));
  })
  .extend("visit", async ({ browser }, { onCleanup }) => {
    const visits: { context: BrowserContext; found: () => string[] }[] = [];
    onCleanup(async () => {
      for (const { context } of visits) await context.close();
      const found = visits.flatMap((visit) => visit.found());
      if (found.length > 0) throw new Error(`The page complained:\n${found.join("\n")}`);
    });
    return async (
      at: Pick<Stage, "url" | "loginLink">,
      { path = "/", role = "admin", mayComplain = [], ...rest }: VisitOptions = {},
    ): Promise<Visit> => {
      const context = await browser.newContext({ viewport: wide, ...rest });
      const complaints = new Complaints(context, at.url);
      visits.push({ context, found: () => complaints.except(mayComplain) });
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      const hash = role === null ? "" : new URL(await at.loginLink(role)).hash;
      await page.goto(`${at.url}${path}${hash}`);
      if (role !== null) await page.getByRole("navigation", { name: "Pages" }).waitFor();
      return { context, page };
    };
  });
