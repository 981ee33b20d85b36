import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { Random } from "../random.ts";
import { ApiError } from "./api-error.ts";
import type { ExchangeContext } from "./exchange.ts";
import { exchange } from "./exchange.ts";
import type { RequestRecord } from "./journal.ts";
import type { Face } from "./wires/face.ts";
import { faceFor, WIRES } from "./wires/wires.ts";

/** Where the models are listed, each also under its own id below it. */
const MODELS_PATH = "/v1/models";

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
    const wire = WIRES.get(path);
    const face = wire?.face ?? faceFor(request.headers);
    response.setHeader(face.requestIdHeader, record.id);
    response.once("close", () => journal.end(record, isClosing ? "closed" : "aborted"));
    try {
      checkKey(request, face, apiKey);
      if (wire !== undefined && request.method === "POST") {
        await exchange(context, { wire, request, response, record, nth });
      } else {
        const body = otherBody(context, face, request.method ?? "GET", path);
        record.status = 200;
        journal.end(record, "finished");
        response.setHeader("content-type", "application/json").end(body);
      }
    } catch (error) {
      refuse(context, { request, response, record, face }, error);
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

function checkKey({ headers }: IncomingMessage, face: Face, apiKey: string | undefined): void {
  const key = face.keyOf(headers);
  if (apiKey !== undefined && key !== apiKey) throw face.words.badKey(key !== undefined);
}

function otherBody({ models }: ExchangeContext, face: Face, method: string, path: string): string {
  const isModels = path === MODELS_PATH || path.startsWith(`${MODELS_PATH}/`);
  if (isModels && method === "GET") {
    const wanted = path === MODELS_PATH ? undefined : path.slice(MODELS_PATH.length + 1);
    return face.models([...models.keys()], wanted);
  }
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
    face,
  }: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly record: RequestRecord;
    readonly face: Face;
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
  const body = face.errorBody(said, record.id);
  const headers = {
    ...face.limits(quota.state()),
    ...said.headers,
    "content-type": "application/json",
  };
  request.resume();
  response.writeHead(said.status, headers).end(body);
}

function requestId(seed: number, nth: number): string {
  const random = new Random(seed, nth, 0);
  const digits = Array.from({ length: 4 }, () => random.uint32().toString(16).padStart(8, "0"));
  return `req_${digits.join("")}`;
}
