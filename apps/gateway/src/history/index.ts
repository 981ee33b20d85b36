/** history.db: what happened, for as long as it is kept. */
export { History } from "./history.ts";
export { RefusalCounts } from "./refusal-counts.ts";
export { lastSeq, type Place } from "./place.ts";
export type { EndedCount, PastAnswer, PastChange } from "./read-past.ts";
export { fingerprintOf } from "./fingerprint.ts";
export { shortened } from "./shortened.ts";
export type { FoundBreakdown } from "./read-breakdown.ts";
export type { FoundValue, RollupsFound, RollupWish } from "./read-rollups.ts";
export type { StepsOfMinutes } from "./rollup-pieces.ts";
export type { FailureGroup, FailureGroups } from "./read-failures.ts";
export type { SessionPlace, SessionsFilter, SessionSums } from "./read-sessions.ts";
