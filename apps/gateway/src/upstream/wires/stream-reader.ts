import { excerpt } from "./excerpt.ts";
import type { StreamTally } from "./stream-tally.ts";
import type { EventReader } from "./wire.ts";

/** An SSE line longer than this is no token: the stream is given up. */
const maxLineBytes = 1024 * 1024;

const byteOrderMarkAsLatin1 = "\u00EF\u00BB\u00BF";

/**
 * Splits a stream of server-sent events into lines while its bytes pass by, and has each event's data
 * read by its wire. What is passed on is whole lines, as they came; of an event that is left out,
 * nothing is.
 */
export class StreamReader {
  readonly #events: EventReader;
  readonly #tally: StreamTally;
  #carry: Buffer | null = null;
  /** Nothing of it has gone its way yet; a first line that waits for its data is read again. */
  #isAtStart = true;
  #dropsBlankLine = false;
  /** What was wrong with the first line that made no sense. */
  malformed: string | null = null;

  constructor(events: EventReader, tally: StreamTally) {
    this.#events = events;
    this.#tally = tally;
  }

  /** Takes a chunk as it came, and answers with what is to be passed on. */
  push(chunk: Buffer): Buffer[] {
    return this.#take(this.#carry === null ? chunk : Buffer.concat([this.#carry, chunk]), false);
  }

  /** The stream's end: a last line need not have a line end. Answers with what is still to be passed on. */
  end(): Buffer[] {
    const rest = this.#carry;
    this.#carry = null;
    return rest === null ? [] : this.#take(rest, true);
  }

  #take(data: Buffer, isEnd: boolean): Buffer[] {
    if (this.malformed !== null) return [];
    // A character a byte, so that places in the one are places in the other.
    const text = data.toString("latin1");
    const kept: Buffer[] = [];
    let from = 0;
    let lineStart = 0;
    // Where the event was named whose data has not been seen yet: the name goes where its data goes.
    let eventStart: number | null = null;
    while (lineStart < text.length) {
      const newline = text.indexOf("\n", lineStart);
      if (newline === -1 && !isEnd) break;
      const lineEnd = newline === -1 ? text.length : newline;
      const line = this.#lineOf(text, lineStart, lineEnd);
      const isOpening = line.startsWith("event");
      if (isOpening) eventStart ??= lineStart;
      const keeps = isOpening || this.#keeps(line);
      if (!keeps) {
        const dropFrom = eventStart ?? lineStart;
        if (dropFrom > from) kept.push(data.subarray(from, dropFrom));
        if (this.malformed !== null) return kept;
        from = lineEnd + 1;
      }
      // Other fields may stand between an event's name and its data; they go with them.
      if (!isOpening && !isSseField(line)) eventStart = null;
      lineStart = lineEnd + 1;
    }
    const end = isEnd ? data.length : Math.min(eventStart ?? lineStart, data.length);
    if (end > from) kept.push(data.subarray(from, end));
    this.#isAtStart &&= Math.max(from, end) === 0;
    if (!isEnd) this.#carryOver(data, Math.max(from, end));
    return kept;
  }

  #lineOf(text: string, start: number, end: number): string {
    const isCrLf = end > start && text.charCodeAt(end - 1) === 0x0d;
    const line = text.slice(start, isCrLf ? end - 1 : end);
    if (start > 0 || !this.#isAtStart) return line;
    return line.startsWith(byteOrderMarkAsLatin1) ? line.slice(byteOrderMarkAsLatin1.length) : line;
  }

  #carryOver(data: Buffer, from: number): void {
    if (data.length - from > maxLineBytes) {
      this.malformed = `a line of more than ${maxLineBytes} bytes`;
      this.#carry = null;
      return;
    }
    // A copy: the rest of a socket's buffer should not be held for it.
    this.#carry = from === data.length ? null : Buffer.from(data.subarray(from));
  }

  /** Whether the line is to be passed on. */
  #keeps(line: string): boolean {
    if (line === "") {
      const drops = this.#dropsBlankLine;
      this.#dropsBlankLine = false;
      return !drops;
    }
    if (line.startsWith("data:")) return this.#readData(line.slice(line.charAt(5) === " " ? 6 : 5));
    if (isSseField(line)) return true;
    this.malformed = `a line that is no server-sent event: ${excerpt(line)}`;
    return false;
  }

  #readData(payload: string): boolean {
    const fate = this.#events.read(payload, this.#tally);
    if (fate === "pass") return true;
    if (fate === "drop") this.#dropsBlankLine = true;
    else this.malformed = fate.malformed;
    return false;
  }
}

/** Comments and the other fields of server-sent events pass as they are. */
function isSseField(line: string): boolean {
  return line.startsWith(":") || line.startsWith("id") || line.startsWith("retry");
}
