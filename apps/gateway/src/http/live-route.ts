import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { getTRPCErrorFromUnknown } from "@trpc/server";
import { getErrorShape } from "@trpc/server/shared";
import { ContractError, type LiveMessage } from "@signalbox/api-contract";
import {
  access,
  appRouter,
  subscriptionTiming,
  toTRPCError,
  type Caller,
  type SystemPort,
  type Tracked,
} from "@signalbox/api-contract/server";

/** The procedure that this route serves. */
export const liveProcedure = "system.live";

const { pingMs, reconnectAfterInactivityMs } = subscriptionTiming;
/** How soon a browser tries again after a lost connection; it waits three seconds unless told. */
const retryMs = 500;
const opening = `retry: ${retryMs}\nevent: connected\ndata: ${JSON.stringify({ reconnectAfterInactivityMs })}\n\n`;
const ping = "event: ping\ndata: \n\n";

/** One frame's bytes are the same for everyone: made once, and gone with the frame. */
const bytesOf = new WeakMap<LiveMessage, Buffer>();

/**
 * Serves `system.live` in tRPC's own SSE wire, without its stream machinery: that costs ten times what
 * the write does. False where the call is to be answered by tRPC itself: anything but a plain
 * subscription of somebody who may.
 */
export async function answerLive(
  system: SystemPort,
  request: IncomingMessage,
  response: ServerResponse,
  caller: Caller | null,
): Promise<boolean> {
  const lastEventId = readLastEventId(request);
  if (request.method !== "GET" || lastEventId === null || caller === null) return false;
  if (!access.viewer.some((role) => role === caller.role)) return false;
  const leaving = new AbortController();
  response.once("close", () => {
    leaving.abort();
  });
  const messages = system.live({ lastEventId, signal: leaving.signal })[Symbol.asyncIterator]();
  // A refusal comes with the first message, and tRPC knows how to say it.
  const first = messages.next();
  if (await isRefused(first)) return false;
  await stream(response, messages, first, leaving.signal);
  return true;
}

async function isRefused(first: Promise<unknown>): Promise<boolean> {
  try {
    await first;
    return false;
  } catch {
    return true;
  }
}

async function stream(
  response: ServerResponse,
  messages: AsyncIterator<Tracked<LiveMessage>>,
  first: Promise<IteratorResult<Tracked<LiveMessage>>>,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(200, {
    "content-type": "text/event-stream",
    "cache-control": "no-cache, no-transform",
    "x-accel-buffering": "no",
  });
  response.write(opening);
  let isQuiet = true;
  const pinging = setInterval(() => {
    if (isQuiet) response.write(ping);
    isQuiet = true;
  }, pingMs);
  try {
    for (let next = await first; next.done !== true; next = await messages.next()) {
      isQuiet = false;
      if (!response.write(framed(next.value))) await once(response, "drain", { signal });
    }
  } catch (error) {
    // The gateway stops, or the client has gone; one who is still there is told, and comes back.
    if (!signal.aborted) response.write(serializedError(error));
  } finally {
    clearInterval(pinging);
    response.end();
  }
}

function serializedError(cause: unknown): string {
  const error =
    cause instanceof ContractError ? toTRPCError(cause) : getTRPCErrorFromUnknown(cause);
  const shape = getErrorShape({
    config: appRouter._def._config,
    error,
    type: "subscription",
    path: liveProcedure,
    input: undefined,
    ctx: undefined,
  });
  return `event: serialized-error\ndata: ${JSON.stringify(shape)}\n\n`;
}

function framed({ id, data }: Tracked<LiveMessage>): Buffer {
  const known = bytesOf.get(data);
  if (known !== undefined) return known;
  const bytes = Buffer.from(`data: ${JSON.stringify(data)}\nid: ${id}\n\n`);
  bytesOf.set(data, bytes);
  return bytes;
}

/** What the client saw last: the header goes before the input. Null where the input makes no sense. */
function readLastEventId(request: IncomingMessage): string | undefined | null {
  const header = request.headers["last-event-id"];
  if (typeof header === "string") return header;
  const { searchParams } = new URL(request.url ?? "/", "http://gateway");
  if (searchParams.has("batch")) return null;
  const input = searchParams.get("input");
  if (input === null) return searchParams.get("lastEventId") ?? undefined;
  return lastEventIdOf(input);
}

function lastEventIdOf(input: string): string | undefined | null {
  try {
    const parsed: unknown = JSON.parse(input);
    if (typeof parsed !== "object" || parsed === null) return null;
    const [key, ...others] = Object.keys(parsed);
    if (key === undefined) return undefined;
    if (key !== "lastEventId" || others.length > 0) return null;
    const { lastEventId } = parsed as { lastEventId: unknown }; // the only key there is
    if (lastEventId === null) return undefined;
    return typeof lastEventId === "string" ? lastEventId : null;
  } catch {
    return null;
  }
}
