import { readFileSync, statSync } from "node:fs";

const headerBytes = 32;
const frameHeaderBytes = 24;
const bigEndianMagic = 0x377f0683;
const littleEndianMagic = 0x377f0682;
/** A log this long is not read through: the disk refused for long to take what is in it. */
const maxCheckedBytes = 256 * 2 ** 20;

/**
 * What is wrong with the log that a process left beside its database; null where nothing is.
 *
 * SQLite takes a log up to the first frame whose checksum is wrong, for that is how a transaction looks
 * that a crash cut off, and forgets the rest. Where more than one transaction stands behind that frame,
 * it was no crash: they were acknowledged, and would go without a word. The format is that of
 * https://www.sqlite.org/fileformat2.html#the_write_ahead_log. Nobody may write to the log meanwhile.
 */
export function checkLog(path: string): string | null {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= headerBytes || size > maxCheckedBytes) return null;
  const log = readFileSync(path);
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength);
  const magic = view.getUint32(0);
  const isLittle = magic === littleEndianMagic;
  const sums = new Checksum(view, isLittle);
  sums.add(0, headerBytes - 8);
  const isHeader = isLittle || magic === bigEndianMagic;
  if (!isHeader || !sums.isAt(headerBytes - 8)) {
    // Before its first sync a crash can leave a log of nothing but zeros.
    return log.every((byte) => byte === 0) ? null : "the beginning of its log is damaged";
  }
  const frameBytes = frameHeaderBytes + view.getUint32(8);
  const salt = [view.getUint32(16), view.getUint32(20)];
  let isWhole = true;
  let transactionsBehind = 0;
  for (let at = headerBytes; at + frameBytes <= log.length; at += frameBytes) {
    const isOfThisLog = view.getUint32(at + 8) === salt[0] && view.getUint32(at + 12) === salt[1];
    if (isWhole) {
      sums.add(at, 8);
      sums.add(at + frameHeaderBytes, frameBytes - frameHeaderBytes);
      isWhole = isOfThisLog && sums.isAt(at + 16);
    }
    // Only the last frame of a transaction says how large the database is then.
    const isLast = view.getUint32(at + 4) !== 0;
    if (!isWhole && isOfThisLog && isLast) transactionsBehind += 1;
  }
  return transactionsBehind > 1
    ? `its log is damaged, with ${transactionsBehind} transactions behind the damage`
    : null;
}

/** The running sum over a log. */
class Checksum {
  readonly #view: DataView;
  readonly #isLittle: boolean;
  #first = 0;
  #second = 0;

  constructor(view: DataView, isLittle: boolean) {
    this.#view = view;
    this.#isLittle = isLittle;
  }

  add(from: number, bytes: number): void {
    for (let at = from; at < from + bytes; at += 8) {
      this.#first = (this.#first + this.#view.getUint32(at, this.#isLittle) + this.#second) >>> 0;
      this.#second =
        (this.#second + this.#view.getUint32(at + 4, this.#isLittle) + this.#first) >>> 0;
    }
  }

  /** Whether it is what stands there. */
  isAt(at: number): boolean {
    return (
      this.#view.getUint32(at) === this.#first && this.#view.getUint32(at + 4) === this.#second
    );
  }
}
