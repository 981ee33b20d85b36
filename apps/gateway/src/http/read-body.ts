import type { IncomingMessage } from "node:http";
import { ContractError } from "@signalbox/api-contract";

/**
 * Reads a request's body as text, up to a bound. Throws `too_large` beyond it, and leaves what is
 * still to come to be thrown away with the connection.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let bytes = 0;
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      request.removeAllListeners("data");
      request.resume();
      reject(tooLarge(maxBytes));
      return;
    }
    chunks.push(chunk);
  });
  request.once("end", () => {
    const [only] = chunks;
    const body = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
    resolve(body.toString("utf8"));
  });
  request.once("error", reject);
  request.once("close", () => {
    if (request.complete) return;
    reject(new ContractError("cancelled", "The client went away while it sent its request."));
  });
  return promise;
}

function tooLarge(maxBytes: number): ContractError {
  return new ContractError(
    "too_large",
    `The request's body is larger than the ${maxBytes} bytes that are taken.`,
  );
}
