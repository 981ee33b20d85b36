import { constants, crc32, deflateSync, inflateSync } from "node:zlib";

const headBytes = 8;
/** Of a chunk: its length, its type and its checksum. */
const frameBytes = 12;
const rgb = 2;

/**
 * The same picture in fewer bytes. A page is made of flat areas, which deflate at its best makes smaller
 * as they are than filtered, as browsers write them. Takes 8-bit RGB that is not interlaced, and gives back
 * whatever else it is given.
 */
export function repackPng(png: Buffer): Buffer {
  const chunks = readChunks(png);
  const head = chunks.find(({ type }) => type === "IHDR")?.data;
  if (head === undefined || head[8] !== 8 || head[9] !== rgb || head[12] !== 0) return png;
  const packed = chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data);
  const lines = inflateSync(Buffer.concat(packed));
  unfilter(lines, head.readUInt32BE(0) * 3);
  const repacked = Buffer.concat([
    png.subarray(0, headBytes),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(lines, { level: constants.Z_BEST_COMPRESSION, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
  return repacked.length < png.length ? repacked : png;
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

function readChunks(png: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = headBytes; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString("latin1", at + 4, at + 8);
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + length) });
    at += frameBytes + length;
  }
  return chunks;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), framed.length - 4);
  return framed;
}

/** Undoes each line's filter in place (the PNG specification, section 9): what is left is the colours. */
function unfilter(lines: Buffer, lineBytes: number): void {
  for (let start = 0; start < lines.length; start += lineBytes + 1) {
    const filter = lines[start] ?? 0;
    lines[start] = 0;
    for (let i = 1; i <= lineBytes; i++) {
      const at = start + i;
      const isFirst = i <= 3;
      const left = isFirst ? 0 : (lines[at - 3] ?? 0);
      const up = lines[at - lineBytes - 1] ?? 0;
      const corner = isFirst ? 0 : (lines[at - lineBytes - 4] ?? 0);
      lines[at] = (lines[at] ?? 0) + predicted(filter, left, up, corner);
    }
  }
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  return filter === 4 ? paeth(left, up, corner) : 0;
}

function paeth(left: number, up: number, corner: number): number {
  const byLeft = Math.abs(up - corner);
  const byUp = Math.abs(left - corner);
  const byCorner = Math.abs(left + up - 2 * corner);
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}
