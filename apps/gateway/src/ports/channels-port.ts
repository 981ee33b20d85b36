import type { ChannelRow } from "@signalbox/api-contract";
import type { ChannelsPort } from "@signalbox/api-contract/server";
import type { MetricsCollector } from "@signalbox/metrics";
import type { FactSink, StampedFact } from "../recorder/index.ts";

const windowMinutes = 15;

/** Counts what never becomes a request: connections, and refusals at the door. */
export class ChannelCounts implements FactSink {
  readonly #connections = new Map<string, number>();
  readonly #refused = new Map<string, number>();

  apply({ fact }: StampedFact): void {
    if (fact.type === "connection.changed") add(this.#connections, fact.channel, fact.delta);
    if (fact.type === "refused") add(this.#refused, fact.channel, 1);
  }

  connections(channel: string): number {
    return this.#connections.get(channel) ?? 0;
  }

  refused(channel: string): number {
    return this.#refused.get(channel) ?? 0;
  }
}

export function createChannelsPort(
  channels: readonly string[],
  /** The clients that webhooks are: each has a row of its own. */
  webhooks: () => readonly string[],
  collector: MetricsCollector,
  counts: ChannelCounts,
): ChannelsPort {
  const rowsOf = (dimension: "channel" | "client", names: readonly string[]): ChannelRow[] => {
    const rows = new Map(
      collector.breakdown(dimension, windowMinutes).map((row) => [row.value, row]),
    );
    return names.map((name) => ({
      name,
      status: "ok",
      connections: counts.connections(name),
      requests: rows.get(name)?.requests ?? 0,
      failed: rows.get(name)?.failures ?? 0,
      refused: counts.refused(name),
    }));
  };
  return {
    list: () => [...rowsOf("channel", channels), ...rowsOf("client", webhooks())],
  };
}

/** The channels are the gateway's own few names, and the config's webhooks, which bounds the maps. */
function add(counts: Map<string, number>, channel: string, delta: number): void {
  counts.set(channel, (counts.get(channel) ?? 0) + delta);
}
