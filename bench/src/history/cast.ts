import type { ErrorKind } from "@signalbox/api-contract";

/** Who and what the simulated traffic is made of. */

export interface ModelPart {
  readonly provider: string;
  readonly model: string;
  /** Medians, milliseconds. */
  readonly ttftMs: number;
  readonly gapMs: number;
  readonly usdPerMTok: number;
}

const providers = ["openai", "anthropic", "google", "mistral", "local"] as const;
const sizes = ["tiny", "small", "large", "deep"] as const;

export const models: readonly ModelPart[] = sizes.flatMap((size, bySize) =>
  providers.map((provider, byProvider) => ({
    provider,
    model: `${provider}-${size}-${byProvider + 2}`,
    ttftMs: 150 + 180 * bySize + 40 * byProvider,
    gapMs: 5 + 5 * bySize + byProvider,
    usdPerMTok: 0.2 * 4 ** bySize,
  })),
);

export const clients: readonly { readonly client: string; readonly clientId: string }[] =
  Array.from({ length: 40 }, (_, n) => ({
    client: `${["crm", "shop", "support", "search", "batch", "mobile", "intranet", "reports"][n % 8]}-${n}`,
    clientId: `tok_${(n + 1_000).toString(36)}`,
  }));

export const agents: readonly string[] = [
  "support",
  "orders",
  "research",
  "triage",
  "billing",
  "writer",
  "planner",
  "translator",
  "reviewer",
];

/** Where requests come in: those for agents, and those for a model alone. */
export const agentChannels: readonly string[] = ["trpc", "webhook", "sse", "mcp"];
export const plainChannels: readonly string[] = ["openai", "anthropic"];

export const tools: readonly string[] = [
  "lookup_order",
  "search_docs",
  "fetch",
  "calendar",
  "send_mail",
  "read_file",
  "query_sales",
  "weather",
];

export interface FailurePart {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly httpStatus: number | null;
}

/** With # for numbers and @ for names. */
const said: readonly (readonly [ErrorKind, number | null, ...string[]])[] = [
  [
    "rate_limit",
    429,
    "Limit of # requests a minute reached; ask again in # s.",
    "Quota of # tokens a day is used up for organisation @.",
    "Too many requests are in flight (#).",
  ],
  [
    "timeout",
    null,
    "No first token came within # ms.",
    "The stream was silent for # ms.",
    "The model call took longer than # ms.",
  ],
  [
    "context_length",
    400,
    "This model takes # tokens; the messages have #.",
    "The prompt of # tokens is too long.",
    "Input and max_tokens are # together, beyond the limit of #.",
  ],
  [
    "content_filter",
    400,
    "The answer was stopped by the provider's filter, category @.",
    "The prompt was refused by the policy @.",
    "Output filtered after # tokens.",
  ],
  [
    "auth",
    401,
    "The key ending in @ is not known to the provider.",
    "Project @ may not use this model.",
    "The token expired # s ago.",
  ],
  [
    "invalid_request",
    400,
    "Unknown parameter @ at position #.",
    "messages[#] has no content.",
    "tools[#].name must match the pattern @.",
  ],
  [
    "upstream_5xx",
    503,
    "The provider answered 503: overloaded, request #.",
    "The provider answered 500: internal error @.",
    "The provider answered 502 after # ms.",
  ],
  [
    "network",
    null,
    "The connection was closed by the other side after # bytes.",
    "connect ECONNREFUSED 10.0.#.#:443",
    "DNS found nothing for @.example.",
  ],
  [
    "budget",
    null,
    "The day's budget of # USD of client @ is used up.",
    "The month's budget is used up: # of # USD.",
    "This request would cost more than # USD.",
  ],
  [
    "internal",
    null,
    "Agent @ returned nothing after # steps.",
    "Tool @ is not configured.",
    "Serialising message # failed.",
  ],
];

export const failures: readonly FailurePart[] = said.flatMap(([kind, httpStatus, ...messages]) =>
  messages.map((message) => ({ kind, httpStatus, message })),
);
