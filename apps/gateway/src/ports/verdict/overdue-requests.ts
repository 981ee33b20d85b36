import { silentAfterMs, type RequestRow } from "@signalbox/api-contract";
import { windowMs, type Evidence, type Sentence } from "./evidence.ts";
import { count } from "./words.ts";

/** Requests that have been at one thing for too long, and what the oldest has been at. */
export function overdueRequests({
  requests,
  now,
}: Pick<Evidence, "requests" | "now">): Sentence | null {
  const overdue = requests.filter((row) => row.overdue);
  const [first] = overdue;
  if (first === undefined) return null;
  const oldest = overdue.reduce((a, b) => ((a.phaseSince ?? 0) <= (b.phaseSince ?? 0) ? a : b));
  const seconds = Math.round((now - (oldest.phaseSince ?? now)) / 1_000);
  return {
    level: "warn",
    headline: `${count(overdue.length, "request")} overdue:`,
    detail: `longer in one phase than it should take. The oldest has ${doing(oldest)} for ${seconds} s${silence(oldest, now)}.`,
    since: oldest.phaseSince,
    requests: { count: overdue.length, errorKind: null, overdue: true, windowMs },
    place: null,
  };
}

function silence({ lastTokenAt }: RequestRow, now: number): string {
  const silentMs = lastTokenAt === null ? 0 : now - lastTokenAt;
  if (silentMs < silentAfterMs) return "";
  return `, and nothing has come for ${Math.round(silentMs / 1_000)} s`;
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
