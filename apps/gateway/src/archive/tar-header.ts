/** What a tar is made of: everything in it takes whole blocks. */
export const blockBytes = 512;

/** A file as an entry of a tar. */
export interface TarEntry {
  /** Up to 100 ASCII characters. */
  readonly name: string;
  readonly bytes: number;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * The header of a plain file that its owner alone may read and write, as POSIX has it (ustar). A number that
 * has no room in octal, such as a size of 8 GiB and more, is written in base 256, which GNU and BSD tar and
 * busybox read.
 */
export function tarHeader({ name, bytes, modifiedAt, uid, gid }: TarEntry): Buffer {
  const header = Buffer.alloc(blockBytes);
  if (!/^[\x21-\x7e]{1,100}$/.test(name))
    throw new RangeError(`${name} has no room in a tar header`);
  header.write(name, 0, 100, "latin1");
  writeNumber(header, 0o600, 100, 8);
  writeNumber(header, uid, 108, 8);
  writeNumber(header, gid, 116, 8);
  writeNumber(header, bytes, 124, 12);
  writeNumber(header, Math.max(0, Math.floor(modifiedAt / 1_000)), 136, 12);
  header.write("0", 156, "latin1");
  header.write("ustar\x0000", 257, "latin1");
  // Its own sum counts as eight spaces while it is made.
  header.fill(" ", 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return header;
}

function writeNumber(header: Buffer, value: number, at: number, length: number): void {
  const octal = value.toString(8);
  if (octal.length < length) {
    header.write(`${octal.padStart(length - 1, "0")}\0`, at, "latin1");
    return;
  }
  let rest = BigInt(value);
  for (let i = at + length - 1; i > at; i -= 1) {
    header[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  header[at] = 0x80;
}
