/** The gateway for those who run it inside another program: the demo, browser tests, benchmarks. */
export { systemClock } from "./clock.ts";
export { loadConfig } from "./config/index.ts";
export { Gateway } from "./gateway.ts";
export type { GatewayOptions, Logger } from "./gateway-options.ts";
export { createLogger } from "./logger.ts";
