import type { CallFilter, RequestListInput } from "@signalbox/api-contract";
import { fingerprintOf } from "../history/index.ts";
import type { RequestRecord } from "../recorder/index.ts";
import { hasWords, wordsOf } from "../words.ts";

/** Whether a request in memory is one that was asked for. */
export function matchesRequest(record: RequestRecord, input: RequestListInput): boolean {
  const { accepted } = record;
  const wanted: readonly (readonly [unknown, unknown])[] = [
    [input.state, record.state],
    [input.outcome, record.outcome],
    [input.channel, accepted.channel],
    [input.client, accepted.client],
    [input.agent, accepted.agent],
    [input.provider, record.provider],
    [input.model, record.model],
    [input.errorKind, record.errorKind],
    [input.sessionId, accepted.sessionId],
    [input.lane, accepted.lane],
  ];
  if (wanted.some(([want, is]) => want !== undefined && want !== is)) return false;
  if (input.from !== undefined && (record.endedAt ?? Infinity) < input.from) return false;
  if (input.to !== undefined && record.startedAt > input.to) return false;
  if (!isLongEnough(record, input)) return false;
  if (input.minCostUsd !== undefined && (record.costUsd ?? 0) < input.minCostUsd) return false;
  if (input.call !== undefined && !hasCall(record, input.call, input)) return false;
  if (input.tool !== undefined && !usesTool(record, input.tool)) return false;
  if (input.failedTool !== undefined && !hasFailedTool(record, input.failedTool, input))
    return false;
  if (input.fingerprint !== undefined && !failedSo(record, input.fingerprint, input)) return false;
  return input.text === undefined || mentions(record, wordsOf(input.text));
}

/** One in flight has no duration yet: it may be asked for by how long it takes when it has ended. */
function isLongEnough({ durationMs }: RequestRecord, input: RequestListInput): boolean {
  if (input.minDurationMs === undefined && input.maxDurationMs === undefined) return true;
  if (durationMs === null) return false;
  return (
    durationMs >= (input.minDurationMs ?? 0) && durationMs <= (input.maxDurationMs ?? Infinity)
  );
}

/** The request, or a tool of it, failed like the others of that group, at a time that was asked for. */
function failedSo(
  record: RequestRecord,
  fingerprint: string,
  { from = 0, to = Infinity }: Pick<RequestListInput, "from" | "to">,
): boolean {
  const failed = [
    ...(record.outcome === "failed" ? [record] : []),
    ...record.spans.filter(({ kind, status }) => kind === "tool" && status === "failed"),
  ];
  return failed.some(
    ({ errorKind, errorMessage, endedAt }) =>
      endedAt !== null &&
      endedAt >= from &&
      endedAt <= to &&
      fingerprintOf(errorKind, errorMessage) === fingerprint,
  );
}

function usesTool({ spans }: RequestRecord, tool: string): boolean {
  return spans.some(({ kind, name }) => kind === "tool" && name === tool);
}

function hasFailedTool(
  { spans }: RequestRecord,
  tool: string,
  { from = 0, to = Infinity }: Pick<RequestListInput, "from" | "to">,
): boolean {
  return spans.some(
    ({ kind, name, status, endedAt }) =>
      kind === "tool" &&
      name === tool &&
      status === "failed" &&
      endedAt !== null &&
      endedAt >= from &&
      endedAt <= to,
  );
}

/** Counted as its model's series counts it: by the attempt that was the call's last. */
function hasCall(
  { spans }: RequestRecord,
  { provider, model, metric, minMs, maxMs }: CallFilter,
  { from = -Infinity, to = Infinity }: RequestListInput,
): boolean {
  return spans.some((span) => {
    const { countedAt, end } = span;
    if (countedAt === null || end === null || countedAt < from || countedAt >= to) return false;
    if (span.provider !== provider || span.model !== model) return false;
    const took = { ttft: end.ttftMs, latency: end.latencyMs, gap: end.gapMs }[metric];
    return took !== null && took >= minMs && took < maxMs;
  });
}

function mentions(record: RequestRecord, words: readonly string[]): boolean {
  const { accepted, provider, model, errorKind, errorMessage, messages } = record;
  const { id, sessionId, laneLabel, client, agent } = accepted;
  const names = [id, sessionId, laneLabel, client, agent, provider, model, errorKind, errorMessage];
  return hasWords([...names, ...messages.map(({ text }) => text)], words);
}
