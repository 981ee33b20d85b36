import {
  healthStatus,
  type ComponentState,
  type LiveMetrics,
  type PastPicture,
  type RequestRow,
} from "@signalbox/api-contract";
import type { MetricsCollector } from "@signalbox/metrics";
import type { Clock } from "../clock.ts";
import type { EndedCount, History, PastAnswer, PastChange } from "../history/index.ts";
import { pastLanes, withBlockers } from "./past-lanes.ts";
import { countedModels, inFlightByModel, namedObstacles, pastModels } from "./past-models.ts";
import { judge, readLookBack, windowMs, type VerdictCount } from "./verdict/index.ts";

const maxShown = 500;
const modelsWindowMs = 120_000;
const partsUnknown =
  "How the gateway's own parts were then was not written down, and is no part of this.";

export interface PastPictureOptions {
  readonly collector: MetricsCollector;
  readonly history: History;
  readonly clock: Clock;
  readonly isPractice: (provider: string) => boolean;
}

/** Everything as it was at a moment, in the words in which it is told live. */
export async function pastPicture(options: PastPictureOptions, t: number): Promise<PastPicture> {
  const { history } = options;
  const beside = Promise.all([
    countedModels(history, { at: t, windowMs: modelsWindowMs }),
    readLookBack(history, t),
  ]);
  // Of a moment of which nothing is known, they are not needed.
  beside.catch(() => {});
  const past = await history.past(t, windowMs);
  const { boot, gap } = past;
  if (boot === null || gap !== null) return unknownPicture(past, t);
  const [counted, lookBack] = await beside;
  const requests = withBlockers(past.requests);
  const components = componentsAt(past.changes);
  const models = pastModels(counted, t, {
    ...options,
    changes: past.changes,
    inFlight: inFlightByModel(requests),
  });
  return {
    t,
    isKnown: true,
    why: components === null ? partsUnknown : null,
    bootId: boot.bootId,
    node: boot.node,
    version: boot.version,
    metrics: metricsAt(past, requests, t),
    verdict: judge({
      ...countsOf(past.ended),
      requests,
      repeatedCalls: past.repeatedCalls,
      components: components ?? [],
      obstacles: namedObstacles(past.changes, t),
      lookBack,
      // What a past process's heap could hold was not written down.
      heapLimitBytes: null,
      startedAt: boot.startedAt,
      now: t,
    }),
    requests: requests.slice(0, maxShown),
    requestsNotShown: Math.max(0, requests.length - maxShown),
    recent: [...past.recent],
    spans: [...past.spans],
    gaps: [...past.gaps],
    lanes: pastLanes({ ...past, requests }, t),
    events: [...past.events],
    models,
    components,
  };
}

/** Each as this start last said it was; null where it said nothing of any, as earlier versions did. */
function componentsAt(changes: readonly PastChange[]): ComponentState[] | null {
  const told = changes.filter(({ kind, isOfBoot }) => kind === "component" && isOfBoot);
  if (told.length === 0) return null;
  return told.map(({ subject, state, at, detail }) => ({
    name: subject,
    status: healthStatus.parse(state),
    reason: String(detail["reason"]),
    since: at,
  }));
}

function metricsAt(past: PastAnswer, requests: readonly RequestRow[], t: number): LiveMetrics {
  const { totals, recentCalls, slotsTotal, boot } = past;
  const waiting = requests.filter(({ state }) => state === "queued");
  const used = requests.filter(({ state, agent }) => state === "running" && agent !== null).length;
  return {
    messagesProcessed: totals.messages,
    errors: totals.errors,
    activeRequests: requests.length,
    uptime: Math.max(0, t - (boot?.startedAt ?? t)) / 1_000,
    modelCalls: { total: totals.modelCalls, ...recentCalls },
    queueDepth: waiting.length,
    oldestWaitMs: Math.max(0, ...waiting.map(({ durationMs }) => durationMs)),
    overdue: requests.filter(({ overdue }) => overdue).length,
    slots: { used, total: slotsTotal },
  };
}

function countsOf(ended: readonly EndedCount[]) {
  return {
    channels: countBy(ended, () => "all"),
    kinds: countBy(ended, ({ outcome, errorKind }) => (outcome === "failed" ? errorKind : null)),
    models: countBy(ended, ({ provider, model }) =>
      provider === null || model === null ? null : `${provider}/${model}`,
    ),
  };
}

function countBy(
  ended: readonly EndedCount[],
  of: (kind: EndedCount) => string | null,
): VerdictCount[] {
  const counts = new Map<string, { requests: number; cancelled: number; failures: number }>();
  for (const kind of ended) {
    const value = of(kind);
    if (value === null) continue;
    const { outcome, count } = kind;
    const sum = counts.get(value) ?? { requests: 0, cancelled: 0, failures: 0 };
    sum.requests += count;
    if (outcome === "cancelled") sum.cancelled += count;
    if (outcome === "failed" || outcome === "interrupted") sum.failures += count;
    counts.set(value, sum);
  }
  return Array.from(counts, ([value, { requests, cancelled, failures }]) => ({
    value,
    requests,
    cancelled,
    failures,
  }));
}

/** Of a moment while nothing that was written can be read. */
export function unreadablePicture(t: number): PastPicture {
  const why = "Stored history can't be read now: see the component history of system.health.";
  return { ...unknownPicture({ boot: null, gap: null, events: [] }, t), ...whyOf(why) };
}

function unknownPicture(
  { boot, gap, events }: Pick<PastAnswer, "boot" | "gap" | "events">,
  t: number,
): PastPicture {
  const why =
    gap === null
      ? "The gateway was not running then, or what it did then is not kept any more."
      : `Nothing is known from ${timeOf(gap.from)} to ${timeOf(gap.to)}: ${gap.reason}`;
  return {
    t,
    isKnown: false,
    ...whyOf(why),
    bootId: boot?.bootId ?? null,
    node: boot?.node ?? null,
    version: boot?.version ?? null,
    metrics: {
      messagesProcessed: 0,
      errors: 0,
      activeRequests: 0,
      uptime: 0,
      modelCalls: { total: 0, avgLatency: 0, errorRate: 0 },
      queueDepth: 0,
      oldestWaitMs: 0,
      overdue: 0,
      slots: { used: 0, total: 0 },
    },
    requests: [],
    requestsNotShown: 0,
    recent: [],
    spans: [],
    gaps: gap === null ? [] : [gap],
    lanes: [],
    events: [...events],
    models: [],
    components: null,
  };
}

function whyOf(why: string): Pick<PastPicture, "why" | "verdict"> {
  const common = { since: null, requests: null, place: null, findings: [] };
  return {
    why,
    verdict: { level: "unknown", headline: "Can't tell:", detail: why, ...common },
  };
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}
