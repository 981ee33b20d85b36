import { message, requestRow, spanDetail, systemEvent } from "@signalbox/api-contract";
import type { ExportedKind } from "./export-options.ts";

/** A line of an export, before it is written. */
export interface ExportedRecord {
  readonly type: "request" | "span" | "event" | "message" | "failure" | "gap";
  /** Its place in time, in epoch milliseconds. */
  readonly at: number;
  readonly record: object;
}

/** A failure that an operator should see: a request's, or a tool's. */
export interface FailureRecord {
  readonly at: number;
  /** The same for failures that are the same but for numbers, ids and quoted parts. */
  readonly fingerprint: string;
  readonly errorKind: string;
  readonly message: string;
  readonly requestId: string;
  readonly laneLabel: string;
  readonly channel: string;
  readonly client: string;
  readonly agent: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly tool: string | null;
}

const failureFields: readonly (keyof FailureRecord)[] = [
  "at",
  "fingerprint",
  "errorKind",
  "message",
  "requestId",
  "laneLabel",
  "channel",
  "client",
  "agent",
  "provider",
  "model",
  "tool",
];

/** The columns of a table: the contract's names, in its order. */
export const columnsOf: Readonly<Record<ExportedKind, readonly string[]>> = {
  requests: Object.keys(requestRow.shape),
  spans: Object.keys(spanDetail.shape),
  events: Object.keys(systemEvent.shape),
  messages: Object.keys(message.shape),
  failures: failureFields,
};
