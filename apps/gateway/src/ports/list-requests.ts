import type { RequestList, RequestListInput, RequestRow } from "@signalbox/api-contract";
import { lastSeq, type History, type Place } from "../history/index.ts";
import type { RequestLog, RequestRecord } from "../recorder/index.ts";
import { matchesRequest } from "./match-request.ts";
import { decodeCursor, encodeCursor } from "./request-cursor.ts";

interface Listed {
  readonly place: Place;
  readonly row: RequestRow;
}

/** What the disk told, and down to which place that is all there is: null for to the end. */
interface Stored {
  readonly listed: readonly Listed[];
  readonly completeTo: Place | null;
}

/** A page in the order of acceptance, newest first: what memory knows better, and what only the disk has. */
export async function listRequests(
  log: RequestLog,
  history: History,
  input: RequestListInput,
): Promise<RequestList> {
  const { cursor, limit } = input;
  const before = cursor === undefined ? { boot: history.boot, seq: lastSeq } : decodeCursor(cursor);
  const remembered = rememberedOf(log, history.boot, input, before);
  const stored = await storedOf(log, history, input, before, remembered);
  const all = [...remembered, ...stored.listed].toSorted(newestFirst);
  const { completeTo } = stored;
  const sure =
    completeTo === null ? all : all.filter(({ place }) => comparePlaces(place, completeTo) >= 0);
  const shown = sure.slice(0, limit);
  const next = sure.length > limit ? (shown.at(-1)?.place ?? null) : completeTo;
  return {
    requests: shown.map(({ row }) => row),
    nextCursor: next === null ? null : encodeCursor(next),
  };
}

function rememberedOf(
  log: RequestLog,
  boot: number,
  input: RequestListInput,
  before: Place,
): Listed[] {
  const found: Listed[] = [];
  for (const record of recordsOf(log)) {
    const place = { boot, seq: record.seq };
    if (comparePlaces(place, before) < 0 && matchesRequest(record, input)) {
      found.push({ place, row: log.row(record) });
    }
  }
  return found;
}

async function storedOf(
  log: RequestLog,
  history: History,
  input: RequestListInput,
  before: Place,
  remembered: readonly Listed[],
): Promise<Stored> {
  const { limit, cursor: _, ...filter } = input;
  // Without a file there is nothing but memory, and what is in flight is in no other place.
  const isStored = filter.state === undefined || filter.state === "ended";
  if (history.boot === 0 || !isStored) return { listed: [], completeTo: null };
  try {
    // One more than asked for tells whether there is another page.
    const { requests, lookedTo } = await history.ask("requests", {
      filter,
      before,
      limit: limit + 1,
    });
    const known = new Set(Array.from(recordsOf(log), ({ seq }) => seq));
    const isOurs = ({ boot, seq }: Place) => boot === history.boot && known.has(seq);
    const last = requests.length > limit ? (requests.at(-1)?.place ?? null) : lookedTo;
    const isEnded = filter.state === "ended";
    return {
      listed: requests
        .filter(({ place, row }) => !isOurs(place) && (!isEnded || row.state === "ended"))
        .map(({ place, row }) => ({ place, row })),
      completeTo: last,
    };
  } catch (error) {
    const oldest = remembered.toSorted(newestFirst).at(-1);
    // What there is in memory is an answer, and asking on tells why there is no more.
    if (oldest === undefined) throw error;
    return { listed: [], completeTo: oldest.place };
  }
}

function* recordsOf(log: RequestLog): Generator<RequestRecord> {
  yield* log.active.values();
  yield* log.ended();
}

function newestFirst(a: Listed, b: Listed): number {
  return comparePlaces(b.place, a.place);
}

function comparePlaces(a: Place, b: Place): number {
  return a.boot - b.boot || a.seq - b.seq;
}
