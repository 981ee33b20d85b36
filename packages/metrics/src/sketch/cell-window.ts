import { countIn } from "./bands.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { cellOf, CELLS_PER_OCTAVE } from "./mapping.ts";
import type { SketchSums } from "./rank.ts";

/** Largest count of one cell: twice it still fits a varint. */
export const MAX_CELL_COUNT: number = 2 ** 52;

/**
 * Counts per cell, held only for the octaves that were touched: 288 B an octave, 18 KiB at most.
 */
export class CellWindow {
  #counts = new Float64Array(0);
  #base = 0;

  add(cell: number, count: number): void {
    let at = cell - this.#base;
    if (at < 0 || at >= this.#counts.length) at = this.#cover(cell);
    this.#counts[at] = (this.#counts[at] ?? 0) + count;
  }

  /** Adds one in the cell of each row, but for cells below 0, and returns how many those are. */
  addRows(cells: Int16Array, rows: Uint16Array, count: number): number {
    let counts = this.#counts;
    let base = this.#base;
    let left = 0;
    for (let index = 0; index < count; index++) {
      const cell = cells[rows[index] ?? 0] ?? -1;
      if (cell < 0) {
        left += 1;
        continue;
      }
      let at = cell - base;
      if (at < 0 || at >= counts.length) {
        at = this.#cover(cell);
        counts = this.#counts;
        base = this.#base;
      }
      counts[at] = (counts[at] ?? 0) + 1;
    }
    return left;
  }

  clear(): void {
    this.#counts.fill(0);
  }

  merge(other: CellWindow): void {
    const counts = other.#counts;
    for (let at = 0; at < counts.length; at++) {
      const count = counts[at] ?? 0;
      if (count > 0) this.add(other.#base + at, count);
    }
  }

  /** As RankedCells has it: from the end that is nearer, between the cells of the smallest and the largest. */
  cellAtRank(rank: number, { count, zeros, min, max }: SketchSums): number {
    const counts = this.#counts;
    const total = count - zeros;
    const first = zeros > 0 ? 0 : Math.max(0, cellOf(min) - this.#base);
    const last = Math.min(counts.length - 1, cellOf(max) - this.#base);
    if (rank * 2 <= total) {
      let upTo = 0;
      for (let at = first; at <= last; at++) {
        upTo += counts[at] ?? 0;
        if (upTo >= rank) return this.#base + at;
      }
      return -1;
    }
    let below = total;
    for (let at = last; at >= first; at--) {
      below -= counts[at] ?? 0;
      if (below < rank) return this.#base + at;
    }
    return -1;
  }

  /** Adds each count at its band's place in `into`; what lies before or beyond counts in the outermost. */
  addBands(into: Float64Array, first: number): void {
    for (let at = 0; at < this.#counts.length; at++) {
      const count = this.#counts[at] ?? 0;
      if (count === 0) continue;
      countIn(into, this.#base + at, first, count);
    }
  }

  /** As `SketchBytes` reads them. */
  writeTo(writer: ByteWriter): void {
    let next = 0;
    for (let at = 0; at < this.#counts.length; at++) {
      const count = this.#counts[at] ?? 0;
      if (count === 0) continue;
      const gap = this.#base + at - next;
      if (gap > 0) writer.varint(gap * 2 + 1);
      writer.varint(Math.min(count, MAX_CELL_COUNT) * 2 - (count >= MAX_CELL_COUNT ? 2 : 0));
      next = this.#base + at + 1;
    }
  }

  /** Adds to each of the first `used` cells its amount. */
  addCells(cells: Int16Array, amounts: Float64Array, used: number): void {
    for (let at = 0; at < used; at++) this.add(cells[at] ?? 0, amounts[at] ?? 0);
  }

  /** Widens the window to the cell's octave and returns where the cell is in it. */
  #cover(cell: number): number {
    const octave = cell - (cell % CELLS_PER_OCTAVE);
    const empty = this.#counts.length === 0;
    const base = empty ? octave : Math.min(this.#base, octave);
    const end = Math.max(empty ? 0 : this.#base + this.#counts.length, octave + CELLS_PER_OCTAVE);
    const widened = new Float64Array(end - base);
    if (!empty) widened.set(this.#counts, this.#base - base);
    this.#counts = widened;
    this.#base = base;
    return cell - base;
  }
}
