/**
 * Metrics of an AI gateway, in memory: totals, recent calls and events, requests in flight,
 * quantile sketches and rollups over 24 hours. Imports nothing and starts nothing.
 *
 * `MetricsCollector` is the whole of it; `QuantileSketch` can be used by itself.
 *
 * @module
 */
export { MetricsCollector } from "./collector/metrics-collector.ts";
export type { MetricsCollectorOptions } from "./collector/metrics-collector.ts";
export type { ClockOptions } from "./collector/clock.ts";
export type { CollectorCounters, MetricsSnapshot, RestoredTotals } from "./collector/snapshot.ts";
export type { RecoveredAttempt } from "./collector/request-recorder.ts";
export type { ToolCall } from "./collector/tool-call.ts";
export type {
  ActiveRequest,
  ModelPhase,
  OutcomeStatus,
  Phase,
  PhaseDetail,
  QueuedFor,
  RequestFacts,
  RequestOutcome,
  RequestStart,
} from "./active/active-request.ts";
export { MAX_ACTIVE } from "./active/active-table.ts";
export { DIMENSIONS, MAX_SERIES, OTHER, SERIES_LIMITS } from "./dimensions/dimension.ts";
export type { Dimension, SeriesLimits } from "./dimensions/dimension.ts";
export type { BreakdownRow, QuantileSummary, TotalsRow } from "./dimensions/breakdown.ts";
export { METRICS_ERRORS, MetricsError } from "./errors.ts";
export type { MetricsErrorCode } from "./errors.ts";
export { MAX_AMOUNT } from "./intake/amount.ts";
export type { ContextValue, EventContext } from "./intake/context.ts";
export { MAX_NAME, MAX_TEXT } from "./intake/text.ts";
export type { Tally } from "./intake/tally.ts";
export { EVENTS_KEPT } from "./ring/event-ring.ts";
export type {
  EventFilter,
  EventLevel,
  MetricsEvent,
  MetricsEventInput,
} from "./ring/event-ring.ts";
export { MODEL_CALLS_KEPT } from "./ring/model-call-ring.ts";
export type { ModelCall, ModelCallInput } from "./ring/model-call.ts";
export type { ClosedMinute, GaugeSummary, MinutesQuery } from "./rollup/closed-minutes.ts";
export { MAX_GAUGES } from "./rollup/gauge-table.ts";
export type { GaugeSample } from "./rollup/gauge-table.ts";
export { LEVELS } from "./rollup/level.ts";
export type { Level } from "./rollup/level.ts";
export { COUNTERS, GAUGES, SKETCHES } from "./rollup/metric.ts";
export type { CounterMetric, GaugeMetric, Metric, SketchMetric } from "./rollup/metric.ts";
export { MAX_POINTS, MAX_QUANTILES } from "./rollup/series-query.ts";
export type { SeriesPoint, SeriesQuery, SeriesResult } from "./rollup/series-query.ts";
export { QuantileSketch } from "./sketch/quantile-sketch.ts";
export { StoredSketch } from "./sketch/stored-sketch.ts";
export { BANDS, bandFrom } from "./sketch/bands.ts";
export type { BandRange } from "./sketch/bands.ts";
export { RELATIVE_ERROR } from "./sketch/mapping.ts";
