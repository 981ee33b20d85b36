import type { IncomingMessage, ServerResponse } from "node:http";
import { ContractError } from "@signalbox/api-contract";
import type { TRPCError } from "@trpc/server";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { appRouter, type Caller, type Ports } from "@signalbox/api-contract/server";
import { asker } from "../asker.ts";
import type { Fact } from "../recorder/index.ts";
import { answerLive, liveProcedure } from "./live-route.ts";
import { answerPlainQueries } from "./plain-queries.ts";

export interface TrpcMountOptions {
  readonly ports: Ports;
  readonly state: (fact: Fact) => void;
  readonly log: (error: unknown, path: string) => void;
}

const maxBodyBytes = 4 * 1024 * 1024;
const prefix = "/trpc/";
/** Calls that one request may carry. */
const maxBatch = 20;
const channel = "trpc";

/** What says that nothing was taken, as opposed to what was wrong with the call. */
const refusals: Partial<Record<TRPCError["code"], number>> = {
  PAYLOAD_TOO_LARGE: 413,
  TOO_MANY_REQUESTS: 429,
  SERVICE_UNAVAILABLE: 503,
};

/** The status of a call that was turned away; null for one that was taken, or was none. */
function refusalOf({ code, cause }: TRPCError): number | null {
  // A request that failed was taken before: its own count has it.
  const wasTaken = cause instanceof ContractError && cause.detail.requestId !== undefined;
  return wasTaken ? null : (refusals[code] ?? null);
}

export type TrpcMount = (
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  caller: Caller | null,
) => Promise<void>;

/** The contract under `/trpc/`. */
export function createTrpcMount({ ports, state, log }: TrpcMountOptions): TrpcMount {
  return async (path, request, response, caller) => {
    state({ type: "connection.changed", channel, delta: 1 });
    response.once("close", () => {
      state({ type: "connection.changed", channel, delta: -1 });
    });
    const procedure = path.slice(prefix.length);
    if (procedure === liveProcedure) {
      if (await answerLive(ports.system, request, response, caller)) return;
    }
    const onError = (error: TRPCError): void => {
      if (error.code === "INTERNAL_SERVER_ERROR") log(error, procedure);
      const status = refusalOf(error);
      if (status !== null) {
        state({ type: "refused", channel, status, client: caller?.name ?? null });
      }
    };
    const context = { ports, caller };
    await asker.run(caller?.tokenId ?? "", async () => {
      if (await answerPlainQueries({ procedure, context, onError, maxBatch }, request, response))
        return;
      await nodeHTTPRequestHandler<typeof appRouter, IncomingMessage, ServerResponse>({
        router: appRouter,
        req: request,
        res: response,
        path: procedure,
        maxBodySize: maxBodyBytes,
        maxBatchSize: maxBatch,
        createContext: async () => context,
        onError: ({ error }) => {
          onError(error);
        },
      });
    });
  };
}
