import type { RequestDetail, RequestRow } from "@signalbox/api-contract";
import { formatCost, formatDuration, formatTokenRate, formatTokens } from "../figures/figures.ts";
import { ageText } from "../requests/request-phase.ts";

/** What is told of a request in one line, as it comes. */
export function turnFacts(row: RequestRow, detail: RequestDetail | null, now: number): string[] {
  const model = [row.provider, row.model].filter((part) => part !== null).join(" · ");
  const rate = row.state === "ended" ? row.tokensPerSec : rateNow(detail, now);
  return [
    ...(model === "" ? [] : [model]),
    ageText(row, now),
    ...(row.ttft === null ? [] : [`first token ${formatDuration(row.ttft)}`]),
    ...(rate === null ? [] : [`${formatTokenRate(rate)} tokens/s`]),
    ...(row.outputTokens === 0 ? [] : [formatTokens(row.inputTokens, row.outputTokens)]),
    ...(row.state === "ended" && row.modelCalls > 0 ? [formatCost(row.costUsd)] : []),
  ];
}

/** Of the answer that is being written, since its first token. */
function rateNow(detail: RequestDetail | null, now: number): number | null {
  const span = detail?.spans.findLast(({ kind }) => kind === "attempt");
  if (span?.firstTokenAt == null || span.outputTokens === null) return null;
  if (span.endedAt !== null) return span.tokensPerSec;
  const seconds = (now - span.firstTokenAt) / 1_000;
  // Of less than half a second it would say more than is known.
  return seconds < 0.5 ? null : span.outputTokens / seconds;
}
