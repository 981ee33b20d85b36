import type { IncomingMessage } from "node:http";
import { ApiError } from "./api-error.ts";

/** A larger request body is answered with a 413. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Reads a request's JSON. Throws an ApiError if it is none or too large. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  if (Number(request.headers["content-length"]) > MAX_BODY_BYTES) throw tooLarge(request);
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw tooLarge(request);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new ApiError(400, "We could not parse the JSON body of your request.");
  }
}

function tooLarge(request: IncomingMessage): ApiError {
  // The rest is thrown away as it comes: closing on a client that still sends loses it the answer.
  request.resume();
  return new ApiError(413, `The request body is larger than ${MAX_BODY_BYTES} bytes.`, {
    code: "request_too_large",
    headers: { connection: "close" },
  });
}
