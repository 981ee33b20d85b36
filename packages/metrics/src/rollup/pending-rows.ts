/** Rows of a batch that one series has yet to take in. */
export class PendingRows {
  readonly rows: Uint16Array;
  #count = 0;

  constructor(size: number) {
    this.rows = new Uint16Array(size);
  }

  get count(): number {
    return this.#count;
  }

  add(row: number): void {
    this.rows[this.#count++] = row;
  }

  clear(): void {
    this.#count = 0;
  }
}
