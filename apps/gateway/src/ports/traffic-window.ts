import type { ChannelWindowInput } from "@signalbox/api-contract";
import type { CounterMetric, MetricsCollector } from "@signalbox/metrics";
import type { Clock } from "../clock.ts";
import type { History } from "../history/index.ts";
import type { RequestLog } from "../recorder/index.ts";

const msPerMinute = 60_000;
/** Windows up to this length are answered from memory, where they begin in this start. */
const memoryMs = 15 * msPerMinute;

export interface TrafficOptions {
  readonly collector: MetricsCollector;
  readonly log: RequestLog;
  readonly history: History;
  readonly clock: Clock;
  /** Memory knows nothing of before. */
  readonly startedAt: number;
}

interface Quantiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** What one channel or one client came to in a window. */
export interface Traffic {
  readonly inFlight: number;
  readonly counters: Readonly<Record<CounterMetric, number>> | null;
  readonly duration: Quantiles | null;
  readonly ttft: Quantiles | null;
}

export interface TrafficWindow {
  /** Null where it ends now. */
  readonly at: number | null;
  readonly from: number;
  readonly to: number;
}

export function trafficWindow({ windowMs, at }: ChannelWindowInput, now: number): TrafficWindow {
  const to = at === undefined || at >= now ? now : at;
  return { at: to === now ? null : to, from: to - windowMs, to };
}

/** Memory tells of a short window that ends now and began in this start, and of any where there is no file. */
export function isRemembered(
  { at, from, to }: TrafficWindow,
  { history, startedAt }: Pick<TrafficOptions, "history" | "startedAt">,
): boolean {
  if (history.boot === 0) return true;
  return at === null && to - from <= memoryMs && from >= startedAt;
}

/** Who had requests in flight at the window's end, one entry for each of them. */
export interface InFlightThen {
  readonly channel: readonly string[];
  readonly client: readonly string[];
}

/** From memory where the window ends now, else from the disk. */
export async function inFlightAt(
  { at }: TrafficWindow,
  { log, history }: TrafficOptions,
): Promise<InFlightThen> {
  const requests =
    at === null
      ? Array.from(log.active.values(), ({ accepted }) => accepted)
      : (await history.past(at)).requests;
  return {
    channel: requests.map(({ channel }) => channel),
    client: requests.map(({ client }) => client),
  };
}

/** By name, as far as anything is known of it: from memory where that reaches, else from the disk. */
export async function trafficBy(
  dimension: keyof InFlightThen,
  window: TrafficWindow,
  inFlight: InFlightThen,
  options: TrafficOptions,
): Promise<Map<string, Traffic>> {
  const counted = isRemembered(window, options)
    ? countedNow(dimension, window, options)
    : await countedThen(dimension, window, options);
  return joined(inFlight[dimension], counted);
}

type Counted = Omit<Traffic, "inFlight">;

function countedNow(
  dimension: keyof InFlightThen,
  { from, to }: TrafficWindow,
  { collector }: TrafficOptions,
): Map<string, Counted> {
  return new Map(
    collector
      .breakdown(dimension, (to - from) / msPerMinute)
      .map((row) => [row.value, { counters: row, duration: row.requestDuration, ttft: row.ttft }]),
  );
}

async function countedThen(
  dimension: keyof InFlightThen,
  { at, from, to }: TrafficWindow,
  { history }: TrafficOptions,
): Promise<Map<string, Counted>> {
  // The minute that holds a past moment tells of what came after it too.
  const last = at === null ? to : Math.floor(to / msPerMinute) * msPerMinute - 1;
  const values = await history.breakdown(dimension, { from, to: last }, [
    "requestDuration",
    "ttft",
  ]);
  return new Map(
    values.map(({ value, counters, sketches: { requestDuration, ttft } }) => [
      value,
      { counters, duration: requestDuration ?? null, ttft: ttft ?? null },
    ]),
  );
}

function joined(
  inFlight: readonly string[],
  rows: ReadonlyMap<string, Counted>,
): Map<string, Traffic> {
  const found = new Map<string, Traffic>();
  for (const [name, row] of rows) found.set(name, { ...row, inFlight: 0 });
  for (const name of inFlight) {
    const known = found.get(name) ?? noTraffic;
    found.set(name, { ...known, inFlight: known.inFlight + 1 });
  }
  return found;
}

export const noTraffic: Traffic = { inFlight: 0, counters: null, duration: null, ttft: null };
