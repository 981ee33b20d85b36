import type {
  EventsInput,
  RequestDetail,
  RequestListInput,
  RequestRow,
  SystemEvent,
} from "@signalbox/api-contract";

/** Where a list of requests goes on: after the request that ended then. Newest first. */
export interface RequestKey {
  readonly boot: number;
  readonly endedSeq: number;
}

export type RequestsFilter = Omit<RequestListInput, "limit" | "cursor">;

export interface RequestsQuery {
  readonly filter: RequestsFilter;
  readonly after: RequestKey;
  readonly limit: number;
}

/** Requests of one start that ended between two moments and were accepted before a third. */
export interface LateRequestsQuery {
  readonly filter: RequestsFilter;
  readonly boot: number;
  readonly seq: number;
  readonly horizon: number;
  readonly endedBefore: number;
  readonly limit: number;
}

export interface RequestsFound {
  readonly requests: readonly { readonly key: RequestKey; readonly row: RequestRow }[];
  /** How far it looked within its time; null where it looked at all there is, or found enough. */
  readonly lookedTo: RequestKey | null;
}

export interface EventsQuery {
  readonly filter: EventsInput;
  /** The place to go on from: events before it, newest first. Null from the newest. */
  readonly before: { readonly bootId: string; readonly seq: number } | null;
  readonly limit: number;
}

/** What can be asked of stored history. */
export interface HistoryQueries {
  requests: (query: RequestsQuery) => RequestsFound;
  /** The last accepted first. */
  lateRequests: (query: LateRequestsQuery) => readonly { seq: number; row: RequestRow }[];
  /** Null where it is not there. */
  request: (query: {
    readonly requestId: string;
    readonly maxEvents: number;
  }) => RequestDetail | null;
  events: (query: EventsQuery) => readonly SystemEvent[];
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

export type FromReader = { readonly id: number } & (
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly reason: string }
);
