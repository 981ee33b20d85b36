import { setInterval } from "node:timers/promises";
import type { DashboardAddress } from "./open-dashboard.ts";
import { openStatedGateway, type StatedGateway } from "./stated-gateway.ts";
import { StatedTraffic } from "./stated-traffic.ts";
import { SteppedClock } from "./stepped-clock.ts";

const token = "bench-admin-token-of-enough-length-00";
/** Time and traffic go on in steps of this, by the gateway's clock: a larger one it would take for a jump. */
const stepMs = 1_000;
const msPerMinute = 60_000;

export interface CompressedTime extends AsyncDisposable {
  readonly gateway: StatedGateway;
  readonly address: DashboardAddress;
  /** Resolves when so many minutes have passed on the gateway's clock. */
  pass(minutes: number): Promise<void>;
}

export interface CompressedTimeOptions {
  /** How many times as fast as real time it goes, at the most. */
  readonly speed: number;
  readonly inFlight: number;
  /** By the gateway's clock, as the next. */
  readonly endsPerSecond: number;
  readonly eventsPerSecond: number;
}

/**
 * A gateway whose time of day is fast: what happens in hours is told in minutes, over the real live stream, which
 * keeps its own pace of four frames a second. Each frame tells of more, and none of it is left out.
 */
export async function openCompressedTime(options: CompressedTimeOptions): Promise<CompressedTime> {
  const { speed, ...load } = options;
  const clock = new SteppedClock(Date.now());
  const gateway = await openStatedGateway(clock, token);
  const { state } = gateway;
  const traffic = new StatedTraffic({ seed: 6, ...load, state });
  return {
    gateway,
    address: { url: gateway.url, token },
    async pass(minutes) {
      const until = clock.passedMs + minutes * msPerMinute;
      for await (const _ of setInterval(stepMs / speed)) {
        clock.pass(stepMs);
        traffic.advance(clock.now());
        if (clock.passedMs >= until) return;
      }
    },
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}
