import { halvesOf, joinHalves } from "./halved-rollups.ts";
import { HistoryReader, type HistoryReaderOptions } from "./history-reader.ts";
import type { QueryInput, QueryName, QueryResult } from "./queries.ts";
import { SpareCores } from "./spare-cores.ts";
import type { RollupsFound, RollupsQuery } from "./read-rollups.ts";

/** A question that takes long keeps nobody waiting who asks the other; one that both answer is over in half the time. */
const readerThreads = 2;

/** Where more wait than one page asks, the other thread is no longer kept free. */
const longestLine = 32;

export interface HistoryReadersOptions extends HistoryReaderOptions {
  /** Whether there is a processor for each of them beside those that requests want. */
  readonly isRoomy?: () => boolean;
}

/**
 * The readers of history.db. A question goes to the one that has least to answer; where the same one waits
 * already, as when many tabs come back at once, both get its answer. Where processors are few and the gateway has
 * work, those of one asker take one of them.
 */
export class HistoryReaders {
  readonly #readers: readonly HistoryReader[];
  readonly #isRoomy: () => boolean;

  constructor(options: HistoryReadersOptions) {
    const cores = new SpareCores();
    this.#isRoomy = options.isRoomy ?? (() => cores.areThere);
    this.#readers = Array.from({ length: readerThreads }, () => new HistoryReader(options));
  }

  ask<K extends QueryName>(name: K, input: QueryInput<K>): Promise<QueryResult<K>> {
    for (const reader of this.#readers) {
      const shared = reader.shared(name, input);
      if (shared !== null) return shared;
    }
    const own = this.#isRoomy() ? undefined : this.#readers.find(hasRoomForOwn);
    const idlest = this.#readers.reduce((a, b) => (b.load < a.load ? b : a));
    return (own ?? idlest).ask(name, input);
  }

  /** Figures by steps. Where nobody else asks, and there is room, each thread answers half of what takes long. */
  async rollups(query: RollupsQuery): Promise<RollupsFound> {
    const isFree = this.#readers.every(({ load }) => load === 0) && this.#isRoomy();
    const halves = isFree ? halvesOf(query) : null;
    if (halves !== null) {
      const [before, after] = halves;
      const joined = joinHalves(
        query.wishes,
        ...(await Promise.all([this.ask("rollups", before), this.ask("rollups", after)])),
      );
      if (joined !== null) return joined;
    }
    return this.ask("rollups", query);
  }

  /** Lets go of the file; the next question opens it again. */
  async forget(): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.forget()));
  }

  async close(): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.close()));
  }
}

function hasRoomForOwn(reader: HistoryReader): boolean {
  return reader.isAsked && reader.load < longestLine;
}
