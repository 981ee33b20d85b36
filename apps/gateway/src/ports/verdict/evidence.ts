import type { Component, RequestRow, Verdict } from "@signalbox/api-contract";
import type { BreakdownRow } from "@signalbox/metrics";
import type { Obstacle } from "../model-states.ts";
import type { LookBack } from "./look-back.ts";

/** What failed is told of so many minutes. */
export const verdictMinutes = 5;
export const windowMs = verdictMinutes * 60_000;

/** What was counted of one value of a dimension in those minutes. */
export type VerdictCount = Pick<BreakdownRow, "value" | "requests" | "cancelled" | "failures">;

/** The tool calls that a request ends with so far, where they are one call again and again. */
export interface RepeatedCall {
  readonly requestId: string;
  readonly agent: string | null;
  readonly tool: string;
  readonly times: number;
  /** When the first of them began. */
  readonly since: number;
}

/** What the sentence rests on, now or at a past moment. */
export interface Evidence {
  readonly channels: readonly VerdictCount[];
  readonly kinds: readonly VerdictCount[];
  readonly models: readonly VerdictCount[];
  /** In flight. */
  readonly requests: readonly RequestRow[];
  /** Of requests in flight, and of those that ended in those minutes. */
  readonly repeatedCalls: readonly RepeatedCall[];
  readonly components: readonly Component[];
  readonly obstacles: readonly Obstacle[];
  /** Null where it is not known, or not known yet. */
  readonly lookBack: LookBack | null;
  /** Null where it is not known, as of a past process. */
  readonly heapLimitBytes: number | null;
  /** When the gateway started. */
  readonly startedAt: number;
  readonly now: number;
}

/** What one rule says. */
export type Sentence = Omit<Verdict, "findings">;
