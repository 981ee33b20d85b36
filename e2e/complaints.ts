import type { BrowserContext, Page } from "playwright-core";

/** What no page may do: errors on its console, breaches of its policy, calls to anyone but the gateway. */
export class Complaints {
  readonly #found: string[] = [];
  readonly #origin: string;

  constructor(context: BrowserContext, url: string) {
    this.#origin = new URL(url).origin;
    context.on("console", (message) => {
      if (message.type() !== "error" && !isBreach(message.text())) return;
      this.#found.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on("weberror", (error) => {
      this.#found.push(`uncaught: ${error.error().stack ?? error.error().message}`);
    });
    context.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol === "blob:" || protocol === "data:" || origin === this.#origin) return;
      this.#found.push(`foreign: ${request.method()} ${request.url()}`);
    });
    context.on("page", (page: Page) => {
      page.on("crash", () => this.#found.push(`crashed: ${page.url()}`));
    });
  }

  /** All but those that a test brings about itself. */
  except(expected: readonly RegExp[]): string[] {
    return this.#found.filter((text) => !expected.some((pattern) => pattern.test(text)));
  }
}

function isBreach(text: string): boolean {
  return /content security policy|trusted ?types?/i.test(text);
}
