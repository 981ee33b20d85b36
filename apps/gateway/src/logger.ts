import { pino } from "pino";
import type { Logger } from "./gateway-options.ts";

/** JSON lines on standard error, so that standard output stays for people. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
}
