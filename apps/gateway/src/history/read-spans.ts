import type { LaneRequest, RequestRow, SpanDetail } from "@signalbox/api-contract";
import { numberOrNull, textOrNull } from "../state/operation.ts";
import type { StoredSpan } from "./request-at.ts";
import type { Statements } from "./statements.ts";
import { spanOf } from "./stored-rows.ts";

/** Where a request is in the file, and whose its spans are. */
export interface SpansOf extends Pick<RequestRow, "id" | "lane"> {
  readonly boot: number;
  readonly seq: number;
}

/** In the order they began; of those that began in one millisecond, its queue first and what ended first. */
const ofRequest = `FROM spans WHERE boot = ? AND request_seq = ?
  ORDER BY started_at, kind <> 'queue' OR id NOT LIKE '%.q', ifnull(ended_at, 1e18), length(id), id`;

/** All that is kept of them, with what was said. */
export function readSpans(statements: Statements, request: SpansOf): SpanDetail[] {
  const { boot, seq } = request;
  return statements
    .get(`SELECT * ${ofRequest}`)
    .all(boot, seq)
    .map((row) => spanOf(row, request));
}

// A picture has the spans of hundreds of requests, and rows by the names of their columns cost it as much as all else.

/** What `drawnSpan` takes, in its order. */
const drawnColumns =
  "id, kind, name, started_at, first_token_at, ended_at, status, error_kind, waits_for, model_call, attempt";
const drawnValues = drawnColumns.split(", ").length;

/** As the lanes draw them. */
export function readDrawnSpans(
  statements: Statements,
  { boot, seq }: SpansOf,
): LaneRequest["spans"] {
  return statements.lists(`SELECT ${drawnColumns} ${ofRequest}`).all(boot, seq).map(drawnSpan);
}

/** With what tells how the request stood at a moment. */
export function readStoredSpans(
  statements: Statements,
  { boot, seq, id: requestId, lane }: SpansOf,
): StoredSpan[] {
  return statements
    .lists(
      `SELECT ${drawnColumns}, counted_at, provider, model, retry_after_ms, ttft, input_tokens,
         output_tokens, tokens_per_sec, usage_source, cost_usd ${ofRequest}`,
    )
    .all(boot, seq)
    .map((values): StoredSpan => {
      const [countedAt, provider, model, retryAfterMs, ttft, inputTokens, ...more] =
        values.slice(drawnValues);
      const [outputTokens, tokensPerSec, usageSource, costUsd] = more;
      return Object.assign(drawnSpan(values), {
        requestId,
        lane,
        countedAt: numberOrNull(countedAt),
        provider: textOrNull(provider),
        model: textOrNull(model),
        retryAfterMs: numberOrNull(retryAfterMs),
        ttft: numberOrNull(ttft),
        inputTokens: numberOrNull(inputTokens),
        outputTokens: numberOrNull(outputTokens),
        tokensPerSec: numberOrNull(tokensPerSec),
        // Only words of the contract are ever written here.
        usageSource: usageSource as StoredSpan["usageSource"],
        costUsd: numberOrNull(costUsd),
      });
    });
}

function drawnSpan(values: readonly unknown[]): LaneRequest["spans"][number] {
  const [id, kind, name, startedAt, firstTokenAt, endedAt, status, errorKind, waitsFor, ...which] =
    values;
  const [modelCall, attempt] = which;
  return {
    id: String(id),
    // Only words of the contract are ever written here, and in the columns like it below.
    kind: kind as SpanDetail["kind"],
    name: String(name),
    startedAt: Number(startedAt),
    firstTokenAt: numberOrNull(firstTokenAt),
    endedAt: numberOrNull(endedAt),
    status: status as SpanDetail["status"],
    errorKind: errorKind as SpanDetail["errorKind"],
    waitsFor: textOrNull(waitsFor),
    modelCall: numberOrNull(modelCall),
    attempt: numberOrNull(attempt),
  };
}
