import type { RequestListInput, RequestRow } from "@signalbox/api-contract";
import { errorKinds } from "@signalbox/api-contract";
import type { RequestsSearch } from "../app/search.ts";
import { callText, parseCall } from "./call-filter.ts";

/** The parts of the page's address that narrow the list. */
const filterKeys = [
  "state",
  "outcome",
  "overdue",
  "errorKind",
  "fingerprint",
  "channel",
  "client",
  "agent",
  "provider",
  "model",
  "tool",
  "failedTool",
  "sessionId",
  "lane",
  "text",
  "call",
] as const;
export type FilterKey = (typeof filterKeys)[number];
export type RequestFilter = Pick<RequestsSearch, FilterKey>;

/** Keys whose value must be that of the row. */
const exactKeys = [
  "outcome",
  "errorKind",
  "channel",
  "client",
  "agent",
  "provider",
  "model",
  "tool",
  "sessionId",
  "lane",
] as const satisfies readonly FilterKey[];

export function filterOf(search: RequestsSearch): RequestFilter {
  return Object.fromEntries(filterKeys.map((key) => [key, search[key]]));
}

/** The filters that are set, in the order they are shown. */
export function setFilters(filter: RequestFilter): { key: FilterKey; value: string }[] {
  return filterKeys.flatMap((key) => {
    const value = filter[key];
    if (value === undefined) return [];
    if (value === true) return [{ key, value: "yes" }];
    return [{ key, value: key === "call" ? callText(value) : value }];
  });
}

/** Whether what the row tells lets it through; to which group of failures it belongs, no row tells. */
export function matchesFilter(row: RequestRow, filter: RequestFilter): boolean {
  if (onlyGatewayKnows(filter)) return false;
  if (filter.overdue === true && !row.overdue) return false;
  if (filter.state !== undefined && !isInState(row, filter.state)) return false;
  for (const key of exactKeys) {
    const wanted = filter[key];
    if (wanted !== undefined && row[key] !== wanted) return false;
  }
  return filter.text === undefined || matchesText(row, filter.text);
}

function isInState({ state }: RequestRow, wanted: NonNullable<RequestFilter["state"]>): boolean {
  return wanted === "in flight" ? state !== "ended" : state === wanted;
}

/** No row tells of its calls, of the tools that failed in it, or of its group of failures. */
function onlyGatewayKnows({ fingerprint, call, failedTool }: RequestFilter): boolean {
  return fingerprint !== undefined || call !== undefined || failedTool !== undefined;
}

/**
 * The same narrowing for `requests.list`, which is asked for what has ended and is no longer live. A request goes
 * on after a tool of it failed: of those in flight the gateway has to tell, too.
 */
export function listInputOf(filter: RequestFilter): Omit<RequestListInput, "limit" | "cursor"> {
  const { overdue: _, errorKind: kind, state: __, call: asked, ...rest } = filter;
  const { failedTool } = rest;
  const known = errorKinds.find((one) => one === kind);
  const call = parseCall(asked ?? "");
  return {
    ...withoutUndefined(rest),
    ...(known === undefined ? {} : { errorKind: known }),
    ...(call === null ? {} : { call }),
    ...(failedTool === undefined ? { state: "ended" } : {}),
  };
}

/** No request in history can match: only those in flight are queued, running or overdue. */
export function isLiveOnly({ state, overdue }: RequestFilter): boolean {
  return (state !== undefined && state !== "ended") || overdue === true;
}

function matchesText(row: RequestRow, text: string): boolean {
  const wanted = text.toLowerCase();
  return [
    row.id,
    row.sessionId,
    row.laneLabel,
    row.client,
    row.agent,
    row.provider,
    row.model,
    row.tool,
    row.errorKind,
    row.errorMessage,
  ].some((part) => part?.toLowerCase().includes(wanted) === true);
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  // Only the entries without a value are gone: what is left has the types it had.
  return Object.fromEntries(entries) as { [K in keyof T]?: NonNullable<T[K]> };
}
