import { silentAfterMs, type RequestRow } from "@signalbox/api-contract";
import type { DrawnPhase } from "../charts/index.ts";
import { formatAge, formatDuration } from "../figures/figures.ts";

/** How a request stands, in a word or two, and how it is drawn. */
export interface RequestStanding {
  readonly text: string;
  /** Its pattern while it is in flight. */
  readonly phase: DrawnPhase | null;
  readonly tone: "neutral" | "ok" | "warn" | "bad" | "info";
}

const waits = new Map([
  ["lane", "queued in its lane"],
  ["slot", "queued for a slot"],
  ["throttled", "throttled"],
  ["breaker", "breaker open"],
  ["paused", "paused"],
  ["backoff", "waiting to try again"],
]);

const endings = {
  ok: { text: "ok", phase: null, tone: "ok" },
  failed: { text: "failed", phase: "failed", tone: "bad" },
  cancelled: { text: "cancelled", phase: null, tone: "neutral" },
  interrupted: { text: "interrupted", phase: null, tone: "warn" },
} as const satisfies Record<NonNullable<RequestRow["outcome"]>, RequestStanding>;

export function standingOf(row: RequestRow): RequestStanding {
  if (row.state === "ended") return endings[row.outcome ?? "interrupted"];
  if (row.state === "queued" || row.phase === "queued") {
    const text = waits.get(row.phaseDetail ?? "") ?? "queued";
    return { text, phase: "queued", tone: "neutral" };
  }
  if (row.phase === "tool") return { text: "tool", phase: "tool", tone: "info" };
  return row.phaseDetail === "streaming"
    ? { text: "streaming", phase: "streaming", tone: "info" }
    : { text: "waiting for first token", phase: "waiting", tone: "info" };
}

/** That a stream has stopped for now, and since when; null while it goes on, or where nobody knows. */
export function silentText(
  { state, lastTokenAt }: Pick<RequestRow, "state" | "lastTokenAt">,
  now: number,
): string | null {
  if (state === "ended" || lastTokenAt === null) return null;
  const silentMs = now - lastTokenAt;
  return silentMs < silentAfterMs ? null : `silent ${formatAge(silentMs)}`;
}

/** The same in words: an age ticks, a time taken is exact. */
export function ageText(row: RequestRow, now: number): string {
  return row.state === "ended" ? formatDuration(row.durationMs) : formatAge(ageOf(row, now));
}

/** Since the gateway accepted it: so far by the gateway's clock, or until it ended. */
export function ageOf(row: RequestRow, now: number): number {
  return row.state === "ended" ? row.durationMs : Math.max(row.durationMs, now - row.startedAt);
}
