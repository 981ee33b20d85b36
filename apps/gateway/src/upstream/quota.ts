import type { IncomingHttpHeaders } from "node:http";

/** One limit as its provider told it last. */
export interface QuotaLimit {
  readonly limit: number | null;
  readonly remaining: number | null;
  /** When it is whole again, in epoch milliseconds. */
  readonly resetAt: number | null;
}

/** What a provider says is left of its limits for a model. */
export interface Quota {
  readonly requests: QuotaLimit | null;
  readonly tokens: QuotaLimit | null;
}

/** The headers that tell of one limit. */
interface LimitHeaders {
  readonly limit: string;
  readonly remaining: string;
  readonly reset: string;
}

function namedBy(nameOf: (part: keyof LimitHeaders) => string): LimitHeaders {
  return { limit: nameOf("limit"), remaining: nameOf("remaining"), reset: nameOf("reset") };
}

const openAi = (what: string) => namedBy((part) => `x-ratelimit-${part}-${what}`);
const anthropic = (what: string) => namedBy((part) => `anthropic-ratelimit-${what}-${part}`);

/** How OpenAI and those who follow it name their limits, and how Anthropic does. */
const schemes = [
  { requests: openAi("requests"), tokens: [openAi("tokens")] },
  {
    requests: anthropic("requests"),
    tokens: [anthropic("tokens"), anthropic("input-tokens"), anthropic("output-tokens")],
  },
] as const;

/** Null where an answer's headers tell nothing of a quota. */
export function readQuota(headers: IncomingHttpHeaders, now: number): Quota | null {
  for (const scheme of schemes) {
    const requests = readLimit(headers, scheme.requests, now);
    let tokens: QuotaLimit | null = null;
    for (const names of scheme.tokens) tokens = scarcer(tokens, readLimit(headers, names, now));
    if (requests !== null || tokens !== null) return { requests, tokens };
  }
  return null;
}

/** When calls may go on where a limit is used up, in epoch milliseconds; null where none is. */
export function usedUpUntil({ requests, tokens }: Quota): number | null {
  const resets = [requests, tokens].map((one) => (one?.remaining === 0 ? one.resetAt : null));
  return resets.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null);
}

function readLimit(
  headers: IncomingHttpHeaders,
  names: LimitHeaders,
  now: number,
): QuotaLimit | null {
  const limit = readCount(headers[names.limit]);
  const remaining = readCount(headers[names.remaining]);
  if (limit === null && remaining === null) return null;
  const reset = headers[names.reset];
  return { limit, remaining, resetAt: typeof reset === "string" ? readReset(reset, now) : null };
}

function readCount(value: string | readonly string[] | undefined): number | null {
  if (typeof value !== "string" || value.trim() === "") return null;
  const count = Number(value);
  return Number.isFinite(count) && count >= 0 ? count : null;
}

/** Of limits on the same thing, the one of which the smaller part is left. */
function scarcer(a: QuotaLimit | null, b: QuotaLimit | null): QuotaLimit | null {
  if (a === null || b === null) return a ?? b;
  return shareOf(b) < shareOf(a) ? b : a;
}

function shareOf({ limit, remaining }: QuotaLimit): number {
  return limit === null || limit === 0 ? (remaining ?? 1) : (remaining ?? limit) / limit;
}

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const durationPart = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;
const wholeDuration = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;

/** Bare numbers beyond these are moments and no durations: in seconds, and in milliseconds. */
const firstEpochSeconds = 1e9;
const firstEpochMs = 1e11;

/** `1s`, `6m0s`, `20ms`, bare seconds, or a moment as a date or an epoch; null where it is none of these. */
export function readReset(value: string, now: number): number | null {
  const text = value.trim();
  if (wholeDuration.test(text)) {
    let ms = 0;
    for (const [, amount, unit] of text.matchAll(durationPart)) {
      ms += Number(amount) * unitOf(unit);
    }
    return now + ms;
  }
  const number = Number(text);
  if (text !== "" && Number.isFinite(number)) {
    if (number >= firstEpochMs) return number;
    return number >= firstEpochSeconds ? number * 1_000 : now + Math.max(0, number) * 1_000;
  }
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : date;
}

function unitOf(unit: string | undefined): number {
  return unit === "ms" || unit === "s" || unit === "m" || unit === "h" || unit === "d"
    ? unitMs[unit]
    : 0;
}
