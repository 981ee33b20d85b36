import { initTRPC, tracked, type TRPCError } from "@trpc/server";
import { access, type Access } from "../access.ts";
import { ContractError } from "../error.ts";
import type { Caller, Ports, Stream, StreamOptions } from "../ports/index.ts";
import { errorShape, toTRPCError } from "./error-shape.ts";

/** What each call is handed: the services, and who asks. `caller` is null where no valid token came. */
export interface RouterContext {
  readonly ports: Ports;
  readonly caller: Caller | null;
}

/** What every procedure states of itself. */
export interface Meta {
  access: Access;
}

/** A quiet stream is kept alive this often, and taken for dead by its client after that long. */
export const subscriptionTiming = { pingMs: 2_000, reconnectAfterInactivityMs: 7_000 } as const;

const t = initTRPC
  .context<RouterContext>()
  .meta<Meta>()
  .create({
    sse: {
      ping: { enabled: true, intervalMs: subscriptionTiming.pingMs },
      client: { reconnectAfterInactivityMs: subscriptionTiming.reconnectAfterInactivityMs },
    },
    errorFormatter: ({ shape, error }) => errorShape(shape, error),
  });

export const { router, createCallerFactory } = t;

/** A procedure has no access until it says whose it is: {@link procedureFor} is the way to say it. */
export const guarded = t.procedure.use(async ({ ctx, meta, next }) => {
  const { caller } = ctx;
  if (caller === null) {
    throw coded(
      "unauthenticated",
      "No valid token came with this call. Send one as Authorization: Bearer sbx_….",
    );
  }
  const allowed: readonly string[] = meta === undefined ? [] : access[meta.access];
  if (!allowed.includes(caller.role)) {
    throw coded(
      "forbidden",
      `A token with the role ${caller.role} may not do this; it takes ${allowed.join(" or ") || "a role that is not defined"}.`,
    );
  }
  const result = await next({ ctx: { ports: ctx.ports, caller } });
  return result.ok ? result : rethrowCoded(result);
});

function rethrowCoded<R extends { ok: false; error: TRPCError }>(result: R): R {
  const { cause } = result.error;
  if (!(cause instanceof ContractError)) return result;
  throw toTRPCError(cause);
}

function coded(code: "unauthenticated" | "forbidden", message: string): TRPCError {
  return toTRPCError(new ContractError(code, message));
}

/** A procedure for those whom {@link access} lists under `who`. */
export function procedureFor(who: Access) {
  return guarded.meta({ access: who });
}

/** Turns a port's stream into tRPC's: every message carries the id to resume from. */
export async function* toTracked<T>(stream: Stream<T>) {
  try {
    for await (const { id, data } of stream) yield tracked(id, data);
  } catch (error) {
    throw error instanceof ContractError ? toTRPCError(error) : error;
  }
}

/** The options a port's stream takes, from what tRPC hands a subscription. */
export function streamOptions(
  input: { lastEventId?: string | null | undefined } | undefined,
  signal: AbortSignal | undefined,
): StreamOptions {
  return {
    lastEventId: input?.lastEventId ?? undefined,
    signal: signal ?? new AbortController().signal,
  };
}
