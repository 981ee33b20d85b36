import type { FactSink, StampedFact } from "../recorder/index.ts";

/** Names whose last sign of life is kept; the one that was silent for longest is forgotten first. */
const maxSeen = 2_000;

/** Counts connections, and notes who was heard of last. */
export class ChannelCounts implements FactSink {
  readonly #connections = new Map<string, number>();
  readonly #channelsSeen = new Map<string, number>();
  /** In the order they were last heard of. */
  readonly #clientsSeen = new Map<string, number>();

  apply({ fact, at }: StampedFact): void {
    if (fact.type === "connection.changed") {
      // The gateway's own few channels, and the config's webhooks, which bounds the map.
      this.#connections.set(fact.channel, this.connections(fact.channel) + fact.delta);
    } else if (fact.type === "refused") {
      this.#saw(fact.channel, fact.client, at);
    } else if (fact.type === "request.queued") {
      this.#saw(fact.request.channel, fact.request.client, at);
    }
  }

  connections(channel: string): number {
    return this.#connections.get(channel) ?? 0;
  }

  channelSeenAt(channel: string): number | null {
    return this.#channelsSeen.get(channel) ?? null;
  }

  clientSeenAt(client: string): number | null {
    return this.#clientsSeen.get(client) ?? null;
  }

  #saw(channel: string, client: string | null, at: number): void {
    this.#channelsSeen.set(channel, at);
    if (client === null) return;
    this.#clientsSeen.delete(client);
    this.#clientsSeen.set(client, at);
    const [oldest] = this.#clientsSeen.keys();
    if (this.#clientsSeen.size > maxSeen && oldest !== undefined) this.#clientsSeen.delete(oldest);
  }
}
