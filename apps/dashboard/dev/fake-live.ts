import type { LiveFrame, LiveMessage, LiveSnapshot } from "@signalbox/api-contract";
import type { Stream, StreamOptions } from "@signalbox/api-contract/server";
import { fakeHealth, fakeMetrics, fakeModels, fakeVerdict } from "./fake-standing.ts";
import { stepMs, type FakeTraffic } from "./fake-traffic.ts";

const frameMs = 250;
/** Frames kept for those who resume: 60 s. */
const ringSize = 240;

/** Builds a frame every 250 ms from what the traffic did, and hands it to whoever listens. */
export class FakeLive {
  readonly #traffic: FakeTraffic;
  readonly #bootId: string;
  readonly #since: number | null;
  readonly #bootedAt = Date.now();
  readonly #ring: LiveFrame[] = [];
  readonly #wakers = new Set<() => void>();
  #seq = 1;

  constructor(traffic: FakeTraffic, bootId: string, since: number | null) {
    this.#traffic = traffic;
    this.#bootId = bootId;
    this.#since = since;
  }

  uptime(): number {
    return (Date.now() - this.#bootedAt) / 1000;
  }

  beat(): void {
    const at = Date.now();
    const changes = this.#traffic.takeChanges();
    const tokens = [...this.#traffic.active.values()]
      .filter(({ row }) => row.phaseDetail === "streaming" && !changes.upsert.has(row.id))
      .map(({ row }) => [row.id, row.outputTokens] as const);
    this.#seq += 1;
    this.#ring.push({
      type: "frame",
      seq: this.#seq,
      at,
      metrics: fakeMetrics(this.#traffic, at, this.uptime()),
      upsert: [...changes.upsert.values()],
      tokens: Object.fromEntries(tokens),
      ended: changes.ended,
      spans: [...changes.spans.values()],
      events: changes.events,
      points: structuredClone(this.#traffic.points.slice(-2)),
      ...(this.#seq % 8 === 0
        ? {
            models: fakeModels(this.#traffic, at),
            verdict: fakeVerdict(this.#traffic, at, this.#since),
          }
        : {}),
    });
    if (this.#ring.length > ringSize) this.#ring.shift();
    for (const wake of this.#wakers) wake();
  }

  snapshot(): LiveSnapshot {
    const at = Date.now();
    const { active, recent } = this.#traffic;
    return {
      type: "snapshot",
      bootId: this.#bootId,
      seq: this.#seq,
      at,
      node: "signalbox-1",
      version: "0.1.0",
      metrics: fakeMetrics(this.#traffic, at, this.uptime()),
      health: fakeHealth(this.#bootId, this.uptime()),
      verdict: fakeVerdict(this.#traffic, at, this.#since),
      requests: [...active.values()].map(({ row }) => row),
      requestsNotShown: 0,
      recent: recent.map(({ row }) => row),
      spans: [...active.values(), ...recent].flatMap(({ spans }) => spans),
      events: this.#traffic.events.slice(0, 100),
      series: { stepMs, points: structuredClone(this.#traffic.points.slice(-120)) },
      models: fakeModels(this.#traffic, at),
      frameMs,
    };
  }

  async *stream({ lastEventId, signal }: StreamOptions): Stream<LiveMessage> {
    const [boot, last] = (lastEventId ?? "").split(":");
    let seq = boot === this.#bootId ? Number(last) : 0;
    if (!this.#ring.some((frame) => frame.seq === seq + 1) && seq !== this.#seq) {
      const data = this.snapshot();
      seq = data.seq;
      yield { id: `${this.#bootId}:${seq}`, data };
    }
    while (!signal.aborted) {
      const frame = this.#ring.find((each) => each.seq > seq);
      if (frame === undefined) {
        await this.#nextBeat(signal);
        continue;
      }
      seq = frame.seq;
      yield { id: `${this.#bootId}:${seq}`, data: frame };
    }
  }

  async #nextBeat(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wakers.add(resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
    await promise;
    this.#wakers.delete(resolve);
  }
}
