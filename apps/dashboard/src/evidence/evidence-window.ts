import { formatWindow } from "../time/time-window.ts";

/** What the verdict's figures are over, and so its evidence. */
export const evidenceMs = 5 * 60_000;
/** The same, as an address has it. */
export const evidenceWindow = formatWindow(evidenceMs);
