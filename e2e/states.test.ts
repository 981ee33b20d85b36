import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measureStream } from "@signalbox/practice/driver";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { freePort, startGatewayProcess } from "./gateway-process.ts";
import { overflow } from "./overflow.ts";
import type { Stage } from "./stage.ts";
import { clientFor } from "./stage.ts";
import { gatewayAway, refusedLoading, test } from "./test.ts";
import { violations } from "./violations.ts";

const messages = [{ role: "user" as const, content: "Hello there." }];
const dressed = { colorScheme: "dark" } as const;
/** For a machine that is busy with other things too. */
const slow = { timeout: 20_000 } as const;
const long = { timeout: 400_000 } as const;

const widths = [1_440, 390] as const;
type Width = (typeof widths)[number];

/** Every page that needs nothing to have happened. */
const paths = [
  "/",
  "/requests",
  "/lanes",
  "/sessions",
  "/models",
  "/tools",
  "/channels",
  "/errors",
  "/events",
  "/gateway",
  "/try",
  "/settings",
  "/settings?tab=config",
  "/settings?tab=storage",
  "/settings?tab=audit",
] as const;
/** Of things that answerSome brings about. */
const deeper = ["/sessions/calm-1", "/models/local/swift-1"] as const;

const heightAt = { 1_440: 900, 390: 844 } as const satisfies Record<Width, number>;

/** Pages that differ most in what they are made of: to read all of them in every state takes minutes. */
const telling: ReadonlySet<string> = new Set(["/", "/requests", "/lanes", "/gateway"]);

/** What is wrong with how the page looks: too wide for either screen, or not readable by all at these widths. */
async function wrongWith(page: Page, where: string, readAt: readonly Width[]): Promise<string[]> {
  const found: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: heightAt[width] });
    const name = `${where} at ${width} px`;
    found.push(...(await overflow(page)).slice(0, 3).map((what) => `${name}: too wide: ${what}`));
    if (readAt.includes(width)) found.push(...(await violations(page, name)));
  }
  await page.setViewportSize({ width: 1_440, height: heightAt[1_440] });
  return found;
}

async function answerSome(gateway: Stage): Promise<void> {
  gateway.upstream.inject({ match: { model: "steady-1" }, fault: { kind: "server_error" } });
  for (const model of ["local/swift-1", "local/steady-1"]) {
    await measureStream(gateway.openai("calm-1"), { model, messages });
  }
  await gateway.admin.agent.send.mutate({ message: "What is 12 * 12?", sessionId: "counted" });
}

/** A gateway that answers at once, and tries each call once. */
const quick = { upstream: { pace: 0 }, provider: { retries: { maxAttempts: 1 } } } as const;

const isUp = (page: Page) => page.locator("header").getByText("live", { exact: true }).waitFor();
const isIdle = (page: Page) =>
  expect
    .poll(async () => /(?:Loading|Counting)[^\n]*…/.exec(await page.innerText("main"))?.[0], slow)
    .toBeUndefined();

test("empty: every page says so, and can be read", long, async ({ stage, visit }) => {
  const gateway = await stage(quick);
  const { page } = await visit(gateway, dressed);
  const found: string[] = [];
  for (const path of paths) {
    await page.goto(`${gateway.url}${path}`);
    await isUp(page);
    await isIdle(page);
    found.push(...(await wrongWith(page, `empty, ${path}`, telling.has(path) ? [390] : [])));
  }
  expect(found).toEqual([]);
});

test(
  "live: every page can be read on a phone, and those of one thing",
  long,
  async ({ stage, visit }) => {
    const gateway = await stage(quick);
    await answerSome(gateway);
    const { page } = await visit(gateway, dressed);
    const found: string[] = [];
    for (const path of [...paths, ...deeper]) {
      await page.goto(`${gateway.url}${path}`);
      await isUp(page);
      await isIdle(page);
      // What a wide screen shows of the others is read where traffic flows.
      const isNew = deeper.some((each) => each === path) || path.startsWith("/settings");
      const readAt: readonly Width[] = isNew ? [1_440] : telling.has(path) ? [390] : [];
      found.push(...(await wrongWith(page, `live, ${path}`, readAt)));
    }
    expect(found).toEqual([]);
  },
);

test("paused: every page stands still and says so", long, async ({ stage, visit }) => {
  const gateway = await stage(quick);
  await answerSome(gateway);
  const { page } = await visit(gateway, dressed);
  const found: string[] = [];
  for (const path of paths) {
    const query = path.includes("?") ? "&" : "?";
    await page.goto(`${gateway.url}${path}${query}paused=1`);
    await page.getByRole("button", { name: /paused/ }).waitFor();
    await isIdle(page);
    found.push(...(await wrongWith(page, `paused, ${path}`, path === "/" ? [390] : [])));
  }
  expect(found).toEqual([]);
});

test("past: every page is of the moment, and can be read", long, async ({ stage, visit }) => {
  const gateway = await stage(quick);
  await answerSome(gateway);
  const isWritten = async () =>
    (await gateway.admin.history.at.query({ t: Date.now() })).recent.length;
  await expect.poll(isWritten, slow).toBe(3);
  const at = Date.now();
  const { page } = await visit(gateway, dressed);
  const found: string[] = [];
  for (const path of [...paths, ...deeper]) {
    const query = path.includes("?") ? "&" : "?";
    await page.goto(`${gateway.url}${path}${query}at=${at}`);
    await page.getByRole("group", { name: "Past moment" }).getByText("as of").waitFor();
    await page.locator("main[aria-busy=false]").waitFor();
    await isIdle(page);
    found.push(...(await wrongWith(page, `past, ${path}`, telling.has(path) ? [1_440] : [])));
  }
  expect(found).toEqual([]);
});

