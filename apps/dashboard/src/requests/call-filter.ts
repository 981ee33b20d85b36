import { callMetrics, type CallFilter, type CallMetric } from "@signalbox/api-contract";
import { formatDuration } from "../figures/figures.ts";

/** What of a model call is measured, in words. */
export const callMetricNames = {
  ttft: "first token",
  latency: "latency",
  gap: "gap between tokens",
} as const satisfies Record<CallMetric, string>;

/** As the address tells it: `ttft:64-81.25:local/swift-1`. */
export function formatCall({ metric, minMs, maxMs, provider, model }: CallFilter): string {
  return `${metric}:${minMs}-${maxMs}:${provider}/${model}`;
}

/** Null where it can't be read. */
export function parseCall(text: string): CallFilter | null {
  const [, name, min, max, provider, model] =
    /^(\w+):([\d.]+)-([\d.]+):([^/]{1,64})\/(.{1,256})$/.exec(text) ?? [];
  const metric = callMetrics.find((one) => one === name);
  const [minMs, maxMs] = [Number(min), Number(max)];
  if (metric === undefined || provider === undefined || model === undefined) return null;
  if (!Number.isFinite(minMs) || !Number.isFinite(maxMs)) return null;
  return { metric, minMs, maxMs, provider, model };
}

/** `first token of local · swift-1, 64 ms to 81 ms`. */
export function callText(text: string): string {
  const call = parseCall(text);
  if (call === null) return text;
  const { metric, minMs, maxMs, provider, model } = call;
  const range = `${formatDuration(minMs)} to ${formatDuration(maxMs)}`;
  return `${callMetricNames[metric]} of ${provider} · ${model}, ${range}`;
}
