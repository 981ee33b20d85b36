import type { Run } from "./run-table.ts";

interface OfToken {
  /** In the order they ended. */
  readonly runs: Set<Run>;
  /** Of their answers, in UTF-16 units. */
  text: number;
}

/** Runs that are over and still kept, by their token: who has the most makes room for the others. */
export class EndedRuns {
  readonly #byToken = new Map<string, OfToken>();
  #size = 0;
  #text = 0;

  get size(): number {
    return this.#size;
  }

  /** Of all their answers, in UTF-16 units. */
  get text(): number {
    return this.#text;
  }

  add(run: Run): void {
    const { tokenId } = run.caller;
    const own = this.#byToken.get(tokenId) ?? { runs: new Set<Run>(), text: 0 };
    const { length } = run.journal.text;
    this.#byToken.set(tokenId, own);
    own.runs.add(run);
    own.text += length;
    this.#size += 1;
    this.#text += length;
  }

  delete(run: Run): void {
    const { tokenId } = run.caller;
    const own = this.#byToken.get(tokenId);
    if (own === undefined || !own.runs.delete(run)) return;
    const { length } = run.journal.text;
    own.text -= length;
    this.#size -= 1;
    this.#text -= length;
    if (own.runs.size === 0) this.#byToken.delete(tokenId);
  }

  /** The oldest of the token that has the most of them, or the most text. */
  next(by: "runs" | "text"): Run | undefined {
    let most: OfToken | null = null;
    for (const own of this.#byToken.values()) {
      if (most === null || amountOf(own, by) > amountOf(most, by)) most = own;
    }
    const [oldest] = most?.runs ?? [];
    return oldest;
  }
}

function amountOf({ runs, text }: OfToken, by: "runs" | "text"): number {
  return by === "runs" ? runs.size : text;
}
