import type { IncomingMessage } from "node:http";
import { ContractError } from "@signalbox/api-contract";

export interface ReadBodyOptions {
  /** It is here by then, or a {@link SlowBodyError}; as long as a request may take unless told. */
  readonly withinMs?: number;
  /** Is told how many bytes are held, and throws where that is too much. */
  readonly onHeld?: (bytes: number) => void;
}

/** A body did not come in the time that it had. */
export class SlowBodyError extends Error {
  override readonly name = "SlowBodyError";
}

/**
 * Reads a request's body as text, up to a bound. Throws `too_large` beyond it, and leaves what is
 * still to come to be thrown away with the connection.
 */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
  { withinMs, onHeld }: ReadBodyOptions = {},
): Promise<string> {
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let bytes = 0;
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const giveUp = (error: unknown): void => {
    request.removeAllListeners("data");
    request.resume();
    chunks.length = 0;
    reject(error);
  };
  const timer =
    withinMs === undefined
      ? undefined
      : setTimeout(() => {
          giveUp(new SlowBodyError(`The request's body took longer than ${withinMs} ms.`));
        }, withinMs);
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      giveUp(tooLarge(maxBytes));
      return;
    }
    chunks.push(chunk);
    try {
      onHeld?.(bytes);
    } catch (error) {
      giveUp(error);
    }
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
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

function tooLarge(maxBytes: number): ContractError {
  return new ContractError(
    "too_large",
    `The request's body is larger than the ${maxBytes} bytes that are taken.`,
  );
}
