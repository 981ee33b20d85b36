import type { SystemHealth, Verdict } from "@signalbox/api-contract";
import type { BreakdownRow, MetricsCollector } from "@signalbox/metrics";
import type { RequestLog } from "../recorder/index.ts";

const windowMinutes = 5;
/** Under this many requests a rate says little. */
const enoughRequests = 20;
const badRate = 0.05;
const minFailures = 5;

/**
 * The sentence on top of every page: fixed rules and a plain statement of rates. It compares with
 * nothing, so it says nothing of what is normal.
 */
export function verdictOf(
  collector: MetricsCollector,
  log: RequestLog,
  health: SystemHealth,
): Verdict {
  return sickComponent(health) ?? overdueRequests(log) ?? failures(collector) ?? quiet(collector);
}

function sickComponent({ components }: SystemHealth): Verdict | null {
  const sick =
    components.find(({ status }) => status === "error") ??
    components.find(({ status }) => status === "warn");
  if (sick === undefined) return null;
  return {
    level: sick.status === "error" ? "bad" : "warn",
    headline: `${sick.name} is not well:`,
    detail: sick.reason,
    since: null,
    requests: null,
  };
}

function overdueRequests(log: RequestLog): Verdict | null {
  const overdue = Array.from(log.active.values(), (record) => log.row(record)).filter(
    (row) => row.overdue,
  );
  const [first] = overdue;
  if (first === undefined) return null;
  const oldest = overdue.reduce((a, b) => ((a.phaseSince ?? 0) <= (b.phaseSince ?? 0) ? a : b));
  const doing = oldest.phase === "model" ? `model, ${oldest.phaseDetail}` : oldest.phase;
  const where = oldest.model === null ? "" : ` on ${oldest.provider ?? ""} · ${oldest.model}`;
  return {
    level: "warn",
    headline: `${count(overdue.length, "request")} overdue:`,
    detail: `longer in one phase than it should take. The oldest is at ${doing ?? "work"}${where}.`,
    since: oldest.phaseSince,
    requests: { count: overdue.length, errorKind: null },
  };
}

function failures(collector: MetricsCollector): Verdict | null {
  const { ended, failed } = totals(collector);
  if (failed === 0) return null;
  const rate = failed / ended;
  const kind = largest(collector.breakdown("errorKind", windowMinutes), ({ failures }) => failures);
  const model = largest(collector.breakdown("model", windowMinutes), ({ failures }) => failures);
  const share = model === null ? 0 : Math.round((model.failures / failed) * 100);
  const place =
    model === null || share < 60
      ? "spread over several models"
      : `${share} % on ${model.value.replace("/", " · ")}`;
  return {
    level: failed >= minFailures && rate >= badRate ? "bad" : "warn",
    headline: `${failed} of ${count(ended, "request")} failed in the last ${windowMinutes} minutes:`,
    detail: `${(rate * 100).toFixed(1)} %, mostly ${kind?.value ?? "internal"}; ${place}.`,
    since: null,
    requests: { count: failed, errorKind: kind?.value ?? null },
  };
}

function quiet(collector: MetricsCollector): Verdict {
  const { ended } = totals(collector);
  if (ended >= enoughRequests) {
    return {
      level: "ok",
      headline: "No failures:",
      detail: `all ${ended} requests of the last ${windowMinutes} minutes went well.`,
      since: null,
      requests: null,
    };
  }
  return {
    level: "unknown",
    headline: "Nothing wrong seen;",
    detail: `${count(ended, "request")} in ${windowMinutes} minutes.`,
    since: null,
    requests: null,
  };
}

function totals(collector: MetricsCollector): { ended: number; failed: number } {
  let ended = 0;
  let failed = 0;
  for (const row of collector.breakdown("channel", windowMinutes)) {
    ended += row.requests - row.cancelled;
    failed += row.failures;
  }
  return { ended, failed };
}

function largest(
  rows: readonly BreakdownRow[],
  of: (row: BreakdownRow) => number,
): BreakdownRow | null {
  const [first, ...rest] = rows.filter((row) => of(row) > 0);
  if (first === undefined) return null;
  return rest.reduce((most, row) => (of(row) > of(most) ? row : most), first);
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
