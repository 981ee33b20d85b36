import { z } from "zod";
import { systemEvent } from "./event.ts";
import { systemHealth } from "./health.ts";
import { overviewPoint, overviewSeries, systemMetrics } from "./metrics.ts";
import { modelRow } from "./model.ts";
import { requestRow, span } from "./request.ts";
import { epochMs, ms } from "./words.ts";

/** Where what a finding tells of is looked at. */
export const findingPlace = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("request"), requestId: z.string() }),
  /** Requests of one agent that were there within so long. */
  z.object({ kind: z.literal("agent"), agent: z.string(), windowMs: ms }),
  /** All requests that were there within so long. */
  z.object({ kind: z.literal("traffic"), windowMs: ms }),
  /** The gateway's own process and its disk. */
  z.object({ kind: z.literal("process") }),
]);
export type FindingPlace = z.infer<typeof findingPlace>;

/** A thing that a fixed rule found wrong, as a sentence of its own. */
export const finding = z.object({
  level: z.enum(["warn", "bad"]),
  headline: z.string(),
  detail: z.string(),
  since: epochMs.nullable(),
  place: findingPlace,
});
export type Finding = z.infer<typeof finding>;

/** The sentence on top of every page, and how bad it is. */
export const verdict = z.object({
  level: z.enum(["ok", "warn", "bad", "unknown"]),
  /** The bold beginning: what is wrong, or that nothing is. */
  headline: z.string(),
  /** The rest of the sentence: the figures it rests on. */
  detail: z.string(),
  since: epochMs.nullable(),
  /** Requests it is about, for "N requests →". */
  requests: z
    .object({
      count: z.number(),
      /** What most of them failed with. */
      errorKind: z.string().nullable(),
      /** They are in flight and overdue; else they failed. */
      overdue: z.boolean(),
      /** Those that failed ended within so long. */
      windowMs: ms,
    })
    .nullable(),
  /** Where it is looked at, where the sentence is that of a finding below. */
  place: findingPlace.nullable(),
  /**
   * What is wrong that no component, no model and no count of failed or overdue requests tells: a tool called
   * again and again, what an agent costs, a disk or a heap that fills up, a silence.
   */
  findings: z.array(finding),
});
export type Verdict = z.infer<typeof verdict>;

/** The metrics without the list of recent calls, which no frame needs four times a second. */
export const liveMetrics = systemMetrics.extend({
  modelCalls: systemMetrics.shape.modelCalls.omit({ recentCalls: true }),
});
export type LiveMetrics = z.infer<typeof liveMetrics>;

/** Everything a dashboard starts from. */
export const liveSnapshot = z.object({
  type: z.literal("snapshot"),
  bootId: z.string(),
  seq: z.number(),
  at: epochMs,
  node: z.string(),
  version: z.string(),
  metrics: liveMetrics,
  health: systemHealth,
  verdict,
  /** In flight: at most the 500 that matter most, failing and longest waiting first. */
  requests: z.array(requestRow),
  /** In flight and not in `requests`. */
  requestsNotShown: z.number(),
  /** Finished, newest first, at most 100. */
  recent: z.array(requestRow),
  /** What was running at some time in the last 60 s, for the lanes. */
  spans: z.array(span),
  /** Newest first, at most 100. */
  events: z.array(systemEvent),
  series: overviewSeries,
  models: z.array(modelRow),
  /** How often frames come now; it rises under overload. */
  frameMs: ms,
});
export type LiveSnapshot = z.infer<typeof liveSnapshot>;

/** What changed since the frame before. A field that is missing did not change. */
export const liveFrame = z.object({
  type: z.literal("frame"),
  seq: z.number(),
  at: epochMs,
  metrics: liveMetrics.optional(),
  health: systemHealth.optional(),
  verdict: verdict.optional(),
  /** New or changed requests in flight. */
  upsert: z.array(requestRow).optional(),
  /** Output tokens so far, by request id, where nothing else changed. */
  tokens: z.record(z.string(), z.number()).optional(),
  requestsNotShown: z.number().optional(),
  /** Requests that ended: out of flight and into `recent`. */
  ended: z.array(requestRow).optional(),
  /** Spans that began, got their first token, or ended. */
  spans: z.array(span).optional(),
  /** Oldest first. */
  events: z.array(systemEvent).optional(),
  /** Steps of the series that changed; the last one is still open and comes again. */
  points: z.array(overviewPoint).optional(),
  models: z.array(modelRow).optional(),
  frameMs: ms.optional(),
});
export type LiveFrame = z.infer<typeof liveFrame>;

/** Frames were lost between the two: a snapshot follows. */
export const liveGap = z.object({
  type: z.literal("gap"),
  at: epochMs,
  reason: z.enum(["slow", "resume"]),
});
export type LiveGap = z.infer<typeof liveGap>;

export const liveMessage = z.discriminatedUnion("type", [liveSnapshot, liveFrame, liveGap]);
export type LiveMessage = z.infer<typeof liveMessage>;

export const resumeInput = z
  .strictObject({
    /** Set by the client when it resumes. */
    lastEventId: z.string().max(200).nullish(),
  })
  .optional();
