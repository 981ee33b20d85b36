import type { PastAnswer, PastQuery } from "./read-past.ts";
import type { ExtentQuery, HistoryExtent } from "./read-extent.ts";
import type { LaneSpansQuery } from "./read-lane-spans.ts";
import type { EventsFound, EventsQuery } from "./read-events.ts";
import type { FailureCountQuery, FailureGroups, FailuresQuery } from "./read-failures.ts";
import type { RequestQuery, RequestsFound, RequestsQuery } from "./read-requests.ts";
import type { BreakdownFound, BreakdownQuery } from "./read-breakdown.ts";
import type { MarksFound, MarksQuery } from "./read-marks.ts";
import type { RollupsFound, RollupsQuery } from "./read-rollups.ts";
import type { RefusalsFound, RefusalsQuery } from "./read-refusals.ts";
import type { SessionSums, SessionsQuery } from "./read-sessions.ts";
import type { LaneSpans, RequestDetail } from "@signalbox/api-contract";

/** What can be asked of stored history. */
export interface HistoryQueries {
  requests: (query: RequestsQuery) => RequestsFound;
  /** Null where it is not there. */
  request: (query: RequestQuery) => RequestDetail | null;
  events: (query: EventsQuery) => EventsFound;
  failures: (query: FailuresQuery) => FailureGroups;
  failureCount: (query: FailureCountQuery) => {
    readonly groups: number;
    readonly failures: number;
  };
  sessions: (query: SessionsQuery) => readonly SessionSums[];
  rollups: (query: RollupsQuery) => RollupsFound;
  breakdown: (query: BreakdownQuery) => BreakdownFound;
  refusals: (query: RefusalsQuery) => RefusalsFound;
  marks: (query: MarksQuery) => MarksFound;
  past: (query: PastQuery) => PastAnswer;
  extent: (query: ExtentQuery) => HistoryExtent;
  laneSpans: (query: LaneSpansQuery) => LaneSpans;
}

export type QueryName = keyof HistoryQueries;
export type QueryInput<K extends QueryName> = Parameters<HistoryQueries[K]>[0];
export type QueryResult<K extends QueryName> = ReturnType<HistoryQueries[K]>;

/** What the reader is started with. */
export interface ReaderInput {
  readonly path: string;
  /** How long a list goes on looking; it answers with what it has then. */
  readonly lookMs: number;
}

export interface ToReader {
  readonly id: number;
  readonly name: QueryName;
  readonly input: unknown;
}

export type FromReader =
  | Answer
  /** It has begun; the system's number of it, where it has one. */
  | { readonly thread: number | null };

export type Answer = { readonly id: number } & (
  | { readonly ok: true; readonly result: unknown }
  | {
      readonly ok: false;
      readonly reason: string;
      /** The file itself is no good. */
      readonly isDamaged: boolean;
    }
);
