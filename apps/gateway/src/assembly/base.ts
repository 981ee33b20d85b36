import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import type { Clock } from "../clock.ts";
import { LiveConfig, type Config } from "../config/index.ts";
import type { GatewayOptions, Logger } from "../gateway-options.ts";
import { createPooledRandom, newRequestId } from "../requests/index.ts";
import { version } from "../version.ts";

/** What every part may know: who this process is, what it was told, and what time it is. */
export interface Base {
  readonly options: GatewayOptions;
  /** The one in force: another one after the file changed, so it is asked for each time. */
  readonly config: () => Config;
  readonly live: LiveConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly node: string;
  readonly version: string;
  readonly startedAt: number;
  /** Another one at each start: what is numbered is numbered within it. */
  readonly bootId: string;
  readonly newId: () => string;
  readonly isPractice: (provider: string) => boolean;
}

const bootIdBytes = 6;

export function createBase(options: GatewayOptions, clock: Clock): Base {
  const { logger } = options;
  const live = new LiveConfig(options.config);
  const random = createPooledRandom();
  return {
    options,
    config: () => live.current,
    live,
    clock,
    logger,
    node: hostname(),
    version,
    startedAt: clock.now(),
    bootId: randomBytes(bootIdBytes).toString("hex"),
    newId: () => newRequestId(clock.now(), random),
    isPractice: (provider) => live.current.providers.get(provider)?.kind === "practice",
  };
}
