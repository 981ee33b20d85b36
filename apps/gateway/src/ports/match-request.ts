import type { RequestListInput } from "@signalbox/api-contract";
import type { RequestRecord } from "../recorder/index.ts";

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
  ];
  if (wanted.some(([want, is]) => want !== undefined && want !== is)) return false;
  if (input.from !== undefined && (record.endedAt ?? Infinity) < input.from) return false;
  if (input.to !== undefined && record.startedAt > input.to) return false;
  if (input.tool !== undefined && !usesTool(record, input.tool)) return false;
  return input.text === undefined || mentions(record, input.text.toLowerCase());
}

function usesTool({ spans }: RequestRecord, tool: string): boolean {
  return spans.some(({ kind, name }) => kind === "tool" && name === tool);
}

function mentions(record: RequestRecord, text: string): boolean {
  const { accepted, errorMessage, messages } = record;
  return [accepted.id, accepted.sessionId, accepted.client, record.model, errorMessage]
    .concat(messages.map((message) => message.text))
    .some((value) => value?.toLowerCase().includes(text) ?? false);
}
