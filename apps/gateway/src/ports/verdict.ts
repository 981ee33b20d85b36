import type { Component, RequestRow, Verdict } from "@signalbox/api-contract";
import type { BreakdownRow, MetricsCollector } from "@signalbox/metrics";
import type { RequestLog } from "../recorder/index.ts";
import { timeOf } from "../upstream/index.ts";
import type { Obstacle } from "./model-states.ts";

/** What failed is told of so many minutes. */
export const verdictMinutes = 5;
const windowMs = verdictMinutes * 60_000;
/** Under this many requests a rate says little. */
const enoughRequests = 20;
const badRate = 0.05;
const minFailures = 5;
const warnRate = 0.02;
const minFailuresToWarn = 3;

/** What was counted of one value of a dimension in those minutes. */
export type VerdictCount = Pick<BreakdownRow, "value" | "requests" | "cancelled" | "failures">;

/** What the sentence rests on, now or at a past moment. */
export interface Evidence {
  readonly channels: readonly VerdictCount[];
  readonly kinds: readonly VerdictCount[];
  readonly models: readonly VerdictCount[];
  /** In flight. */
  readonly requests: readonly RequestRow[];
  readonly components: readonly Component[];
  readonly obstacles: readonly Obstacle[];
  readonly now: number;
}

/** The sentence as of now. */
export function verdictOf(
  collector: MetricsCollector,
  log: RequestLog,
  { components }: Pick<Evidence, "components">,
  now: number,
  obstacles: readonly Obstacle[] = [],
): Verdict {
  return judge({
    channels: collector.breakdown("channel", verdictMinutes),
    kinds: collector.breakdown("errorKind", verdictMinutes),
    models: collector.breakdown("model", verdictMinutes),
    requests: Array.from(log.active.values(), (record) => log.row(record)),
    components,
    obstacles,
    now,
  });
}

/**
 * The sentence on top of every page: fixed rules and a plain statement of rates. It compares with
 * nothing, so it says nothing of what is normal.
 */
export function judge(evidence: Evidence): Verdict {
  const failed = failures(evidence);
  const found = [
    sickComponent(evidence),
    notCalled(evidence.obstacles, failed),
    failed,
    overdueRequests(evidence),
  ].filter((verdict) => verdict !== null);
  const [first] = found;
  return found.find(({ level }) => level === "bad") ?? first ?? quiet(evidence);
}

function sickComponent({ components }: Evidence): Verdict | null {
  const sick =
    components.find(({ status }) => status === "error") ??
    components.find(({ status }) => status === "warn");
  if (sick === undefined) return null;
  return {
    level: sick.status === "error" ? "bad" : "warn",
    headline: `${sick.name} not well:`,
    detail: sick.reason,
    since: null,
    requests: null,
  };
}

/** A breaker that opened says more of what is wrong than the failures that it keeps from happening. */
function notCalled(obstacles: readonly Obstacle[], failed: Verdict | null): Verdict | null {
  const worst =
    obstacles.find(({ state }) => state === "open") ??
    obstacles.find(({ state }) => state === "half-open") ??
    obstacles[0];
  if (worst === undefined) return null;
  const { name, state, reason, since, until } = worst;
  const others = obstacles.length - 1;
  const more =
    others === 0 ? "" : ` Nor ${others === 1 ? "is one other" : `are ${others} others`}.`;
  return {
    level: state === "paused" ? "warn" : "bad",
    headline: `${name} is not called:`,
    detail: `${reason}; ${endOf(state, until)}.${more}`,
    since,
    // What failed before it opened is its evidence; a pause has none.
    requests: state === "paused" ? null : (failed?.requests ?? null),
  };
}

function endOf(state: Obstacle["state"], until: number | null): string {
  if (state === "paused") {
    return until === null ? "until somebody resumes it" : `until ${timeOf(until)}`;
  }
  return until === null ? "one call is let through to try it" : `tried again at ${timeOf(until)}`;
}

