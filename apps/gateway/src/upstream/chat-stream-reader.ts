import { AnswerText } from "./answer-text.ts";
import { parseChatChunk, type ChatUsage, type StreamedError } from "./chat-chunk.ts";
import { TextDeltaFinder } from "./text-delta.ts";

/** An SSE line longer than this is no token: the stream is given up. */
const maxLineBytes = 1024 * 1024;

export interface ChatStreamOptions {
  /** The client did not ask for the chunk with the usage, so it is read and not passed on. */
  readonly dropUsage: boolean;
  /** Told at the first token and never again. */
  readonly onFirstToken: () => void;
  readonly mono: () => number;
}

/**
 * Reads an OpenAI chat stream while its bytes pass by. Of most chunks it looks at the few bytes that
 * tell whether there is text; it parses a chunk only where there may be more in it.
 */
export class ChatStreamReader {
  readonly text = new AnswerText();
  readonly #options: ChatStreamOptions;
  readonly #deltas = new TextDeltaFinder();
  #carry: Buffer | null = null;
  #isFirstLine = true;
  #dropsBlankLine = false;
  tokens = 0;
  firstTokenMono: number | null = null;
  lastTokenMono: number | null = null;
  usage: ChatUsage | null = null;
  finishReason: string | null = null;
  error: StreamedError | null = null;
  /** What was wrong with the first line that made no sense. */
  malformed: string | null = null;
  done = false;

  constructor(options: ChatStreamOptions) {
    this.#options = options;
  }

  /** Takes a chunk as it came, and answers with what is to be passed on: whole lines only. */
  push(chunk: Buffer): Buffer[] {
    if (this.malformed !== null) return [];
    const data = this.#carry === null ? chunk : Buffer.concat([this.#carry, chunk]);
    // A character a byte, so that places in the one are places in the other.
    const text = data.toString("latin1");
    const kept: Buffer[] = [];
    let from = 0;
    let lineStart = 0;
    let lineEnd = text.indexOf("\n", lineStart);
    while (lineEnd !== -1) {
      const keeps = this.#readLine(text.slice(lineStart, lineEnd));
      if (!keeps || this.malformed !== null) {
        if (lineStart > from) kept.push(data.subarray(from, lineStart));
        from = lineEnd + 1;
        if (this.malformed !== null) return kept;
      }
      lineStart = lineEnd + 1;
      lineEnd = text.indexOf("\n", lineStart);
    }
    if (lineStart > from) kept.push(data.subarray(from, lineStart));
    this.#carryOver(data, lineStart);
    return kept;
  }

  /** The stream's end: a last line need not have a line end. Answers with what is still to be passed on. */
  end(): Buffer | null {
    const rest = this.#carry;
    this.#carry = null;
    if (rest === null || this.malformed !== null) return null;
    const keeps = this.#readLine(rest.toString("latin1"));
    return keeps && this.malformed === null ? rest : null;
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
  #readLine(raw: string): boolean {
    let line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (this.#isFirstLine) {
      this.#isFirstLine = false;
      // A byte order mark, as latin1 shows it.
      if (line.startsWith("\u00EF\u00BB\u00BF")) line = line.slice(3);
    }
    if (line === "") {
      const drops = this.#dropsBlankLine;
      this.#dropsBlankLine = false;
      return !drops;
    }
    if (line.startsWith("data:")) return this.#readData(line, line.charAt(5) === " " ? 6 : 5);
    if (isSseField(line)) return true;
    this.malformed = `a line that is no server-sent event: ${excerpt(line)}`;
    return false;
  }

  #readData(line: string, start: number): boolean {
    const payload = line.slice(start);
    if (payload.trim() === "[DONE]") {
      this.done = true;
      // An answer with nothing in it does not end well, and its client is told so in its place.
      return this.tokens > 0 || this.#drop();
    }
    const delta = this.#deltas.find(payload);
    if (delta !== null) {
      this.text.add(delta);
      this.#countToken();
      return true;
    }
    const chunk = parseChatChunk(payload);
    if (chunk === null) {
      this.malformed = `a chunk that is no JSON: ${excerpt(payload)}`;
      return false;
    }
    if (chunk.error !== null) {
      // Told to the client in the gateway's own words, once.
      this.error ??= chunk.error;
      return this.#drop();
    }
    if (chunk.usage !== null) this.usage = chunk.usage;
    if (chunk.finishReason !== null) this.finishReason = chunk.finishReason;
    if (chunk.text !== "") this.text.addText(chunk.text);
    if (chunk.hasOutput) this.#countToken();
    return !(this.#options.dropUsage && chunk.isUsageOnly) || this.#drop();
  }

  /** Leaves a line out, and the blank one that ends its event. */
  #drop(): false {
    this.#dropsBlankLine = true;
    return false;
  }

  #countToken(): void {
    this.tokens += 1;
    this.lastTokenMono = this.#options.mono();
    if (this.firstTokenMono !== null) return;
    this.firstTokenMono = this.lastTokenMono;
    this.#options.onFirstToken();
  }
}

/** Comments and the other fields of server-sent events pass as they are. */
function isSseField(line: string): boolean {
  return (
    line.startsWith(":") ||
    line.startsWith("event") ||
    line.startsWith("id") ||
    line.startsWith("retry")
  );
}

function excerpt(line: string): string {
  const text = Buffer.from(line, "latin1").toString("utf8");
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
