import type {
  ChannelRow,
  ChannelWindowInput,
  ClientRow,
  RefusalRow,
} from "@signalbox/api-contract";
import type { ChannelsPort } from "@signalbox/api-contract/server";
import type { ChannelCounts } from "./channel-counts.ts";
import { channelStatus } from "./channel-status.ts";
import {
  inFlightAt,
  noTraffic,
  trafficBy,
  trafficWindow,
  type Traffic,
  type TrafficOptions,
  type TrafficWindow,
} from "./traffic-window.ts";
import { knownCost } from "./known-cost.ts";

/** A token as far as it makes its name a client. */
export interface SendingToken {
  readonly name: string;
  readonly lastUsedAt: number | null;
}

export interface ChannelsPortOptions extends TrafficOptions {
  readonly channels: readonly string[];
  /** The clients that webhooks are: each has a row of its own. */
  readonly webhooks: () => readonly string[];
  /** Ingest tokens that hold now. */
  readonly senders: () => readonly SendingToken[];
  readonly counts: ChannelCounts;
}

/** The ways in, who uses them, and who was turned away. */
export function createChannelsPort(options: ChannelsPortOptions): ChannelsPort {
  const { history, clock } = options;
  return {
    async list(input) {
      const asked = await ask(options, input);
      const { window } = asked;
      const webhooks = options.webhooks();
      const inFlight = await inFlightAt(window, options);
      const [byChannel, byClient] = await Promise.all([
        trafficBy("channel", window, inFlight, options),
        webhooks.length === 0 ? noClients : trafficBy("client", window, inFlight, options),
      ]);
      return [
        ...options.channels.map((name) => channelRow("channel", name, byChannel.get(name), asked)),
        ...webhooks.map((name) => channelRow("webhook", name, byClient.get(name), asked)),
      ];
    },
    async clients(input) {
      const asked = await ask(options, input);
      const inFlight = await inFlightAt(asked.window, options);
      const traffic = await trafficBy("client", asked.window, inFlight, options);
      const senders = new Map(options.senders().map((token) => [token.name, token]));
      const names = new Set(sendersWithin(traffic, senders, asked));
      for (const { client } of asked.refusals ?? []) if (client !== null) names.add(client);
      return Array.from(names, (name) => clientRow(name, traffic.get(name), senders, asked));
    },
    refusals: (input) => history.refusals(trafficWindow(input, clock.now())),
  };
}

const noClients: ReadonlyMap<string, Traffic> = new Map();

/** What was asked, and what of it the whole table shares. */
interface Asked {
  readonly window: TrafficWindow;
  /** Null where nothing is known of them. */
  readonly refusals: readonly RefusalRow[] | null;
  readonly counts: ChannelCounts;
}

async function ask(
  { history, counts, clock }: ChannelsPortOptions,
  input: ChannelWindowInput,
): Promise<Asked> {
  const window = trafficWindow(input, clock.now());
  const { knownFrom, rows } = await history.refusals(window);
  return { window, refusals: window.to >= knownFrom ? rows : null, counts };
}

/** Those that sent something, and, of now, those that may and don't. */
function sendersWithin(
  traffic: ReadonlyMap<string, Traffic>,
  senders: ReadonlyMap<string, SendingToken>,
  { window }: Asked,
): string[] {
  const busy = Array.from(traffic)
    .filter(([, { inFlight, counters }]) => inFlight > 0 || (counters?.requests ?? 0) > 0)
    .map(([name]) => name);
  return window.at === null ? [...busy, ...senders.keys()] : busy;
}

function channelRow(
  kind: ChannelRow["kind"],
  name: string,
  traffic: Traffic | undefined,
  asked: Asked,
): ChannelRow {
  const row = trafficRow(
    name,
    traffic,
    refusedOf(asked, ({ channel }) => channel === name),
  );
  return {
    ...row,
    kind,
    ...channelStatus(row),
    connections: asked.counts.connections(name),
    lastSeenAt: asked.window.at === null ? asked.counts.channelSeenAt(name) : null,
  };
}

function clientRow(
  name: string,
  traffic: Traffic | undefined,
  senders: ReadonlyMap<string, SendingToken>,
  asked: Asked,
): ClientRow {
  const { counters } = traffic ?? {};
  const { inputTokens = 0, outputTokens = 0 } = counters ?? {};
  const token = senders.get(name);
  const seenAt = Math.max(asked.counts.clientSeenAt(name) ?? 0, token?.lastUsedAt ?? 0);
  return {
    ...trafficRow(
      name,
      traffic,
      refusedOf(asked, ({ client }) => client === name),
    ),
    inputTokens,
    outputTokens,
    ...knownCost(counters ?? nothingCounted),
    maySend: token !== undefined,
    lastSeenAt: asked.window.at === null && seenAt > 0 ? seenAt : null,
  };
}

const nothingCounted = { costUsd: 0, unpriced: 0 } as const;

type Refused = Pick<ChannelRow, "refused" | "refusedByStatus">;

function trafficRow(
  name: string,
  { inFlight, counters, duration, ttft }: Traffic = noTraffic,
  refused: Refused,
) {
  return {
    name,
    inFlight,
    requests: counters?.requests ?? 0,
    failed: counters?.failures ?? 0,
    latencyP50: duration?.p50 ?? null,
    latencyP95: duration?.p95 ?? null,
    latencyP99: duration?.p99 ?? null,
    ttftP95: ttft?.p95 ?? null,
    ...refused,
  };
}

function refusedOf({ refusals }: Asked, isOf: (row: RefusalRow) => boolean): Refused {
  if (refusals === null) return { refused: null, refusedByStatus: null };
  let refused = 0;
  const byStatus = new Map<number, number>();
  for (const row of refusals) {
    if (!isOf(row)) continue;
    refused += row.count;
    byStatus.set(row.status, (byStatus.get(row.status) ?? 0) + row.count);
  }
  return { refused, refusedByStatus: Object.fromEntries(byStatus) };
}
