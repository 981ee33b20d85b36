import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, BrowserContext, CDPSession } from "playwright-core";
import { z } from "zod";
import type { Devtools } from "./devtools.ts";
import { viewport, type DashboardAddress } from "./open-dashboard.ts";
import { markUpdates } from "./trace.ts";

const target = z.object({ targetId: z.string() });
const attached = z.object({ sessionId: z.string() });
const profile = z.object({ browserContextId: z.string() });
const heard = z.object({ sessionId: z.string(), message: z.string() });
const answer = z.object({ id: z.number(), result: z.unknown() });
const event = z.object({ method: z.string(), params: z.unknown() });
const evaluated = z.object({ result: z.object({ value: z.unknown() }) });
const beginsForMs = 500;

export interface BareTabOptions {
  /** Runs in the page before anything of its own. */
  readonly script?: string;
}

/**
 * A page of the dashboard as a person has it, in a profile that has never seen it: nobody listens to its network, and
 * nothing looks at what is on it. Whoever listens has each message of the live stream written out again for the
 * listener, on the page's own main thread, which takes as long as drawing it; and what a testing library brings into a
 * page to look at it is read and run before the page's own code.
 */
export class BareTab implements Devtools, AsyncDisposable {
  readonly #session: CDPSession;
  readonly #browserContextId: string;
  readonly #sessionId: string;
  #lastId = 0;

  private constructor(session: CDPSession, browserContextId: string, sessionId: string) {
    this.#session = session;
    this.#browserContextId = browserContextId;
    this.#sessionId = sessionId;
  }

  /** `signedIn` is whose session it has; the tab itself is one that the library knows nothing of. */
  static async open(
    browser: Browser,
    signedIn: BrowserContext,
    { url }: DashboardAddress,
    path: string,
    { script = markUpdates }: BareTabOptions = {},
  ): Promise<BareTab> {
    const session = await browser.newBrowserCDPSession();
    const { browserContextId } = profile.parse(await session.send("Target.createBrowserContext"));
    const cookies = (await signedIn.cookies(url)).map(({ name, value }) => ({ name, value, url }));
    await session.send("Storage.setCookies", { cookies, browserContextId });
    const made = await session.send("Target.createTarget", {
      url: "about:blank",
      browserContextId,
    });
    const { targetId } = target.parse(made);
    const { sessionId } = attached.parse(await session.send("Target.attachToTarget", { targetId }));
    const tab = new BareTab(session, browserContextId, sessionId);
    // The library has new tabs wait for it, and leaves this one alone.
    await tab.ask("Runtime.runIfWaitingForDebugger");
    await sleep(beginsForMs);
    await tab.ask("Emulation.setDeviceMetricsOverride", {
      ...viewport,
      deviceScaleFactor: 1,
      mobile: false,
    });
    await tab.ask("Page.enable");
    await tab.ask("Page.addScriptToEvaluateOnNewDocument", { source: script });
    await tab.ask("Page.navigate", { url: `${url}${path}` });
    return tab;
  }

  /** What an expression comes to in the page; its value has to be JSON. */
  async read(expression: string): Promise<unknown> {
    const asked = { expression, returnByValue: true };
    return evaluated.parse(await this.ask("Runtime.evaluate", asked)).result.value;
  }

  async ask(method: string, params: object = {}): Promise<unknown> {
    const id = (this.#lastId += 1);
    const { promise, resolve } = Promise.withResolvers<unknown>();
    using _ = this.#listen((told) => {
      const answered = answer.safeParse(told);
      if (answered.success && answered.data.id === id) resolve(answered.data.result);
    });
    await this.#session.send("Target.sendMessageToTarget", {
      sessionId: this.#sessionId,
      message: JSON.stringify({ id, method, params }),
    });
    return await promise;
  }

  hear(name: string, listener: (told: unknown) => void): Disposable {
    return this.#listen((told) => {
      const happened = event.safeParse(told);
      if (happened.success && happened.data.method === name) listener(happened.data.params);
    });
  }

  #listen(listener: (told: unknown) => void): Disposable {
    const hear = (told: unknown): void => {
      const { sessionId, message } = heard.parse(told);
      if (sessionId === this.#sessionId) listener(JSON.parse(message));
    };
    this.#session.on("Target.receivedMessageFromTarget", hear);
    return {
      [Symbol.dispose]: () => this.#session.off("Target.receivedMessageFromTarget", hear),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.send("Target.disposeBrowserContext", {
      browserContextId: this.#browserContextId,
    });
    await this.#session.detach();
  }
}
