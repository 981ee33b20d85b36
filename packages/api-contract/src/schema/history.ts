import { z } from "zod";
import { systemEvent } from "./event.ts";
import { componentState } from "./health.ts";
import { laneRow } from "./lane.ts";
import { liveMetrics, verdict } from "./live.ts";
import { modelRow } from "./model.ts";
import { callMetric, requestRow, span } from "./request.ts";
import { backward, isForward } from "./is-forward.ts";
import { epochMs, ms } from "./words.ts";

/** A time of which something may be missing, and why. */
export const historyGap = z.object({
  from: epochMs,
  to: epochMs,
  reason: z.string(),
  /** Rows that were not kept; null where nobody counted. */
  lost: z.number().nullable(),
});
export type HistoryGap = z.infer<typeof historyGap>;

/** What traffic is told apart by. A model's value is `provider/model`. */
export const dimension = z.enum([
  "node",
  "channel",
  "client",
  "agent",
  "provider",
  "model",
  "tool",
  "errorKind",
]);
export type Dimension = z.infer<typeof dimension>;

export const counterMetric = z.enum([
  "messages",
  "errors",
  "requests",
  "failures",
  "cancelled",
  "modelCalls",
  "modelFailures",
  "inputTokens",
  "outputTokens",
  "costUsd",
  "unpriced",
  "toolCalls",
  "toolFailures",
  "recovered",
]);
export const sketchMetric = z.enum([
  "latency",
  "ttft",
  "gap",
  "tokensPerSec",
  "requestDuration",
  "queueWait",
  "toolDuration",
]);
export const gaugeMetric = z.enum([
  "inFlight",
  "queueDepth",
  "oldestWaitMs",
  "overdue",
  "slotsUsed",
  "slotsTotal",
  /** The latest turn of the gateway's own loop in a second. */
  "loopDelayMs",
  "rssBytes",
  "heapUsedBytes",
  "diskFreeBytes",
  "historyLagMs",
  /** Rows that stored history lost in a second. */
  "historyDropped",
  /** Of `system.live`. */
  "subscribers",
]);

/**
 * A counter (a sum per step), a sketch (a distribution per step: milliseconds, but `tokensPerSec`), or a
 * gauge, which has no dimensions.
 */
export const historyMetric = z.enum([
  ...counterMetric.options,
  ...sketchMetric.options,
  ...gaugeMetric.options,
]);
export type HistoryMetric = z.infer<typeof historyMetric>;

const maxPoints = z.number().int().min(1).max(1_500);
const value = z.string().min(1).max(400);

export const historySeriesInput = z
  .strictObject({
    metric: historyMetric,
    from: epochMs,
    to: epochMs,
    /** At most this many steps come back: ask for as many as there are pixels. */
    maxPoints: maxPoints.default(240),
    /** A series for each value of it; without it one of everything together. */
    by: dimension.optional(),
    /** Of those values, these alone. */
    values: z.array(value).min(1).max(50).optional(),
    /** For sketches, 0…1. */
    quantiles: z.array(z.number().min(0).max(1)).min(1).max(8).default([0.5, 0.95, 0.99]),
  })
  .refine(isForward, backward)
  .refine(({ by, values }) => by !== undefined || values === undefined, "values of what? name by");
export type HistorySeriesInput = z.infer<typeof historySeriesInput>;

/** One value's figures, a place for each step. Null is "not known", and zero is zero. */
export const historyGroup = z.object({
  /** Empty for everything together. */
  value: z.string(),
  /** Counter: the sum. Gauge: the mean of its samples. Sketch: the mean. */
  values: z.array(z.number().nullable()),
  /** Sketch: number of observations. */
  counts: z.array(z.number().nullable()).optional(),
  /** Gauge and sketch: the largest. */
  max: z.array(z.number().nullable()).optional(),
  /** Sketch: for each quantile asked for, in that order, a list of steps. */
  quantiles: z.array(z.array(z.number().nullable())).optional(),
});
export type HistoryGroup = z.infer<typeof historyGroup>;

export const historySeries = z.object({
  kind: z.enum(["counter", "gauge", "sketch"]),
  stepMs: ms,
  /** Start of each step. */
  t: z.array(epochMs),
  /** The ones with most in them first; at most 50. */
  groups: z.array(historyGroup),
  /** Values that had something too, and are left out. */
  more: z.number(),
  gaps: z.array(historyGap),
});
export type HistorySeries = z.infer<typeof historySeries>;

export const heatmapInput = z
  .strictObject({
    metric: callMetric,
    provider: z.string().min(1).max(64),
    model: z.string().min(1).max(256),
    from: epochMs,
    to: epochMs,
    /** At most this many steps come back. */
    columns: z.number().int().min(2).max(400).default(120),
  })
  .refine(isForward, backward);
export type HeatmapInput = z.infer<typeof heatmapInput>;

/** Model calls by when they ended and how long something of them took. */
export const heatmap = z.object({
  stepMs: ms,
  /** Start of each step. */
  t: z.array(epochMs),
  /** Milliseconds, one more than there are bands: band i is at least bounds[i] and under bounds[i + 1]. */
  bounds: z.array(ms),
  /** For each step the calls in each band; null where nothing is known of the step. */
  counts: z.array(z.array(z.number()).nullable()),
  gaps: z.array(historyGap),
});
export type Heatmap = z.infer<typeof heatmap>;

export const marksInput = z
  .strictObject({ from: epochMs, to: epochMs })
  .refine(isForward, backward);
export type MarksInput = z.infer<typeof marksInput>;

/** A moment that may explain a change in a chart. */
export const historyMark = z.object({
  at: epochMs,
  /** `start`: the gateway started. `config`: another config came into force. `stall`: the gateway itself stood still. */
  kind: z.enum(["start", "config", "stall"]),
  /** The version that started, or what changed. */
  label: z.string(),
  /** Of a stall; it ended at `at`. */
  durationMs: ms.nullable(),
});
export type HistoryMark = z.infer<typeof historyMark>;

export const historyMarks = z.object({
  /** Oldest first; the last 200 where there are more. */
  marks: z.array(historyMark),
  gaps: z.array(historyGap),
});
export type HistoryMarks = z.infer<typeof historyMarks>;

export const historyAtInput = z.strictObject({ t: epochMs });
export type HistoryAtInput = z.infer<typeof historyAtInput>;

/** Everything as it was at a moment. */
export const pastPicture = z.object({
  t: epochMs,
  /** False where nothing is known of that moment; then all else is empty, not zero. */
  isKnown: z.boolean(),
  /** Why nothing, or not everything, is known. */
  why: z.string().nullable(),
  /** The start of the gateway that it was in; null where there was none. */
  bootId: z.string().nullable(),
  node: z.string().nullable(),
  version: z.string().nullable(),
  metrics: liveMetrics,
  verdict,
  /** In flight then, failing and longest waiting first; at most 500. */
  requests: z.array(requestRow),
  /** In flight then and not in `requests`. */
  requestsNotShown: z.number(),
  /** Finished by then, newest first, at most 100. */
  recent: z.array(requestRow),
  /** What was running at some time in the 60 s before, for the lanes. */
  spans: z.array(span),
  /** Within those 60 s: times of which something may be missing, that before the gateway's start included. */
  gaps: z.array(historyGap),
  lanes: z.array(laneRow),
  /** Newest first, at most 100. */
  events: z.array(systemEvent),
  /** The figures of the two minutes before, by whole minutes. */
  models: z.array(modelRow),
  /** How each was then; null where nobody wrote it down. */
  components: z.array(componentState).nullable(),
});
export type PastPicture = z.infer<typeof pastPicture>;
