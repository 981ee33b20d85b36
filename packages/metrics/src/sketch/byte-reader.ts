import { MetricsError } from "../errors.ts";

/**
 * Reads what ByteWriter wrote, never past its end.
 *
 * @throws MetricsError `SKETCH_BYTES_INVALID` where the bytes end early or a number is too large.
 */
export class ByteReader {
  #view: DataView = new DataView(new ArrayBuffer(0));
  #at = 0;
  #end = 0;

  /** Points the reader at `[from, end)` of a view, so one reader serves many records. */
  open(view: DataView, from: number, end: number): this {
    this.#view = view;
    this.#at = from;
    this.#end = end;
    return this;
  }

  get at(): number {
    return this.#at;
  }

  get view(): DataView {
    return this.#view;
  }

  get done(): boolean {
    return this.#at >= this.#end;
  }

  skip(size: number): void {
    this.#need(size);
    this.#at += size;
  }

  uint8(): number {
    this.#need(1);
    return this.#view.getUint8(this.#at++);
  }

  uint16(): number {
    this.#need(2);
    this.#at += 2;
    return this.#view.getUint16(this.#at - 2, true);
  }

  float64(): number {
    this.#need(8);
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, true);
  }

  varint(): number {
    let byte = this.uint8();
    if (byte < 128) return byte;
    let value = byte & 127;
    let unit = 128;
    do {
      byte = this.uint8();
      value += (byte & 127) * unit;
      unit *= 128;
      if (value > Number.MAX_SAFE_INTEGER) {
        throw new MetricsError("SKETCH_BYTES_INVALID", "a number above 2^53");
      }
    } while (byte >= 128);
    return value;
  }

  #need(size: number): void {
    if (this.#at + size > this.#end) {
      throw new MetricsError("SKETCH_BYTES_INVALID", `they end at byte ${this.#end}`);
    }
  }
}
