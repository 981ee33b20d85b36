import type { RequestRow } from "@signalbox/api-contract";
import { formatDuration, shortId } from "../figures/figures.ts";
import { isHeld } from "../requests/held-span.ts";
import type { Bar, DrawnLane } from "./drawn-lane.ts";
import type { LaneStanding } from "./lane-standing.ts";

/** A bar in words: for the tooltip, the table and a screen reader. */
export interface BarDescription {
  readonly requestId: string;
  readonly title: string;
  /** `streaming for 4.2 s` */
  readonly phase: string;
  /** Name and value, in the order they matter. */
  readonly facts: readonly (readonly [name: string, value: string])[];
}

const waitReasons = new Map([
  ["lane", "the request before it in its lane"],
  ["slot", "a free slot"],
  ["throttled", "the provider's rate limit"],
  ["breaker", "the breaker to close"],
  ["paused", "a pause to end"],
  ["backoff", "its next attempt"],
]);

/** What a queued request waits for, in words; what is not known is told as it came. */
function waitReason(waitsFor: string): string {
  return waitReasons.get(waitsFor) ?? waitsFor;
}

/** `request` is its row where the live state still has it; `end` the time at the right edge. */
export function describeBar(
  lane: DrawnLane,
  bar: Bar,
  request: RequestRow | undefined,
  end: number,
  standing: LaneStanding | null = null,
): BarDescription {
  const { span } = bar;
  const isOver = bar.to !== null;
  const took = formatDuration((bar.to ?? end) - bar.from);
  const facts: [string, string][] = [["lane", lane.label]];
  if ((span.kind === "attempt" && span.name !== "") || isHeld(span))
    facts.push(["model", span.name]);
  if (span.kind === "tool") facts.push(["tool", span.name]);
  if (span.attempt !== null && span.attempt > 1) facts.push(["attempt", String(span.attempt)]);
  const isNext = !isOver && bar.kind === "queued" && lane.block?.requestId === span.requestId;
  if (isNext && standing !== null) facts.push(["waits", standing.text.replace(/^waits /, "")]);
  else if (span.kind === "queue" && span.waitsFor !== null) {
    facts.push([isOver ? "waited for" : "waits for", waitReason(span.waitsFor)]);
  }
  if (!isOver && request?.blockedBy !== undefined && request.blockedBy !== null) {
    facts.push(["behind", shortId(request.blockedBy)]);
  }
  if (span.status === "failed") facts.push(["failed", span.errorKind ?? "unknown"]);
  if (span.status === "cancelled") facts.push(["ended", bar.end ?? "cancelled"]);
  if (request !== undefined) facts.push(["client", request.client]);
  if (request?.practice === true || lane.isPractice) facts.push(["traffic", "practice"]);
  return {
    requestId: span.requestId,
    title: shortId(span.requestId),
    phase: `${phaseWords(bar)} ${isOver ? "" : "for "}${took}`,
    facts,
  };
}

function phaseWords({ kind, span }: Bar): string {
  if (span.kind === "backoff") return "backoff";
  if (kind === "whole") return "request";
  if (kind === "waiting") return "waiting for first token";
  return kind;
}
