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

type Part = "limit" | "remaining" | "reset";

/** How OpenAI and those who follow it name a limit, and how Anthropic does. */
const schemes = [
  {
    requests: ["requests"],
    tokens: ["tokens"],
    nameOf: (part: Part, what: string) => `x-ratelimit-${part}-${what}`,
  },
  {
    requests: ["requests"],
    tokens: ["tokens", "input-tokens", "output-tokens"],
    nameOf: (part: Part, what: string) => `anthropic-ratelimit-${what}-${part}`,
  },
] as const;

/** Null where an answer's headers tell nothing of a quota. */
export function readQuota(headers: IncomingHttpHeaders, now: number): Quota | null {
  for (const { requests, tokens, nameOf } of schemes) {
    const read = (what: string) => readLimit(headers, (part) => nameOf(part, what), now);
    const quota = { requests: scarcest(requests.map(read)), tokens: scarcest(tokens.map(read)) };
    if (quota.requests !== null || quota.tokens !== null) return quota;
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
  nameOf: (part: Part) => string,
  now: number,
): QuotaLimit | null {
  const limit = readCount(headers[nameOf("limit")]);
  const remaining = readCount(headers[nameOf("remaining")]);
  if (limit === null && remaining === null) return null;
  const reset = headers[nameOf("reset")];
  return { limit, remaining, resetAt: typeof reset === "string" ? readReset(reset, now) : null };
}

function readCount(value: string | readonly string[] | undefined): number | null {
  if (typeof value !== "string" || value.trim() === "") return null;
  const count = Number(value);
  return Number.isFinite(count) && count >= 0 ? count : null;
}

/** Of limits on the same thing, the one of which the smallest part is left. */
function scarcest(limits: readonly (QuotaLimit | null)[]): QuotaLimit | null {
  return limits.reduce(
    (a, b) => (b !== null && (a === null || shareOf(b) < shareOf(a)) ? b : a),
    null,
  );
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
