import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { AnswerSink, ErrorAnswer } from "../../upstream/index.ts";

/** What a client may want to know of the provider's own limits. */
const passedHeaders = /^(x-ratelimit-|retry-after|x-should-retry$|openai-)/;

/** Writes a provider's answer to the client, as fast as the client reads it. */
export function createResponseSink(response: ServerResponse): AnswerSink {
  return {
    head(status, headers) {
      response.writeHead(status, {
        "content-type": headers["content-type"] ?? "application/json",
        "cache-control": "no-cache, no-transform",
        "x-accel-buffering": "no",
        ...lengthOf(headers),
        ...passOn(headers),
      });
    },
    data(bytes, resume) {
      if (response.destroyed) return true;
      const goesOn = response.write(bytes);
      if (!goesOn) response.once("drain", resume);
      return goesOn;
    },
  };
}

/** An answer that comes whole is passed on whole; a stream may lose lines, and has no length. */
function lengthOf(headers: IncomingHttpHeaders): Record<string, string> {
  const length = headers["content-length"];
  const isWhole = headers["content-type"]?.includes("json") === true;
  return isWhole && length !== undefined ? { "content-length": length } : {};
}

/** Answers what the provider answered: its clients know how to read its errors. */
export function sendErrorAnswer(response: ServerResponse, answer: ErrorAnswer): void {
  response.writeHead(answer.status, {
    "content-type": answer.headers["content-type"] ?? "application/json",
    "content-length": answer.body.length,
    ...passOn(answer.headers),
  });
  response.end(answer.body);
}

function passOn(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const passed: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && passedHeaders.test(name)) passed[name] = value;
  }
  return passed;
}
