import type { HistoryRow } from "./messages.ts";
import { RowPacker } from "./packed-rows.ts";

export interface Batch {
  readonly packer: RowPacker;
  rows: number;
  bytes: number;
  /** When the first of its rows was pushed. */
  readonly since: number;
}

export interface QueueBounds {
  readonly maxRows: number;
  /** Roughly: what their text takes in memory, and a little for each value. */
  readonly maxBytes: number;
  readonly rowsPerBatch: number;
}

export const queueBounds: QueueBounds = {
  maxRows: 20_000,
  maxBytes: 64 * 2 ** 20,
  rowsPerBatch: 1_000,
};

const bytesPerBatch = 4 * 2 ** 20;
const bytesPerValue = 16;
const bytesPerUnit = 2;

/** Rows that wait to be written, in batches, within bounds of rows and of bytes. */
export class WriteQueue {
  readonly #bounds: QueueBounds;
  readonly #batches: Batch[] = [];
  #rows = 0;
  #bytes = 0;

  constructor(bounds: QueueBounds) {
    this.#bounds = bounds;
  }

  /** Of the rows that wait, and of those that were taken and are not done. */
  get rows(): number {
    return this.#rows;
  }

  /** There is a batch that no further row goes into. */
  get hasFullBatch(): boolean {
    const [first] = this.#batches;
    return first !== undefined && this.#isFull(first);
  }

  get isHalfEmpty(): boolean {
    const { maxRows, maxBytes } = this.#bounds;
    return this.#rows <= maxRows / 2 && this.#bytes <= maxBytes / 2;
  }

  /** What is left is for what happens meanwhile. */
  get isAlmostFull(): boolean {
    const { maxRows, maxBytes } = this.#bounds;
    return this.#rows >= maxRows * 0.9 || this.#bytes >= maxBytes * 0.9;
  }

  /** When the oldest row that waits was pushed; null where none waits. */
  get since(): number | null {
    return this.#batches[0]?.since ?? null;
  }

  /** False where there is no room for it: then it is not kept. */
  push(row: HistoryRow, now: number): boolean {
    const bytes = bytesOf(row);
    const { maxRows, maxBytes } = this.#bounds;
    if (this.#rows >= maxRows || this.#bytes + bytes > maxBytes) return false;
    let last = this.#batches.at(-1);
    if (last === undefined || this.#isFull(last)) {
      last = { packer: new RowPacker(), rows: 0, bytes: 0, since: now };
      this.#batches.push(last);
    }
    last.packer.add(row);
    last.rows += 1;
    last.bytes += bytes;
    this.#rows += 1;
    this.#bytes += bytes;
    return true;
  }

  /** The oldest batch, which counts until it is done. */
  take(): Batch | undefined {
    return this.#batches.shift();
  }

  done(batch: Batch): void {
    this.#rows -= batch.rows;
    this.#bytes -= batch.bytes;
  }

  #isFull({ rows, bytes }: Batch): boolean {
    return rows >= this.#bounds.rowsPerBatch || bytes >= bytesPerBatch;
  }
}

function bytesOf([, values]: HistoryRow): number {
  let bytes = values.length * bytesPerValue;
  for (const value of values) {
    if (typeof value === "string") bytes += value.length * bytesPerUnit;
    else if (value instanceof Uint8Array) bytes += value.length;
  }
  return bytes;
}
