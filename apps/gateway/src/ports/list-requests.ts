import type { RequestList, RequestListInput, RequestRow } from "@signalbox/api-contract";
import type { History } from "../history/index.ts";
import type { RequestLog, RequestRecord } from "../recorder/index.ts";
import { matchesRequest } from "./match-request.ts";
import { decodePlace, encodePlace, isAfter, placeAt, type RequestPlace } from "./request-place.ts";

interface Listed {
  readonly row: RequestRow;
  readonly place: RequestPlace;
}

/** A page: what memory has after the cursor, then what only the disk has. */
export async function listRequests(
  log: RequestLog,
  history: History,
  input: RequestListInput,
): Promise<RequestList> {
  const { boot } = history;
  const start = input.cursor === undefined ? newest(log, boot) : decodePlace(input.cursor);
  // One more than asked for tells whether there is another page.
  const wanted = input.limit + 1;
  const remembered = start.boot === boot ? fromMemory(log, input, start, wanted) : [];
  if (remembered.length === wanted) return page(remembered, input.limit, null);
  const mayBeStored = input.state === undefined || input.state === "ended";
  if (boot === 0 || !mayBeStored) return page(remembered, input.limit, null);
  try {
    const { listed, goesOn } = await fromDisk(
      log,
      history,
      input,
      start,
      wanted - remembered.length,
    );
    return page([...remembered, ...listed], input.limit, goesOn);
  } catch (error) {
    const last = remembered.at(-1)?.place ?? null;
    // What there is in memory is an answer, and asking on tells why there is no more.
    if (last !== null) return page(remembered, input.limit, last);
    throw error;
  }
}

function newest(log: RequestLog, boot: number): RequestPlace {
  const last = log.ended().next();
  const horizon = last.done === true ? 0 : (last.value.endedSeq ?? 0);
  return { boot, endedSeq: Infinity, seq: Infinity, horizon };
}

function fromMemory(
  log: RequestLog,
  input: RequestListInput,
  start: RequestPlace,
  limit: number,
): Listed[] {
  const found: Listed[] = [];
  let place = start;
  for (const record of newestFirst(log)) {
    if (found.length === limit) break;
    if (!isAfter(record, start) || !matchesRequest(record, input)) continue;
    place = placeAt(record, place);
    found.push({ row: log.row(record), place });
  }
  return found;
}

/** Those in flight, then those that ended. */
function* newestFirst(log: RequestLog): Generator<RequestRecord> {
  yield* [...log.active.values()].reverse();
  yield* log.ended();
}

async function fromDisk(
  log: RequestLog,
  history: History,
  { limit: _, cursor: __, ...filter }: RequestListInput,
  start: RequestPlace,
  limit: number,
): Promise<{ listed: Listed[]; goesOn: RequestPlace | null }> {
  const { boot, horizon, seq } = start;
  const before = boot === history.boot ? Math.min(start.endedSeq, oldestEnd(log)) : start.endedSeq;
  const endedSeq = Math.min(before, Number.MAX_SAFE_INTEGER);
  const { requests, lookedTo } = await history.ask("requests", {
    filter,
    after: { boot, endedSeq },
    horizon: Math.min(horizon, Number.MAX_SAFE_INTEGER),
    seq: Math.min(seq, Number.MAX_SAFE_INTEGER),
    limit,
  });
  const placeOf = (key: { boot: number; endedSeq: number }): RequestPlace => ({
    ...key,
    // Of an earlier start all that is left has ended.
    ...(key.boot === boot ? { seq, horizon } : { seq: 0, horizon: key.endedSeq }),
  });
  return {
    listed: requests.map(({ key, row }) => ({ row, place: placeOf(key) })),
    goesOn: lookedTo === null ? null : placeOf(lookedTo),
  };
}

/** Requests that ended from then on are in memory. */
function oldestEnd(log: RequestLog): number {
  return [...log.ended()].at(-1)?.endedSeq ?? Infinity;
}

function page(listed: readonly Listed[], limit: number, goesOn: RequestPlace | null): RequestList {
  const shown = listed.slice(0, limit);
  const next = listed.length > limit ? (shown.at(-1)?.place ?? null) : goesOn;
  return {
    requests: shown.map(({ row }) => row),
    nextCursor: next === null ? null : encodePlace(next),
  };
}
