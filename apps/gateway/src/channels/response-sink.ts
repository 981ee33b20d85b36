import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { AnswerSink, ErrorAnswer } from "../upstream/index.ts";
import { passedHeaders } from "./passed-headers.ts";
import { StreamWriter, type StreamWriterOptions } from "./stream-writer.ts";

/** What an event stream is headed with, so that nothing on its way holds it back. */
export const streamHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
} as const;

/** Writes a provider's stream to the client, as fast as the client reads it. */
export class StreamSink implements AnswerSink {
  readonly #response: ServerResponse;
  readonly #writer: StreamWriter;
  /** What was passed on last. */
  tail: Buffer | null = null;
  /** What follows of the gateway's own can be an event of the stream. */
  isEventStream = false;

  constructor(options: StreamWriterOptions) {
    this.#response = options.response;
    this.#writer = new StreamWriter(options);
  }

  head(status: number, headers: IncomingHttpHeaders): void {
    const type = headers["content-type"] ?? streamHeaders["content-type"];
    this.isEventStream = type.includes("event-stream");
    this.#response.writeHead(status, {
      ...streamHeaders,
      "content-type": type,
      ...passedHeaders(headers),
    });
  }

  data(bytes: Buffer, resume: () => void): boolean {
    this.tail = bytes;
    const drained = this.#writer.write(bytes);
    if (drained === null) return true;
    void this.#resumeAfter(drained, resume);
    return false;
  }

  async #resumeAfter(drained: Promise<void>, resume: () => void): Promise<void> {
    await drained;
    if (!this.#response.destroyed) resume();
  }

  end(): void {
    this.#response.end();
  }
}

/** An answer that is not streamed comes in one piece, and goes in one write with its length. */
export function createWholeSink(response: ServerResponse): AnswerSink {
  let begin: (bytes: Buffer) => void = () => {};
  return {
    head(status, headers) {
      begin = (bytes) => {
        response.writeHead(status, {
          "content-type": headers["content-type"] ?? "application/json",
          "content-length": bytes.length,
          ...passedHeaders(headers),
        });
      };
    },
    data(bytes) {
      if (response.destroyed) return true;
      begin(bytes);
      response.end(bytes);
      return true;
    },
  };
}

/** Answers what the provider answered: its clients know how to read its errors. */
export function sendErrorAnswer(response: ServerResponse, answer: ErrorAnswer): void {
  response.writeHead(answer.status, {
    "content-type": answer.headers["content-type"] ?? "application/json",
    "content-length": answer.body.length,
    ...passedHeaders(answer.headers),
  });
  response.end(answer.body);
}

/** A whole answer of our own. */
export function sendJson(response: ServerResponse, text: string): void {
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}
