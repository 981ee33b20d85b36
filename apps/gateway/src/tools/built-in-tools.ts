import { calculator } from "./calculator.ts";
import { clock } from "./clock.ts";
import type { Tool } from "./tool.ts";

/** The tools that every gateway has. */
export const builtInTools: readonly Tool[] = [clock, calculator];
