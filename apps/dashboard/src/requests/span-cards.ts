import type { SpanDetail } from "@signalbox/api-contract";
import { formatBytes, formatDuration, formatTokenRate, formatTokens } from "../figures/figures.ts";

/** What is told of one span under the waterfall. */
export interface SpanCard {
  readonly id: string;
  readonly title: string;
  readonly isFailure: boolean;
  /** Short facts after the title. */
  readonly facts: readonly string[];
  readonly input: string | null;
  readonly output: string | null;
  /** The output is still being written. */
  readonly isStreaming: boolean;
}

/** A card for each failed attempt, each tool and each model call that said something, in order. */
export function spanCards(
  spans: readonly SpanDetail[],
  gatewayMs: number | null,
  now: number,
): SpanCard[] {
  const inOrder = [...spans].sort((a, b) => a.startedAt - b.startedAt);
  return inOrder.flatMap((span) => {
    if (span.kind === "tool") return [toolCard(span, now)];
    if (span.kind !== "attempt") return [];
    if (span.status === "failed") return [failureCard(span, inOrder)];
    return [modelCard(span, gatewayMs)];
  });
}

/** What came after an attempt that failed: a wait and the same model again, or another one. */
function nextOf(span: SpanDetail, spans: readonly SpanDetail[]): string[] {
  const after = spans.filter(
    ({ modelCall, startedAt }) => modelCall === span.modelCall && startedAt >= span.startedAt,
  );
  const next = after.find(
    ({ kind, attempt }) => kind === "attempt" && (attempt ?? 0) > (span.attempt ?? 0),
  );
  if (next !== undefined && (next.provider !== span.provider || next.model !== span.model)) {
    return [`then ${[next.provider, next.model].filter((part) => part !== null).join(" · ")}`];
  }
  const backoff = after.find(({ kind, attempt }) => kind === "backoff" && attempt === span.attempt);
  return backoff?.endedAt
    ? [`retried after ${formatDuration(backoff.endedAt - backoff.startedAt)}`]
    : [];
}

function failureCard(span: SpanDetail, spans: readonly SpanDetail[]): SpanCard {
  const from = span.provider === null ? "" : ` from ${span.provider}`;
  const facts = [
    span.httpStatus === null ? `no answer${from}` : `${span.httpStatus}${from}`,
    ...(span.retryAfterMs === null ? [] : [`Retry-After ${formatDuration(span.retryAfterMs)}`]),
    ...nextOf(span, spans),
  ];
  return {
    id: span.id,
    title: `attempt ${span.attempt ?? 1} failed · ${span.errorKind ?? "unknown"}`,
    isFailure: true,
    facts: [facts.join(", ")],
    input: null,
    output: joined(span.errorMessage, span.output),
    isStreaming: false,
  };
}

function toolCard(span: SpanDetail, now: number): SpanCard {
  const isRunning = span.endedAt === null;
  const took = formatDuration((span.endedAt ?? now) - span.startedAt);
  return {
    id: span.id,
    title: `tool · ${span.name}${span.status === "failed" ? " failed" : ""}`,
    isFailure: span.status === "failed",
    facts: [
      isRunning ? `running for ${took}` : took,
      ...(span.inputBytes === null ? [] : [`input ${formatBytes(span.inputBytes)}`]),
      ...(span.outputBytes === null ? [] : [`output ${formatBytes(span.outputBytes)}`]),
      ...(span.errorKind === null ? [] : [span.errorKind]),
    ],
    input: span.input,
    output: joined(span.errorMessage, span.output),
    isStreaming: false,
  };
}

function modelCard(span: SpanDetail, gatewayMs: number | null): SpanCard {
  const isRunning = span.endedAt === null;
  const state = span.firstTokenAt === null ? "waiting for first token" : "streaming";
  const name = [span.provider, span.model ?? span.name].filter((part) => part !== null).join(" · ");
  return {
    id: span.id,
    title: `model · ${name}`,
    isFailure: false,
    facts: [
      isRunning
        ? state
        : span.status === "cancelled"
          ? "cancelled"
          : (span.finishReason ?? "ended"),
      ...(span.ttft === null ? [] : [`first token ${formatDuration(span.ttft)}`]),
      ...(span.tokensPerSec === null ? [] : [`${formatTokenRate(span.tokensPerSec)} tokens/s`]),
      ...(span.outputTokens === null ? [] : [formatTokens(span.inputTokens, span.outputTokens)]),
      ...(isRunning && span.usageSource === "unknown" ? [] : [`usage ${span.usageSource}`]),
      ...(gatewayMs === null || span.modelCall !== 1
        ? []
        : [`gateway ${formatDuration(gatewayMs)}`]),
    ],
    input: null,
    output: span.output === "" ? null : span.output,
    isStreaming: isRunning,
  };
}

function joined(...parts: readonly (string | null)[]): string | null {
  const told = parts.filter((part) => part !== null && part !== "");
  return told.length === 0 ? null : told.join("\n");
}
