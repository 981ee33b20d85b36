import { changesBetween, type ConfigChange } from "./config-changes.ts";
import type { Config } from "./config.ts";
import { isSameValue } from "./same-value.ts";

/** What is bound, opened or handed out when the gateway starts, and stays so until it starts again. */
const fixedKeys = ["host", "port", "dataDir", "tls", "behindProxy"] as const;

export interface Adopted {
  readonly changes: readonly ConfigChange[];
  /** Keys that the new config has otherwise, and that wait for a restart. */
  readonly waiting: readonly string[];
}

/** The config in force: whoever asks for it each time has the newest. */
export class LiveConfig {
  #current: Config;
  #waiting: readonly string[] = [];

  constructor(config: Config) {
    this.#current = config;
  }

  get current(): Config {
    return this.#current;
  }

  /** Keys that the newest config has otherwise, and that wait for a restart. */
  get waiting(): readonly string[] {
    return this.#waiting;
  }

  /** Puts another config in force, all of it but what needs a restart. */
  adopt(next: Config): Adopted {
    const before = this.#current;
    const { host, port, dataDir, tls, behindProxy, adminToken } = before;
    const origins = next.origins.keeping(before.origins, [...fixedKeys, "adminToken"]);
    const merged = { ...next, host, port, dataDir, tls, behindProxy, adminToken, origins };
    this.#current = merged;
    this.#waiting = fixedKeys.filter((key) => !isSameValue(before[key], next[key]));
    return {
      changes: changesBetween(before, merged),
      waiting: this.#waiting,
    };
  }
}