function overdueRequests({ requests, now }: Evidence): Verdict | null {
  const overdue = requests.filter((row) => row.overdue);
  const [first] = overdue;
  if (first === undefined) return null;
  const oldest = overdue.reduce((a, b) => ((a.phaseSince ?? 0) <= (b.phaseSince ?? 0) ? a : b));
  const seconds = Math.round((now - (oldest.phaseSince ?? now)) / 1_000);
  return {
    level: "warn",
    headline: `${count(overdue.length, "request")} overdue:`,
    detail: `longer in one phase than it should take. The oldest has ${doing(oldest)} for ${seconds} s.`,
    since: oldest.phaseSince,
    requests: { count: overdue.length, errorKind: null, overdue: true, windowMs },
  };
}

/** What a request in flight has been at, as the end of a sentence. */
function doing({ phase, phaseDetail, provider, model, tool }: RequestRow): string {
  const place = model === null ? "its model" : `${provider ?? ""} · ${model}`;
  if (phase === "tool") return `run the tool ${tool ?? phaseDetail ?? ""}`;
  if (phase === "model" && phaseDetail === "streaming") return `streamed from ${place}`;
  if (phase === "model") return `waited for the first token of ${place}`;
  return `waited for ${waitedFor(phaseDetail, place)}`;
}

function waitedFor(phaseDetail: string | null, place: string): string {
  if (phaseDetail === "slot") return "a free slot";
  if (phaseDetail === "throttled" || phaseDetail === "breaker")
    return `${place} to be called again`;
  if (phaseDetail === "backoff") return `another attempt at ${place}`;
  return phaseDetail === "paused" ? "an operator to resume it" : "its lane";
}

function failures({ channels, kinds, models }: Evidence): Verdict | null {
  const { ended, failed } = totals(channels);
  if (failed === 0) return null;
  const rate = failed / ended;
  const kind = largest(kinds);
  const model = largest(models);
  return {
    level: levelOf(failed, rate),
    headline: `${failed} of ${count(ended, "request")} failed in the last ${verdictMinutes} minutes:`,
    detail: `${(rate * 100).toFixed(1)} %${mostly(kind, failed)}; ${placeOf(model, failed)}.`,
    since: null,
    requests: { count: failed, errorKind: kind?.value ?? null, overdue: false, windowMs },
  };
}

/** Some failures are told at any rate, and are trouble only where they are more than a few. */
function levelOf(failed: number, rate: number): Verdict["level"] {
  if (failed >= minFailures && rate >= badRate) return "bad";
  return failed >= minFailuresToWarn && rate >= warnRate ? "warn" : "ok";
}

function mostly(kind: VerdictCount | null, failed: number): string {
  if (kind === null) return "";
  return kind.failures === failed ? `, ${kind.value}` : `, mostly ${kind.value}`;
}

/** Where the failures are: a share of them, and not of the model's calls. */
function placeOf(model: VerdictCount | null, failed: number): string {
  const share = model === null ? 0 : Math.round((model.failures / failed) * 100);
  if (model === null || share < 60) return "spread over several models";
  const name = model.value.replace("/", " · ");
  return share === 100 ? `all of them on ${name}` : `${share} % of them on ${name}`;
}

function quiet({ channels }: Evidence): Verdict {
  const { ended } = totals(channels);
  if (ended >= enoughRequests) {
    return {
      level: "ok",
      headline: "No failures:",
      detail: `all ${ended} requests of the last ${verdictMinutes} minutes went well.`,
      since: null,
      requests: null,
    };
  }
  return {
    level: "unknown",
    headline: "Nothing wrong seen;",
    detail: `${count(ended, "request")} in ${verdictMinutes} minutes.`,
    since: null,
    requests: null,
  };
}

function totals(channels: readonly VerdictCount[]): { ended: number; failed: number } {
  let ended = 0;
  let failed = 0;
  for (const row of channels) {
    ended += row.requests - row.cancelled;
    failed += row.failures;
  }
  return { ended, failed };
}

/** The one with most failures; null where none has any. */
function largest(rows: readonly VerdictCount[]): VerdictCount | null {
  const [first, ...rest] = rows.filter(({ failures }) => failures > 0);
  if (first === undefined) return null;
  return rest.reduce((most, row) => (row.failures > most.failures ? row : most), first);
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
