import type { RequestRow } from "@signalbox/api-contract";
import { ageOf } from "./request-phase.ts";

type SortValue = number | string | null;

/** What each sortable column is sorted by. */
const sortValues = {
  state: (row: RequestRow) => row.phase ?? row.outcome,
  time: (row: RequestRow) => row.startedAt,
  age: (row: RequestRow, now: number) => ageOf(row, now),
  session: (row: RequestRow) => row.sessionId,
  channel: (row: RequestRow) => row.channel,
  client: (row: RequestRow) => row.client,
  agent: (row: RequestRow) => row.agent,
  model: (row: RequestRow) => row.model,
  tool: (row: RequestRow) => row.tool,
  tokens: (row: RequestRow) => row.outputTokens,
  ttft: (row: RequestRow) => row.ttft,
  rate: (row: RequestRow) => row.tokensPerSec,
  cost: (row: RequestRow) => row.costUsd,
  error: (row: RequestRow) => row.errorKind,
  attempts: (row: RequestRow) => row.attempts,
} as const satisfies Record<string, (row: RequestRow, now: number) => SortValue>;

export type SortKey = keyof typeof sortValues;

export interface RequestOrder {
  /** Null: in flight first, then what ended, the newest first. */
  readonly key: SortKey | null;
  readonly direction: "asc" | "desc";
}

export function orderOf(search: {
  readonly sort?: string | undefined;
  readonly dir?: "asc" | "desc" | undefined;
}): RequestOrder {
  const key = search.sort;
  return { key: key !== undefined && isSortKey(key) ? key : null, direction: search.dir ?? "desc" };
}

/** What is unknown comes last, whatever the direction. */
export function sortRequests(
  rows: readonly RequestRow[],
  { key, direction }: RequestOrder,
  now: number,
): RequestRow[] {
  if (key === null) return [...rows].sort(newestFirst);
  const sign = direction === "asc" ? 1 : -1;
  const valueOf: (row: RequestRow, now: number) => SortValue = sortValues[key];
  return rows
    .map((row) => ({ row, value: valueOf(row, now) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) {
        return Number(a.value === null) - Number(b.value === null) || newestFirst(a.row, b.row);
      }
      if (a.value === b.value) return newestFirst(a.row, b.row);
      return a.value < b.value ? -sign : sign;
    })
    .map(({ row }) => row);
}

function newestFirst(a: RequestRow, b: RequestRow): number {
  const ended = Number(a.state === "ended") - Number(b.state === "ended");
  if (ended !== 0) return ended;
  const byTime = (b.endedAt ?? b.startedAt) - (a.endedAt ?? a.startedAt);
  return byTime || (a.id < b.id ? 1 : -1);
}

function isSortKey(key: string): key is SortKey {
  return Object.hasOwn(sortValues, key);
}
