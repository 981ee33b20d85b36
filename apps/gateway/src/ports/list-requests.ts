import type { RequestList, RequestListInput, RequestRow } from "@signalbox/api-contract";
import type { History } from "../history/index.ts";
import type { RequestLog, RequestRecord } from "../recorder/index.ts";
import { matchesRequest } from "./match-request.ts";
import { beyondAll, decodePlace, encodePlace, type RequestPlace } from "./request-place.ts";

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
  const { cursor, limit } = input;
  const start = cursor === undefined ? newest(log, history.boot) : decodePlace(cursor);
  const list = new Listing(log, history, input);
  // One more than asked for tells whether there is another page.
  const listed: Listed[] = [];
  let goesOn: RequestPlace | null = null;
  try {
    let from = start;
    if (from.part === "open") {
      listed.push(...(await list.open(from, limit + 1)));
      from = { boot: from.boot, part: "ended", endedSeq: from.horizon + 1 };
    }
    const remembered = list.remembered(from, limit + 1 - listed.length);
    listed.push(...remembered);
    if (listed.length <= limit) {
      const stored = await list.stored(from, limit + 1 - listed.length);
      listed.push(...stored.listed);
      goesOn = stored.goesOn;
    }
  } catch (error) {
    goesOn = listed.at(-1)?.place ?? null;
    // What there is in memory is an answer, and asking on tells why there is no more.
    if (goesOn === null) throw error;
  }
  const shown = listed.slice(0, limit);
  const next = listed.length > limit ? (shown.at(-1)?.place ?? null) : goesOn;
  return {
    requests: shown.map(({ row }) => row),
    nextCursor: next === null ? null : encodePlace(next),
  };
}

function newest(log: RequestLog, boot: number): RequestPlace {
  const last = log.ended().next();
  const horizon = last.done === true ? 0 : (last.value.endedSeq ?? 0);
  return { boot, part: "open", seq: beyondAll, horizon };
}

/** One question's way through memory and disk. */
class Listing {
  readonly #log: RequestLog;
  readonly #history: History;
  readonly #input: RequestListInput;
  /** Who ended from then on is in memory. */
  readonly #oldestEnd: number;

  constructor(log: RequestLog, history: History, input: RequestListInput) {
    this.#log = log;
    this.#history = history;
    this.#input = input;
    this.#oldestEnd = [...log.ended()].at(-1)?.endedSeq ?? beyondAll;
  }

  /** Those that were in flight when reading began: they may have ended, and been forgotten, by now. */
  async open(from: Extract<RequestPlace, { part: "open" }>, limit: number): Promise<Listed[]> {
    const { boot, seq, horizon } = from;
    const placeOf = (seq: number): RequestPlace => ({ ...from, seq });
    const isOurs = boot === this.#history.boot;
    const found = !isOurs
      ? []
      : [...this.#log.active.values(), ...this.#log.ended()]
          .filter((one) => one.seq < seq && (one.endedSeq ?? beyondAll) > horizon)
          .filter((one) => matchesRequest(one, this.#input))
          .map((one) => ({ seq: one.seq, row: this.#log.row(one) }));
    if (!isOurs || this.#oldestEnd > horizon + 1) {
      const endedBefore = isOurs ? this.#oldestEnd : beyondAll;
      found.push(...(await this.#forgotten({ boot, seq, horizon, endedBefore, limit })));
    }
    return found
      .sort((a, b) => b.seq - a.seq)
      .slice(0, limit)
      .map(({ seq, row }) => ({ row, place: placeOf(seq) }));
  }

  /** Those that ended and are in memory. */
  remembered(from: Extract<RequestPlace, { part: "ended" }>, limit: number): Listed[] {
    const found: Listed[] = [];
    if (from.boot !== this.#history.boot) return found;
    for (const record of this.#log.ended()) {
      if (found.length === limit) break;
      const { endedSeq } = record;
      if (endedSeq === null || endedSeq >= from.endedSeq) continue;
      if (matchesRequest(record, this.#input)) found.push(this.#endedAt(record, endedSeq));
    }
    return found;
  }

  /** Those before what memory has. */
  async stored(
    from: Extract<RequestPlace, { part: "ended" }>,
    limit: number,
  ): Promise<{ listed: Listed[]; goesOn: RequestPlace | null }> {
    if (!this.#mayBeStored) return { listed: [], goesOn: null };
    const { boot } = from;
    const isOurs = boot === this.#history.boot;
    const endedSeq = isOurs ? Math.min(from.endedSeq, this.#oldestEnd) : from.endedSeq;
    const { requests, lookedTo } = await this.#history.ask("requests", {
      filter: this.#filter,
      after: { boot, endedSeq },
      limit,
    });
    return {
      listed: requests.map(({ key, row }) => ({ row, place: { part: "ended", ...key } })),
      goesOn: lookedTo === null ? null : { part: "ended", ...lookedTo },
    };
  }

  #endedAt(record: RequestRecord, endedSeq: number): Listed {
    const place: RequestPlace = { boot: this.#history.boot, part: "ended", endedSeq };
    return { row: this.#log.row(record), place };
  }

  async #forgotten(query: {
    boot: number;
    seq: number;
    horizon: number;
    endedBefore: number;
    limit: number;
  }) {
    if (!this.#mayBeStored) return [];
    return this.#history.ask("lateRequests", { ...query, filter: this.#filter });
  }

  /** Without a file there is nothing but memory, and what is in flight is in no other place. */
  get #mayBeStored(): boolean {
    const { state } = this.#input;
    return this.#history.boot !== 0 && (state === undefined || state === "ended");
  }

  get #filter(): Omit<RequestListInput, "limit" | "cursor"> {
    const { limit: _, cursor: __, ...filter } = this.#input;
    return filter;
  }
}
