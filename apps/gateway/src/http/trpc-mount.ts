import type { IncomingMessage, ServerResponse } from "node:http";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { appRouter, type Caller, type Ports } from "@signalbox/api-contract/server";
import type { Fact } from "../recorder/index.ts";
import { answerLive, liveProcedure } from "./live-route.ts";

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
    await nodeHTTPRequestHandler({
      router: appRouter,
      req: request,
      res: response,
      path: procedure,
      maxBodySize: maxBodyBytes,
      maxBatchSize: maxBatch,
      createContext: async () => ({ ports, caller }),
      onError: ({ error }) => {
        if (error.code === "INTERNAL_SERVER_ERROR") log(error, procedure);
      },
    });
  };
}
