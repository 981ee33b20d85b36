import { cellAt, LOWEST } from "./mapping.ts";

const FROM = LOWEST;

/** The cell of a value that is not to be observed. */
export const NO_CELL = -1;
/** The cell of zero and of what is next to it: to be observed the general way. */
export const TINY_CELL = -2;

/**
 * A column of values with their cells: a value that goes into many sketches is mapped once, and
 * a run of rows is observed without a float ever leaving its array, where it would be boxed.
 */
export class MappedColumn {
  readonly values: Float64Array;
  readonly cells: Int16Array;

  /** Values are below 2^44; NaN stands for none. */
  constructor(values: Float64Array) {
    this.values = values;
    this.cells = new Int16Array(values.length).fill(NO_CELL);
  }

  /** Finds the cell of the value in a row. */
  map(row: number): void {
    const value = this.values[row] ?? 0;
    if (value >= FROM) this.cells[row] = cellAt(this.values, row);
    else this.cells[row] = value >= 0 ? TINY_CELL : NO_CELL;
  }

  /** The same where zero means that there is nothing to observe. */
  mapPositive(row: number): void {
    this.map(row);
    if (this.values[row] === 0) this.cells[row] = NO_CELL;
  }
}
