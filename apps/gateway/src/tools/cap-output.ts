import { beginningOf } from "../beginning-of.ts";

/** An output cut to a size, and the size it had. */
export interface CappedOutput {
  readonly output: string;
  readonly outputBytes: number;
}

/**
 * Cuts `text` to `maxBytes` of UTF-8, between characters. A cut text ends in a note that tells the whole
 * size; the note counts into `maxBytes`.
 */
export function capOutput(text: string, maxBytes: number): CappedOutput {
  const outputBytes = Buffer.byteLength(text);
  if (outputBytes <= maxBytes) return { output: text, outputBytes };
  const note = `\n[truncated, ${outputBytes} bytes in all]`;
  const room = new Uint8Array(Math.max(0, maxBytes - note.length));
  const { read } = new TextEncoder().encodeInto(text, room);
  return { output: `${beginningOf(text, read)}${note}`, outputBytes };
}
