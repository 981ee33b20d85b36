import { initTRPC, tracked, TRPCError } from "@trpc/server";
import { access, type Access } from "../access.ts";
import { ContractError, contractErrors } from "../error.ts";
import type { Caller, Ports, Stream, StreamOptions } from "../ports/index.ts";

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
    errorFormatter({ shape, error }) {
      const { cause } = error;
      const detail = cause instanceof ContractError ? { reason: cause.code, ...cause.detail } : {};
      // A stack tells paths of the machine; it stays in the log.
      const { stack: _, ...data } = shape.data;
      return { ...shape, data: { ...data, ...detail } };
    },
  });

export const { router, createCallerFactory } = t;

/** A procedure has no access until it says whose it is. */
const guarded = t.procedure.use(async ({ ctx, meta, next }) => {
  const { caller } = ctx;
  if (caller === null) {
    throw new TRPCError({
      code: "UNAUTHORIZED",
      message: "No valid token came with this call. Send one as Authorization: Bearer sbx_….",
    });
  }
  const allowed: readonly string[] = meta === undefined ? [] : access[meta.access];
  if (!allowed.includes(caller.role)) {
    throw new TRPCError({
      code: "FORBIDDEN",
      message: `A token with the role ${caller.role} may not do this; it takes ${allowed.join(" or ") || "a role that is not defined"}.`,
    });
  }
  const result = await next({ ctx: { ports: ctx.ports, caller } });
  return result.ok ? result : rethrowCoded(result);
});

function rethrowCoded<R extends { ok: false; error: TRPCError }>(result: R): R {
  const { cause } = result.error;
  if (!(cause instanceof ContractError)) return result;
  throw new TRPCError({ code: contractErrors[cause.code].trpc, message: cause.message, cause });
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
    if (!(error instanceof ContractError)) throw error;
    throw new TRPCError({
      code: contractErrors[error.code].trpc,
      message: error.message,
      cause: error,
    });
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
