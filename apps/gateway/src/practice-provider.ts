import type { PracticeUpstream } from "@signalbox/practice/upstream";

export interface PracticeSettings {
  /** Multiplies every wait: 1 is realistic, 0 does not wait at all. */
  readonly pace?: number;
  readonly seed?: number;
}

/** The built-in provider: a server of our own on loopback, started when it is first called. */
export class PracticeProvider {
  readonly #settings: PracticeSettings;
  #upstream: Promise<PracticeUpstream> | null = null;

  constructor(settings: PracticeSettings) {
    this.#settings = settings;
  }

  /** Its base URL, ending in /v1. */
  async url(): Promise<string> {
    this.#upstream ??= this.#start();
    return (await this.#upstream).url;
  }

  async close(): Promise<void> {
    const upstream = this.#upstream;
    this.#upstream = null;
    await (await upstream)?.close();
  }

  async #start(): Promise<PracticeUpstream> {
    const { startPracticeUpstream } = await import("@signalbox/practice/upstream");
    return startPracticeUpstream(this.#settings);
  }
}
