import { excerpt } from "./excerpt.ts";
import { PieceBuffer } from "./piece-buffer.ts";
import type { StreamTally } from "./stream-tally.ts";
import type { EventReader } from "./wire.ts";

/**
 * A longer SSE line is given up. It is more than the largest body that is taken: there are events in
 * which a provider repeats what it was asked.
 */
export const maxLineBytes = 8 * 1024 * 1024;

/** Lines that wait for their event's data, and their bytes: beyond, they wait for nothing and pass. */
const maxOpeningLines = 64;
const maxOpeningBytes = 64 * 1024;

const newline = 0x0a;
const nothing: Buffer = Buffer.alloc(0);
const byteOrderMarkAsLatin1 = "\u00EF\u00BB\u00BF";

/**
 * Splits a stream of server-sent events into lines while its bytes pass by, and has each event's data
 * read by its wire. What is passed on is whole lines, as they came; of an event that is left out,
 * nothing is. Each line is looked at once, whatever pieces it comes in.
 */
export class StreamReader {
  readonly #events: EventReader;
  readonly #tally: StreamTally;
  readonly #carry = new PieceBuffer();
  /** Lines of an event whose data has not been seen yet: they go where its data goes. */
  #opening: Buffer[] = [];
  #openingLines = 0;
  #openingBytes = 0;
  #isAtStart = true;
  #dropsBlankLine = false;
  /** What was wrong with the first line that made no sense. */
  malformed: string | null = null;
  /** It made sense, and was more than is taken. */
  isTooMuch = false;

  constructor(events: EventReader, tally: StreamTally) {
    this.#events = events;
    this.#tally = tally;
  }

  /** Takes a chunk as it came, and answers with what is to be passed on. */
  push(chunk: Buffer): Buffer[] {
    if (this.malformed !== null) return [];
    if (this.#carry.length > 0 && !chunk.includes(newline)) {
      this.#carryOver(chunk);
      return [];
    }
    return this.#take(this.#carry.takeWith(chunk), false);
  }

  /** The stream's end: a last line need not have a line end. Answers with what is still to be passed on. */
  end(): Buffer[] {
    if (this.malformed !== null) return [];
    return this.#take(this.#carry.takeWith(nothing), true);
  }

  #take(data: Buffer, isEnd: boolean): Buffer[] {
    // A character a byte, so that places in the one are places in the other.
    const text = data.toString("latin1");
    const kept: Buffer[] = [];
    let from = 0;
    let lineStart = 0;
    // Where the event was named whose data has not been seen yet; before this data, where some is held.
    let eventStart: number | null = this.#openingLines > 0 ? 0 : null;
    while (lineStart < text.length) {
      const found = text.indexOf("\n", lineStart);
      if (found === -1 && !isEnd) break;
      const lineEnd = found === -1 ? text.length : found;
      const line = this.#lineOf(text, lineStart, lineEnd);
      const isOpening = isEventName(line);
      if (isOpening) eventStart ??= lineStart;
      const keeps = isOpening || this.#keeps(line);
      if (!keeps) {
        const dropFrom = eventStart ?? lineStart;
        if (dropFrom > from) kept.push(data.subarray(from, dropFrom));
        this.#forgetOpening();
        eventStart = null;
        if (this.malformed !== null) return kept;
        from = lineEnd + 1;
      } else if (eventStart !== null) {
        // Other fields may stand between an event's name and its data; they go with them.
        const waits = (isOpening || isSseField(line)) && this.#mayWait(lineEnd + 1 - lineStart);
        if (!waits) {
          this.#passOpening(kept);
          eventStart = null;
        }
      }
      lineStart = lineEnd + 1;
    }
    this.#isAtStart &&= lineStart === 0;
    const end = Math.min(isEnd ? data.length : (eventStart ?? lineStart), data.length);
    if (isEnd) this.#passOpening(kept);
    if (end > from) kept.push(data.subarray(from, end));
    if (!isEnd) this.#hold(data, Math.max(from, end), lineStart);
    return kept;
  }

  #lineOf(text: string, start: number, end: number): string {
    const isCrLf = end > start && text.charCodeAt(end - 1) === 0x0d;
    const line = text.slice(start, isCrLf ? end - 1 : end);
    if (start > 0 || !this.#isAtStart) return line;
    return line.startsWith(byteOrderMarkAsLatin1) ? line.slice(byteOrderMarkAsLatin1.length) : line;
  }

  /** Keeps an event's first lines until its data tells what becomes of them, and the line that has no end yet. */
  #hold(data: Buffer, from: number, lineStart: number): void {
    // Copies: the rest of a socket's buffer should not be held for them.
    if (lineStart > from) this.#opening.push(Buffer.from(data.subarray(from, lineStart)));
    if (lineStart < data.length) this.#carryOver(data.subarray(lineStart));
  }

  #carryOver(piece: Buffer): void {
    // A line end of two bytes may stand there already.
    if (this.#carry.length + piece.length > maxLineBytes + 1) this.#giveUpLine();
    else this.#carry.add(piece);
  }

  #giveUpLine(): void {
    this.malformed = `a line of more than ${maxLineBytes} bytes`;
    this.isTooMuch = true;
    this.#carry.clear();
  }

  /** Counts a line of an opening. False where it is one more than wait. */
  #mayWait(bytes: number): boolean {
    this.#openingLines += 1;
    this.#openingBytes += bytes;
    return this.#openingLines <= maxOpeningLines && this.#openingBytes <= maxOpeningBytes;
  }

  #passOpening(kept: Buffer[]): void {
    if (this.#opening.length > 0) kept.push(...this.#opening);
    this.#forgetOpening();
  }

  #forgetOpening(): void {
    if (this.#openingLines === 0) return;
    this.#opening = [];
    this.#openingLines = 0;
    this.#openingBytes = 0;
  }

  /** Whether the line is to be passed on. */
  #keeps(line: string): boolean {
    if (line.length > maxLineBytes) {
      this.#giveUpLine();
      return false;
    }
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
    const excess = this.#tally.toolCalls?.excess ?? null;
    if (excess !== null) {
      this.malformed = excess;
      this.isTooMuch = true;
      return false;
    }
    if (fate === "pass") return true;
    if (fate === "drop") this.#dropsBlankLine = true;
    else this.malformed = fate.malformed;
    return false;
  }
}

function isEventName(line: string): boolean {
  return line.startsWith("event") && line.length <= maxOpeningBytes && !line.includes("\r");
}

/**
 * Comments and the other fields of server-sent events pass as they are. A line end that is a lone CR,
 * which the standard knows and no provider sends, would have a reader see lines that were not read here.
 */
function isSseField(line: string): boolean {
  const isField = line.startsWith(":") || line.startsWith("id") || line.startsWith("retry");
  return isField && !line.includes("\r");
}
