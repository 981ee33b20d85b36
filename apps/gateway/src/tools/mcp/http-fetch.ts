import type { FetchLike } from "@modelcontextprotocol/client";
import type { Agent, Dispatcher } from "undici";
import type { McpUrlConfig } from "../../config/index.ts";
import {
  isPrivateAddress,
  literalAddressOf,
  PrivateAddressError,
  publicLookup,
} from "../../network/private-address.ts";
import { EventCost } from "./event-cost.ts";
import { byteGate, messageGate, tooManyBytes, tooManyMessages } from "./flood-gate.ts";
import type { McpLimits } from "./limits.ts";
import { pause } from "./pause.ts";
import { ReconnectPace } from "./reconnect-pace.ts";

const connectMs = 10_000;
const maxHeaderBytes = 64 * 1024;
/** Streams beside the calls: the one for what the server says unasked, and those of its own making. */
const spareConnections = 8;
const firstRedirect = 300;
const firstError = 400;
const never = new AbortController().signal;

export interface HttpFetch extends AsyncDisposable {
  readonly fetch: FetchLike;
}

export interface HttpFetchOptions {
  readonly limits: McpLimits;
  readonly mono: () => number;
  /** It sends more than anyone should read: in words for an operator. */
  readonly onFlood: (reason: string) => void;
}

/** Of a server at a URL: to that origin alone, to the address that was checked, bounded, no redirects. */
export async function createHttpFetch(
  config: McpUrlConfig,
  { limits, mono, onFlood }: HttpFetchOptions,
): Promise<HttpFetch> {
  const url = new URL(config.url);
  const address = literalAddressOf(url);
  if (!config.allowPrivate && address !== null && isPrivateAddress(address)) {
    throw new PrivateAddressError(config.name);
  }
  const undici = await import("undici");
  const agent: Agent = new undici.Agent({
    connections: limits.maxCalls + spareConnections,
    maxHeaderSize: maxHeaderBytes,
    // The protocol's own deadlines end what takes too long; its streams may be quiet for hours.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      timeout: connectMs,
      keepAlive: true,
      ...(config.allowPrivate ? {} : { lookup: publicLookup }),
    },
  });
  const pace = new ReconnectPace(limits, mono);
  // Of all of its streams together.
  const messages = messageGate(limits, mono);
  /** Throws once what comes is too much. */
  const floodCheck = (isEventStream: boolean): ((chunk: Uint8Array) => void) => {
    const bytes = byteGate(limits, mono);
    const cost = new EventCost();
    return (chunk) => {
      let reason: string | null = null;
      if (!bytes.takes(chunk.length)) reason = tooManyBytes(limits);
      else if (isEventStream && !messages.takes(cost.of(chunk))) reason = tooManyMessages(limits);
      if (reason === null) return;
      onFlood(reason);
      throw new Error(reason);
    };
  };
  return {
    fetch: async (input, init) => {
      const target = new URL(input);
      if (target.origin !== url.origin) {
        throw new Error(`${target.origin} is not asked: only ${url.origin} is in the config.`);
      }
      const method = methodOf(init?.method);
      // What is asked for with a GET is a stream, and asked for again when that ends.
      if (method === "GET") await pause(pace.next(), init?.signal ?? never);
      const { statusCode, headers, body } = await agent.request({
        origin: target.origin,
        path: `${target.pathname}${target.search}`,
        method,
        headers: {
          ...Object.fromEntries(new Headers(init?.headers)),
          "accept-encoding": "identity",
        },
        body: typeof init?.body === "string" ? init.body : null,
        signal: init?.signal ?? null,
      });
      if (statusCode >= firstRedirect && statusCode < firstError) {
        await body.dump();
        throw new Error(`it redirects to ${String(headers["location"])}; put that into the config`);
      }
      const encoding = String(headers["content-encoding"] ?? "identity");
      if (encoding !== "identity") {
        await body.dump();
        throw new Error(`its answer is packed (${encoding}), though that was not asked for`);
      }
      const isEventStream = isStream(headers);
      const check = floodCheck(isEventStream);
      return toResponse(statusCode, headers, bounded(body, isEventStream, limits, check));
    },
    async [Symbol.asyncDispose]() {
      await agent.destroy();
    },
  };
}

function methodOf(method = "GET"): Dispatcher.HttpMethod {
  return method === "POST" || method === "DELETE" ? method : "GET";
}

type ResponseHeaders = Dispatcher.ResponseData["headers"];

function isStream(headers: ResponseHeaders): boolean {
  return String(headers["content-type"]).startsWith("text/event-stream");
}

const statusesWithoutBody: ReadonlySet<number> = new Set([204, 205]);

function toResponse(
  status: number,
  headers: ResponseHeaders,
  body: AsyncIterable<Uint8Array>,
): Response {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  const stream = statusesWithoutBody.has(status) ? null : toStream(body);
  return new Response(stream, { status, headers: entries });
}

/** Read as fast as it is asked for; what is left is let go where nobody reads on. */
function toStream(body: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const parts = body[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await parts.return?.();
    },
  });
}

/** Of a stream each event is bounded, of any other answer the whole. */
async function* bounded(
  body: AsyncIterable<Uint8Array>,
  isEventStream: boolean,
  { maxMessageBytes }: McpLimits,
  checkFlood: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  let held = 0;
  let tail = Buffer.alloc(0);
  for await (const chunk of body) {
    const bytes = Buffer.concat([tail, chunk]);
    const end = isEventStream ? endOfLastEvent(bytes) : 0;
    held = end > 0 ? bytes.length - end : held + chunk.length;
    tail = bytes.subarray(Math.max(end, bytes.length - longestBlank + 1));
    if (held > maxMessageBytes) {
      throw new Error(`it sent a message of more than ${maxMessageBytes} bytes`);
    }
    checkFlood(chunk);
    yield chunk;
  }
}

/** What ends an event. */
const blanks = ["\n\n", "\r\r", "\r\n\r\n"] as const;
const longestBlank = 4;

/** Where the last event that is whole ends; 0 where none does. */
function endOfLastEvent(bytes: Buffer): number {
  const ends = blanks.map((blank) => {
    const at = bytes.lastIndexOf(blank);
    return at === -1 ? 0 : at + blank.length;
  });
  return Math.max(...ends);
}
