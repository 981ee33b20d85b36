import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, BrowserContext, CDPSession } from "playwright-core";
import { z } from "zod";
import { viewport, type DashboardAddress } from "./open-dashboard.ts";
import { markUpdates } from "./trace.ts";

const target = z.object({ targetId: z.string() });
const attached = z.object({ sessionId: z.string() });
const beginsForMs = 500;
const loadsForMs = 1_000;

/**
 * A page of the dashboard as a person has it: nobody listens to its network. Whoever does has each message of the
 * live stream written out again for the listener, on the page's own main thread, which takes as long as drawing it.
 */
export class BareTab implements AsyncDisposable {
  readonly #session: CDPSession;
  readonly #targetId: string;

  private constructor(session: CDPSession, targetId: string) {
    this.#session = session;
    this.#targetId = targetId;
  }

  /** `signedIn` is whose session it has; the tab itself is one that the library knows nothing of. */
  static async open(
    browser: Browser,
    signedIn: BrowserContext,
    { url }: DashboardAddress,
    path: string,
  ): Promise<BareTab> {
    const session = await browser.newBrowserCDPSession();
    const cookies = (await signedIn.cookies(url)).map(({ name, value }) => ({ name, value, url }));
    await session.send("Storage.setCookies", { cookies });
    const { targetId } = target.parse(
      await session.send("Target.createTarget", { url: "about:blank" }),
    );
    const { sessionId } = attached.parse(await session.send("Target.attachToTarget", { targetId }));
    let id = 0;
    const tell = async (method: string, params: object): Promise<void> => {
      const message = JSON.stringify({ id: (id += 1), method, params });
      await session.send("Target.sendMessageToTarget", { sessionId, message });
    };
    // The library has new tabs wait for it, and leaves this one alone.
    await tell("Runtime.runIfWaitingForDebugger", {});
    await sleep(beginsForMs);
    await tell("Emulation.setDeviceMetricsOverride", {
      ...viewport,
      deviceScaleFactor: 1,
      mobile: false,
    });
    await tell("Page.enable", {});
    await tell("Page.addScriptToEvaluateOnNewDocument", { source: markUpdates });
    await tell("Page.navigate", { url: `${url}${path}` });
    await sleep(loadsForMs);
    return new BareTab(session, targetId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.send("Target.closeTarget", { targetId: this.#targetId });
    await this.#session.detach();
  }
}
