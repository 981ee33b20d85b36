/** Counters of a series. All are whole numbers but costUsd. */
export const COUNTERS = [
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
] as const;

/** Sketches of a series: milliseconds, but tokensPerSec. */
export const SKETCHES = [
  "latency",
  "ttft",
  "gap",
  "tokensPerSec",
  "requestDuration",
  "queueWait",
  "toolDuration",
] as const;

/** Gauges every embedder is expected to give; any other name may be given beside them. */
export const GAUGES = ["inFlight", "queueDepth", "overdue", "oldestWaitMs"] as const;

export type CounterMetric = (typeof COUNTERS)[number];
export type SketchMetric = (typeof SKETCHES)[number];
export type GaugeMetric = (typeof GAUGES)[number];
export type Metric = CounterMetric | SketchMetric | GaugeMetric;

/** Where a counter is in a bucket's columns. */
export const COUNTER = {
  messages: 0,
  errors: 1,
  requests: 2,
  failures: 3,
  cancelled: 4,
  modelCalls: 5,
  modelFailures: 6,
  inputTokens: 7,
  outputTokens: 8,
  costUsd: 9,
  unpriced: 10,
  toolCalls: 11,
  toolFailures: 12,
  recovered: 13,
} as const;

/** Where a sketch is among a bucket's sketches. */
export const SKETCH = {
  latency: 0,
  ttft: 1,
  gap: 2,
  tokensPerSec: 3,
  requestDuration: 4,
  queueWait: 5,
  toolDuration: 6,
} as const;

export function isCounter(metric: unknown): metric is CounterMetric {
  return typeof metric === "string" && Object.hasOwn(COUNTER, metric);
}

export function isSketch(metric: unknown): metric is SketchMetric {
  return typeof metric === "string" && Object.hasOwn(SKETCH, metric);
}
