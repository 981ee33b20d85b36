import type { Ports } from "@signalbox/api-contract/server";
import type { AuditLog } from "../audit/index.ts";
import type { Auth } from "../auth/index.ts";
import type { Runs } from "../agent/index.ts";
import type { Clock } from "../clock.ts";
import { clientOf } from "../channels/webhook/index.ts";
import type { LaneControl, LaneHolds } from "../lanes/index.ts";
import type { RequestRegistry } from "../requests/index.ts";
import type { StateStore, TokenRecord } from "../state/index.ts";
import type { McpServers, ToolRegistry } from "../tools/index.ts";
import type { Gates, ModelControl } from "../upstream/index.ts";
import { createAgentPort } from "./agent-port.ts";
import { createAuthPort } from "./auth-port.ts";
import type { ChannelCounts } from "./channel-counts.ts";
import { createChannelsPort } from "./channels-port.ts";
import { createErrorsPort } from "./errors-port.ts";
import { listEvents } from "./find-events.ts";
import { createHistoryPort } from "./history-port.ts";
import { createLanesPort } from "./lanes-port.ts";
import { createModelsPort } from "./models-port.ts";
import { createRequestsPort } from "./requests-port.ts";
import { createSessionsPort } from "./sessions-port.ts";
import { createSystemPort, type SystemPortOptions } from "./system-port.ts";
import { createToolsPort } from "./tools-port.ts";

export { ChannelCounts } from "./channel-counts.ts";
export { createLiveSources } from "./live-sources.ts";
export { OverviewWindow } from "./overview-window.ts";

export interface PortsOptions extends SystemPortOptions {
  readonly audit: AuditLog;
  readonly holds: LaneHolds;
  readonly laneControl: LaneControl;
  readonly gates: Gates;
  readonly modelControl: ModelControl;
  readonly auth: Auth;
  readonly runs: Runs;
  readonly registry: RequestRegistry;
  readonly store: StateStore;
  readonly tools: ToolRegistry;
  readonly mcp: McpServers;
  readonly channels: readonly string[];
  readonly counts: ChannelCounts;
  readonly isPractice: (provider: string) => boolean;
  readonly clock: Clock;
  readonly startedAt: number;
}

/** The services that the contract names, each over the part of the gateway that knows. */
export function createPorts(options: PortsOptions): Ports {
  const { log, events, history, store, auth, audit } = options;
  return {
    system: createSystemPort(options),
    agent: createAgentPort(options.runs, options.registry, audit),
    audit: { list: (input) => audit.list(input) },
    auth: createAuthPort(auth, store.tokens, audit, (id) => options.registry.inFlightOf(id)),
    requests: createRequestsPort(log, events, history),
    sessions: createSessionsPort(
      store.conversations,
      history,
      (id) => store.tokens.get(id)?.name ?? id,
    ),
    lanes: createLanesPort({ ...options, tokenName: (id) => store.tokens.get(id)?.name }),
    models: createModelsPort(options),
    tools: createToolsPort(options),
    channels: createChannelsPort({
      ...options,
      webhooks: () => [...options.config().webhooks.keys()].map(clientOf),
      senders: () => sendersOf(store.tokens.all(), options.clock.now()),
    }),
    history: createHistoryPort(options),
    errors: createErrorsPort(history, options.clock),
    events: { list: (input) => listEvents(events, history, input) },
  };
}

function sendersOf(tokens: readonly TokenRecord[], now: number): TokenRecord[] {
  return tokens.filter(
    ({ role, revokedAt, expiresAt }) =>
      role === "ingest" && revokedAt === null && (expiresAt === null || expiresAt > now),
  );
}
