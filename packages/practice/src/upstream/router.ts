import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { Random } from "../random.ts";
import { ApiError, badKey } from "./api-error.ts";
import type { ExchangeContext } from "./exchange.ts";
import { exchange } from "./exchange.ts";
import type { RequestRecord } from "./journal.ts";
import { chatWire } from "./wires/chat-wire.ts";
import { MODELS_PATH, modelList } from "./wires/model-list.ts";
import type { Wire } from "./wires/wire.ts";

/** A wire is added here. */
const WIRES: ReadonlyMap<string, Wire> = new Map([chatWire].map((wire) => [wire.path, wire]));

/** Leads requests to their wire, and says what went wrong in that wire's words. */
export interface Router {
  readonly handle: RequestListener;
  /** From now on, a connection that ends was ended by us. */
  closing(): void;
}

/** The router of one upstream. */
export function createRouter({
  context,
  apiKey,
}: {
  readonly context: ExchangeContext;
  readonly apiKey: string | undefined;
}): Router {
  const { journal, seed } = context;
  let requests = 0;
  let isClosing = false;

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    requests += 1;
    const nth = requests;
    const path = (request.url ?? "/").replace(/\?.*$/, "");
    const record = journal.open(requestId(seed, nth), path);
    response.setHeader("x-request-id", record.id);
    response.once("close", () => journal.end(record, isClosing ? "closed" : "aborted"));
    const wire = WIRES.get(path);
    try {
      checkKey(request, apiKey);
      if (wire !== undefined && request.method === "POST") {
        await exchange(context, { wire, request, response, record, nth });
      } else {
        const body = otherBody(context, request.method ?? "GET", path);
        record.status = 200;
        journal.end(record, "finished");
        response.setHeader("content-type", "application/json").end(body);
      }
    } catch (error) {
      refuse(context, { request, response, record, wire: wire ?? chatWire }, error);
    }
  };
  return {
    // Nothing escapes it: whatever is thrown was answered.
    handle: (request, response) => void handle(request, response),
    closing: () => {
      isClosing = true;
    },
  };
}

function checkKey({ headers }: IncomingMessage, apiKey: string | undefined): void {
  if (apiKey === undefined || headers.authorization === `Bearer ${apiKey}`) return;
  throw badKey(headers.authorization !== undefined);
}

function otherBody({ models }: ExchangeContext, method: string, path: string): string {
  const isModels = path === MODELS_PATH || path.startsWith(`${MODELS_PATH}/`);
  if (isModels && method === "GET") return modelList(models.keys(), path);
  if (isModels || WIRES.has(path)) {
    throw new ApiError(405, `Not allowed to ${method} on ${path}.`, {
      code: "method_not_supported",
    });
  }
  throw new ApiError(404, `Invalid URL (${method} ${path})`, { code: "unknown_url" });
}

function refuse(
  { journal, quota }: ExchangeContext,
  {
    request,
    response,
    record,
    wire,
  }: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly record: RequestRecord;
    readonly wire: Wire;
  },
  error: unknown,
): void {
  // The client has gone, or half a reply is out: there is nobody to tell.
  if (response.destroyed || response.headersSent) {
    response.destroy();
    return;
  }
  const said =
    error instanceof ApiError
      ? error
      : new ApiError(500, "The practice upstream failed.", { type: "server_error" });
  record.status = said.status;
  journal.end(record, "refused");
  const body = wire.errorBody(said);
  const headers = { ...quota.headers(), ...said.headers, "content-type": "application/json" };
  request.resume();
  response.writeHead(said.status, headers).end(body);
}

function requestId(seed: number, nth: number): string {
  const random = new Random(seed, nth, 0);
  const digits = Array.from({ length: 4 }, () => random.uint32().toString(16).padStart(8, "0"));
  return `req_${digits.join("")}`;
}
