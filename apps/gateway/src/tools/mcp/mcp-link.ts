import type * as sdkType from "@modelcontextprotocol/client";
import type { Client, Transport } from "@modelcontextprotocol/client";
import type { McpServerConfig, McpUrlConfig, Secret } from "../../config/index.ts";
import { createHttpFetch } from "./http-fetch.ts";
import type { McpLimits } from "./limits.ts";
import type { LastLines } from "./last-lines.ts";
import { ServerProcess } from "./server-process.ts";
import { StdioTransport } from "./stdio-transport.ts";

/** The SDK, loaded when the first server is started: a gateway without one never needs it. */
export type McpSdk = typeof sdkType;

export interface LinkOptions {
  readonly sdk: McpSdk;
  /** The gateway's own environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly limits: McpLimits;
  readonly mono: () => number;
  /** Takes what a process says on stderr. */
  readonly lastLines: LastLines;
  /** The process groups that run. */
  readonly groups: Set<number>;
}

/** What carries the protocol to one server: the pipes of a process, or HTTP. */
export interface McpLink {
  readonly transport: Transport;
  /** Resolves with why, once the server is gone or was given up. */
  readonly lost: Promise<string>;
  /** Gives it up; a process is ended with all that it started. */
  kill(reason: string): void;
  /** It ends by itself: an error alone says nothing of it, and nobody else is asked. */
  readonly isProcess: boolean;
  /** Says goodbye, and resolves once nothing is left. */
  close(client: Client): Promise<void>;
  /** Whether a call of this number may be running still, though nobody waits for it. */
  isUnanswered(callNumber: number): boolean;
}

export async function openLink(config: McpServerConfig, options: LinkOptions): Promise<McpLink> {
  return config.kind === "command"
    ? stdioLink(await ServerProcess.start(config, options), options)
    : httpLink(config, options);
}

function stdioLink(process: ServerProcess, { sdk, limits, mono }: LinkOptions): McpLink {
  const transport = new StdioTransport(process, { limits, mono, parse: sdk.deserializeMessage });
  return {
    transport,
    lost: process.ended,
    isProcess: true,
    kill: (reason) => {
      process.kill(reason);
    },
    close: async () => {
      await transport.close();
    },
    isUnanswered: (callNumber) => transport.isUnanswered(callNumber),
  };
}

async function httpLink(config: McpUrlConfig, options: LinkOptions): Promise<McpLink> {
  const { sdk, limits, mono } = options;
  const { promise: lost, resolve } = Promise.withResolvers<string>();
  const http = await createHttpFetch(config, { limits, mono, onFlood: resolve });
  const transport = new sdk.StreamableHTTPClientTransport(new URL(config.url), {
    fetch: http.fetch,
    requestInit: { headers: revealed(config.headers) },
  });
  return {
    transport,
    lost,
    isProcess: false,
    kill: resolve,
    close: async (client) => {
      resolve("it was stopped");
      await endSession(transport, limits.closeGraceMs);
      await client.close();
      await http[Symbol.asyncDispose]();
    },
    isUnanswered: () => false,
  };
}

/** A server that does not want to hear of it forgets the session by itself. */
async function endSession(
  transport: { terminateSession(): Promise<void> },
  withinMs: number,
): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, withinMs);
  await Promise.race([late, transport.terminateSession().catch(() => {})]);
  clearTimeout(timer);
}

function revealed(headers: ReadonlyMap<string, Secret>): Record<string, string> {
  return Object.fromEntries(Array.from(headers, ([name, value]) => [name, value.reveal()]));
}
