import { HistoryReader, type HistoryReaderOptions } from "./history-reader.ts";
import type { QueryInput, QueryName, QueryResult } from "./queries.ts";
import type { RollupsFound, RollupsQuery, RollupWish } from "./read-rollups.ts";

/** A question that takes long keeps nobody waiting who asks the other. */
const readerThreads = 2;

/**
 * The readers of history.db. A question goes to the one that has least to answer; where the same one waits
 * already, as when many tabs come back at once, both get its answer.
 */
export class HistoryReaders {
  readonly #readers: readonly HistoryReader[];

  constructor(options: HistoryReaderOptions) {
    this.#readers = Array.from({ length: readerThreads }, () => new HistoryReader(options));
  }

  ask<K extends QueryName>(name: K, input: QueryInput<K>): Promise<QueryResult<K>> {
    for (const reader of this.#readers) {
      const shared = reader.shared(name, input);
      if (shared !== null) return shared;
    }
    const idlest = this.#readers.reduce((a, b) => (b.load < a.load ? b : a));
    return idlest.ask(name, input);
  }

  /** Figures by steps; of those that take long both threads have a share. */
  async rollups(query: RollupsQuery): Promise<RollupsFound> {
    const [own, others] = sharesOf(query.wishes);
    if (others.length === 0) return this.ask("rollups", query);
    const [found, foundToo] = await Promise.all([
      this.ask("rollups", { ...query, wishes: own }),
      this.ask("rollups", { ...query, wishes: others }),
    ]);
    const answers = new Map([
      ...own.map((wish, at) => [wish, found.wishes[at]] as const),
      ...others.map((wish, at) => [wish, foundToo.wishes[at]] as const),
    ]);
    return { ...found, wishes: query.wishes.flatMap((wish) => answers.get(wish) ?? []) };
  }

  /** Lets go of the file; the next question opens it again. */
  async forget(): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.forget()));
  }

  async close(): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.close()));
  }
}

/** To merge sketches takes long, and counters little: where there are several of those, every second one is apart. */
function sharesOf(wishes: readonly RollupWish[]): [own: RollupWish[], others: RollupWish[]] {
  const sketches = wishes.filter(({ part }) => part !== "counters" && part !== "gauges");
  const others = sketches.filter((_, at) => at % 2 === 1);
  return [wishes.filter((wish) => !others.includes(wish)), others];
}
