import type { FileHandle } from "node:fs/promises";
import { blockBytes, tarHeader, type TarEntry } from "./tar-header.ts";

const copiedAtOnce = 1_048_576;

/** What goes into a tar: from where it is read, and what is said of it. */
export interface TarSource extends TarEntry {
  readonly file: FileHandle;
}

/** Writes a tar of these files, from the beginning of `to` on. A file has to be as long as its entry says. */
export async function writeTar(to: FileHandle, sources: readonly TarSource[]): Promise<void> {
  const buffer = Buffer.allocUnsafe(copiedAtOnce);
  for (const source of sources) {
    await to.writeFile(tarHeader(source));
    let left = source.bytes;
    for (let at = 0; left > 0;) {
      const { bytesRead } = await source.file.read(buffer, 0, Math.min(left, copiedAtOnce), at);
      if (bytesRead === 0) throw new Error(`${source.name} ended before its ${source.bytes} bytes`);
      await to.writeFile(buffer.subarray(0, bytesRead));
      at += bytesRead;
      left -= bytesRead;
    }
    await to.writeFile(Buffer.alloc((blockBytes - (source.bytes % blockBytes)) % blockBytes));
  }
  await to.writeFile(Buffer.alloc(2 * blockBytes));
}
