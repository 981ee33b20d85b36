import type { IncomingMessage, ServerResponse } from "node:http";
import { getTRPCErrorFromUnknown, type TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { getErrorShape } from "@trpc/server/shared";
import { appRouter, createCallerFactory, type RouterContext } from "@signalbox/api-contract/server";
import { ownTurn } from "../own-turn.ts";

export interface PlainQueriesOptions {
  /** The procedure's path, as `system.health`; of a batch, all of them with commas between. */
  readonly procedure: string;
  /** Calls that one request may carry. */
  readonly maxBatch: number;
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

/** One query of a call, with its input. */
interface Query {
  readonly procedure: string;
  readonly input: unknown;
}

/** As it goes on the wire. */
interface Answer {
  readonly status: number;
  readonly text: string;
}

/** What tRPC answers a batch with whose parts differ. */
const severalStatuses = 207;

/**
 * Answers a query, or a batch of them, in tRPC's own wire, without the web's requests, responses and streams that
 * its adapter puts between: they cost as much again as most answers, and hold the event loop while a long one is
 * written. The queries of a batch begin one after the other, each in a turn of its own. False where the call is to
 * be answered by tRPC itself: anything but a GET of queries with inputs that are JSON.
 */
export async function answerPlainQueries(
  { procedure, context, onError, maxBatch }: PlainQueriesOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const asked = readQueries(procedure, request, maxBatch);
  if (asked === null) return false;
  if (!asked.isBatch) {
    const [query] = asked.queries;
    const { status, text } = await answer(query, context, onError);
    write(response, status, text);
    return true;
  }
  const begun: Promise<Answer>[] = [];
  for (const query of asked.queries) {
    if (begun.length > 0) await ownTurn();
    begun.push(answer(query, context, onError));
  }
  const answers = await Promise.all(begun);
  const statuses = new Set(answers.map(({ status }) => status));
  const [status = severalStatuses] = statuses;
  const text = `[${answers.map((one) => one.text).join(",")}]`;
  write(response, statuses.size > 1 ? severalStatuses : status, text);
  return true;
}

async function answer(
  { procedure, input }: Query,
  context: RouterContext,
  onError: PlainQueriesOptions["onError"],
): Promise<Answer> {
  try {
    const data = await call(procedure, context, input);
    return { status: 200, text: JSON.stringify({ result: { data } }) };
  } catch (cause) {
    const error = getTRPCErrorFromUnknown(cause);
    onError(error);
    const shape = getErrorShape({
      config: appRouter._def._config,
      ctx: context,
      error,
      input,
      path: procedure,
      type: "query",
    });
    return { status: getHTTPStatusCodeFromError(error), text: JSON.stringify({ error: shape }) };
  }
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
function readQueries(
  procedure: string,
  { method, url, headers }: IncomingMessage,
  maxBatch: number,
): { readonly isBatch: boolean; readonly queries: readonly [Query, ...Query[]] } | null {
  if (method !== "GET" || headers["trpc-accept"] === linesOfJson) return null;
  if (headers.accept === linesOfJson) return null;
  const { searchParams } = new URL(url ?? "/", "http://gateway");
  const batch = searchParams.get("batch");
  const inputs = readJson(searchParams.get("input"));
  if (inputs === null) return null;
  if (batch === null) {
    return queries.has(procedure)
      ? { isBatch: false, queries: [{ procedure, input: inputs.value }] }
      : null;
  }
  const [first, ...rest] = procedure.split(",").map((name, at) => {
    return { procedure: name, input: Reflect.get(Object(inputs.value ?? {}), String(at)) };
  });
  const isPlain =
    first !== undefined && [first, ...rest].every((one) => queries.has(one.procedure));
  if (batch !== "1" || !isPlain || rest.length >= maxBatch) return null;
  return { isBatch: true, queries: [first, ...rest] };
}

/** Null where it is no JSON; of nothing, nothing is its value. */
function readJson(text: string | null): { readonly value: unknown } | null {
  if (text === null || text === "") return { value: undefined };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

function write(response: ServerResponse, status: number, text: string): void {
  const bytes = Buffer.from(text);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": bytes.length,
    vary: "trpc-accept, accept",
  });
  response.end(bytes);
}
