import type { SpanDetail } from "@signalbox/api-contract";
import type { DrawnPhase } from "../charts/index.ts";
import { formatDuration } from "../figures/figures.ts";
import { isHeld } from "./held-span.ts";

/** A stretch of a span with one pattern, or one that ended in failure, in parts of the axis: 0 its beginning, 1 its end. */
export interface Segment {
  readonly phase: DrawnPhase;
  readonly left: number;
  readonly width: number;
}

export interface WaterfallRow {
  readonly id: string;
  /** What it is: `queue`, `model 2 · attempt 1`. */
  readonly kind: string;
  /** Which: a lane, a model, a tool. */
  readonly name: string;
  readonly segments: readonly Segment[];
  readonly took: string;
  readonly isRunning: boolean;
  readonly status: SpanDetail["status"];
}

export interface Waterfall {
  /** Marks of the axis, in milliseconds from the request's acceptance. */
  readonly ticks: readonly number[];
  /** What the axis ends at. */
  readonly totalMs: number;
  readonly rows: readonly WaterfallRow[];
}

const leastTotalMs = 100;

/** A request's spans on one axis from its acceptance until now, or until it ended. */
export function waterfallOf(
  spans: readonly SpanDetail[],
  startedAt: number,
  now: number,
): Waterfall {
  const end = spans.reduce((last, span) => Math.max(last, span.endedAt ?? now), startedAt);
  const { ticks, totalMs } = axisFor(Math.max(leastTotalMs, end - startedAt));
  const attempts = attemptsByCall(spans);
  const hasFallback = new Set(spans.flatMap(({ provider }) => provider ?? [])).size > 1;
  const place = (phase: DrawnPhase, from: number, to: number): Segment => ({
    phase,
    left: clamp((from - startedAt) / totalMs),
    width: clamp((Math.max(to, from) - startedAt) / totalMs) - clamp((from - startedAt) / totalMs),
  });
  const rows = [...spans]
    .sort((a, b) => a.startedAt - b.startedAt)
    .map((span) => {
      const to = span.endedAt ?? now;
      return {
        id: span.id,
        kind: kindOf(span, attempts),
        name: nameOf(span, hasFallback),
        segments: segmentsOf(span, to, place),
        took: `${formatDuration(to - span.startedAt)}${span.endedAt === null ? " …" : ""}`,
        isRunning: span.endedAt === null,
        status: span.status,
      };
    });
  return { ticks, totalMs, rows };
}

function segmentsOf(
  span: SpanDetail,
  to: number,
  place: (phase: DrawnPhase, from: number, to: number) => Segment,
): Segment[] {
  const { startedAt, firstTokenAt } = span;
  if (span.kind === "queue" || span.kind === "backoff") return [place("queued", startedAt, to)];
  const failure = span.status === "failed" ? [place("failed", startedAt, to)] : [];
  if (span.kind === "tool") return [place("tool", startedAt, to), ...failure];
  if (firstTokenAt === null) return [place("waiting", startedAt, to), ...failure];
  return [
    place("waiting", startedAt, firstTokenAt),
    place("streaming", firstTokenAt, to),
    ...failure,
  ];
}

/** How many attempts each model call took. */
function attemptsByCall(spans: readonly SpanDetail[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { kind, modelCall } of spans) {
    if (kind !== "attempt" || modelCall === null) continue;
    counts.set(modelCall, (counts.get(modelCall) ?? 0) + 1);
  }
  return counts;
}

function kindOf(span: SpanDetail, attempts: ReadonlyMap<number, number>): string {
  if (isHeld(span)) return "held";
  if (span.kind !== "attempt") return span.kind;
  if (span.modelCall === null) return "model";
  const wasTriedOnce = (attempts.get(span.modelCall) ?? 0) <= 1;
  return wasTriedOnce || span.attempt === null
    ? `model ${span.modelCall}`
    : `model ${span.modelCall} · attempt ${span.attempt}`;
}

const holds = new Map([
  ["throttled", "rate limit of"],
  ["breaker", "breaker of"],
  ["paused", "pause of"],
]);

/** The provider is told only where there is more than one. */
function nameOf(span: SpanDetail, hasFallback: boolean): string {
  const model = [hasFallback ? span.provider : null, span.model ?? span.name]
    .filter((part) => part !== null)
    .join(" · ");
  if (isHeld(span)) return `${holds.get(span.waitsFor ?? "") ?? "for"} ${model}`;
  if (span.kind === "queue") return `lane ${span.name}`;
  if (span.kind === "backoff") return span.retryAfterMs === null ? "" : "Retry-After";
  return span.kind === "attempt" ? model : span.name;
}

const maxGaps = 5;
/** Room right of the last mark, in gaps: for its label, and for what ends just behind it. */
const beyondLast = 0.35;
const steps = [1, 2, 2.5, 4, 5, 10] as const;

/** Marks from nought at round figures, few of them, the last near the end. */
function axisFor(durationMs: number): { ticks: number[]; totalMs: number } {
  const power = 10 ** Math.floor(Math.log10(durationMs / maxGaps));
  const step = (steps.find((one) => one * power * maxGaps >= durationMs) ?? 10) * power;
  const gaps = Math.ceil(durationMs / step - beyondLast);
  const ticks = Array.from({ length: gaps + 1 }, (_, i) => i * step);
  return { ticks, totalMs: step * (gaps + beyondLast) };
}

function clamp(part: number): number {
  return Math.min(1, Math.max(0, part));
}

/** A mark of the axis: `4 s`, `250 ms`, `2 m`. */
export function tickLabel(ms: number, totalMs: number): string {
  if (totalMs < 1_000) return `${Math.round(ms)} ms`;
  if (totalMs < 300_000) return `${Number((ms / 1_000).toFixed(2))} s`;
  return `${Number((ms / 60_000).toFixed(1))} m`;
}