/** Pages that ask for what they show, and what they say where it does not come. */
const askers = [
  ["/lanes", "The lanes can't be shown"],
  ["/sessions", "The sessions can't be shown"],
  ["/models", "The heat map can't be shown"],
  ["/tools", "The tools can't be shown"],
  ["/channels", /^The (channels|clients) can't be shown/],
  ["/errors", "The failures can't be shown"],
  ["/gateway", "The charts can't be shown"],
  ["/try", "It is not known what could be tried"],
  ["/settings", "The tokens can't be shown"],
  ["/settings?tab=config", "The config can't be shown"],
  ["/settings?tab=storage", "The storage can't be shown"],
  ["/settings?tab=audit", "The audit log can't be shown"],
] as const;
/** Who is signed in, and the stream, are not a page's. */
const ofPages = /\/trpc\/(?!auth\.whoami|system\.live)/;

test(
  "loading and failed: a page that gets no answer says so, and nothing is nought",
  long,
  async ({ stage, visit }) => {
    const gateway = await stage(quick);
    await answerSome(gateway);
    const { page } = await visit(gateway, { ...dressed, mayComplain: [/status of 500/] });
    const found: string[] = [];
    for (const [path, says] of askers) {
      const { promise: isRefused, resolve: refuse } = Promise.withResolvers<void>();
      await page.route(ofPages, async (route) => {
        await isRefused;
        await route.fulfill({ status: 500, json: refusal }).catch(() => {});
      });
      await page.goto(`${gateway.url}${path}`);
      await isUp(page);
      await page.getByText("Loading…").first().waitFor();
      found.push(...(await wrongWith(page, `loading, ${path}`, telling.has(path) ? [1_440] : [])));
      refuse();
      await page.getByText(says).first().waitFor(slow);
      found.push(...(await wrongWith(page, `failed, ${path}`, telling.has(path) ? [1_440] : [])));
      await page.unrouteAll({ behavior: "ignoreErrors" });
    }
    expect(found).toEqual([]);
  },
);

/** As tRPC says that a call failed. */
const refusal = {
  error: {
    message: "The disk is away.",
    code: -32_603,
    data: { code: "INTERNAL_SERVER_ERROR", httpStatus: 500 },
  },
} as const;

test(
  "denied: who may not see is told why, and a session that is over leads to the door",
  long,
  async ({ stage, visit }) => {
    const gateway = await stage(quick);
    const { page } = await visit(gateway, {
      ...dressed,
      role: "viewer",
      // Its stream ends with its session.
      mayComplain: [refusedLoading, gatewayAway],
    });
    const found: string[] = [];
    for (const [path, says] of [
      ["/settings", /admin/],
      ["/settings?tab=audit", "Only an admin may read the audit log"],
      ["/try", /viewer|operator/],
    ] as const) {
      await page.goto(`${gateway.url}${path}`);
      await isUp(page);
      await page.locator("main").getByText(says).first().waitFor();
      found.push(...(await wrongWith(page, `denied, ${path}`, [1_440])));
    }
    const viewer = (await gateway.admin.auth.listTokens.query()).find(
      ({ name }) => name === "one viewer",
    );
    await gateway.admin.auth.revokeToken.mutate({ id: viewer?.id ?? "" });
    await page.getByLabel("Token").waitFor(slow);
    found.push(...(await wrongWith(page, "denied, the door", [390])));
    expect(found).toEqual([]);
  },
);

const adminToken = "sbx_for-the-tests-of-states-0123456789abcdefghij";

test(
  "stale and reconnecting: every page keeps what it knew, and says how old it is",
  long,
  async ({ visit }) => {
    const dataDir = await mkdtemp(join(tmpdir(), "signalbox-e2e-"));
    await using parts = new AsyncDisposableStack();
    parts.defer(() => rm(dataDir, { recursive: true, force: true }));
    const port = await freePort();
    const program = parts.use(await startGatewayProcess({ port, dataDir, adminToken }));
    const url = `http://127.0.0.1:${port}`;
    const link = (await program.line(/#code=/)).trim();
    await clientFor(url, adminToken).chat.completions.create({
      model: "practice/swift-1",
      messages,
    });
    const { page } = await visit(
      { url, loginLink: async () => link },
      { ...dressed, mayComplain: [gatewayAway, /status of 504/] },
    );
    await isUp(page);
    const entries = page.getByRole("navigation", { name: "Pages" }).getByRole("link");
    const names = (await entries.allInnerTexts()).map((text) => text.split("\n")[0] ?? "");
    const goTo = (name: string) => entries.filter({ hasText: new RegExp(`^${name}`) }).click();
    // What a page is made of comes from the gateway too.
    for (const name of names) {
      await goTo(name);
      await isIdle(page);
    }
    const found: string[] = [];
    const look = async (state: string, verdict: RegExp) => {
      for (const name of names) {
        await goTo(name);
        await page
          .getByRole("region", { name: "Verdict" })
          .getByText(verdict)
          .first()
          .waitFor(slow);
        found.push(
          ...(await wrongWith(page, `${state}, ${name}`, name === "Overview" ? [1_440] : [])),
        );
      }
    };
    program.freeze();
    await page.locator("header").getByText("stale", { exact: true }).waitFor(slow);
    await look("stale", /Can't tell: no data for/);
    program.thaw();
    await isUp(page);
    await program.kill("SIGKILL");
    await page
      .locator("header")
      .getByText(/^(reconnecting|disconnected)$/)
      .waitFor(slow);
    await look("away", /Can't tell: no data for/);
    expect(found).toEqual([]);
  },
);
