import type { RequestRecord } from "./request-record.ts";

/**
 * How long a phase may last before an operator should look, in milliseconds. Fixed limits: a phase
 * has no baseline of its own until enough of it was seen.
 */
const limitMs = { queued: 30_000, waiting: 15_000, streaming: 120_000, tool: 30_000 } as const;

/** Whether a request in flight has been in its phase longer than that phase should take. */
export function isOverdue(record: RequestRecord, mono: number): boolean {
  if (record.state === "ended") return false;
  return mono - record.phaseMono > overdueAfterMs(record);
}

/** How long a request may be at what it is at before it is overdue. */
export function overdueAfterMs({
  phase,
  phaseDetail,
}: Pick<RequestRecord, "phase" | "phaseDetail">): number {
  if (phase === "model") return phaseDetail === "streaming" ? limitMs.streaming : limitMs.waiting;
  return limitMs[phase];
}
