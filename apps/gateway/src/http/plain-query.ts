import type { IncomingMessage, ServerResponse } from "node:http";
import { getTRPCErrorFromUnknown, type TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { getErrorShape } from "@trpc/server/shared";
import { appRouter, createCallerFactory, type RouterContext } from "@signalbox/api-contract/server";

export interface PlainQueryOptions {
  /** The procedure's path, as `system.health`. */
  readonly procedure: string;
  readonly context: RouterContext;
  readonly onError: (error: TRPCError) => void;
}

const createCaller = createCallerFactory(appRouter);
const queries: ReadonlySet<string> = new Set(
  Object.entries<unknown>(appRouter._def.procedures)
    .filter(([, procedure]) => isQuery(procedure))
    .map(([path]) => path),
);
/** Several answers in one, which tRPC itself writes. */
const linesOfJson = "application/jsonl";

/**
 * Answers one query in tRPC's own wire, without the web's requests, responses and streams that its adapter puts
 * between: they cost as much again as most answers, and hold the event loop while a long one is written. False
 * where the call is to be answered by tRPC itself: anything but a GET of one query with an input that is JSON.
 */
export async function answerPlainQuery(
  { procedure, context, onError }: PlainQueryOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const input = queries.has(procedure) ? readInput(request) : null;
  if (input === null) return false;
  try {
    const data = await call(procedure, context, input.value);
    write(response, 200, { result: { data } });
  } catch (cause) {
    const error = getTRPCErrorFromUnknown(cause);
    onError(error);
    const shape = getErrorShape({
      config: appRouter._def._config,
      ctx: context,
      error,
      input: input.value,
      path: procedure,
      type: "query",
    });
    write(response, getHTTPStatusCodeFromError(error), { error: shape });
  }
  return true;
}

function isQuery(procedure: unknown): boolean {
  // The router has them by their whole paths, whatever its type says.
  const { _def } = procedure as { readonly _def: { readonly type: string } };
  return _def.type === "query";
}

/** The router's own caller, which is a tree of functions by the parts of a path. */
async function call(procedure: string, context: RouterContext, input: unknown): Promise<unknown> {
  let found: unknown = createCaller(context);
  for (const name of procedure.split(".")) found = Reflect.get(Object(found), name);
  // It is one of `queries`: its path leads to a function of its input.
  return await (found as (input: unknown) => Promise<unknown>)(input);
}

/** Null where it is no plain call. */
function readInput({ method, url, headers }: IncomingMessage): { readonly value: unknown } | null {
  if (method !== "GET" || headers["trpc-accept"] === linesOfJson) return null;
  if (headers.accept === linesOfJson) return null;
  const { searchParams } = new URL(url ?? "/", "http://gateway");
  if (searchParams.has("batch")) return null;
  const text = searchParams.get("input");
  if (text === null || text === "") return { value: undefined };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

function write(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": bytes.length,
    vary: "trpc-accept, accept",
  });
  response.end(bytes);
}
