import type { Fault } from "@signalbox/practice/upstream";
import { measureStream } from "@signalbox/practice/driver";
import {
  APIError,
  BadRequestError,
  InternalServerError,
  RateLimitError,
  type OpenAI,
} from "openai";
import { describe, expect, it } from "vitest";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const messages = [{ role: "user" as const, content: "Hello there." }];
const params = { model: "local/swift-1", messages };
const timeouts = { connectMs: 300, firstByteMs: 300, idleMs: 300 };
/** What becomes of one attempt; of several, further below. */
const once = { timeouts, retries: { maxAttempts: 1 } };

interface Expected {
  /** At the real client, before any answer. */
  readonly refused?: new (...args: never[]) => Error;
  /** At the real client, in the middle of its stream: the error's code. */
  readonly broken?: string;
  /** With neither, the client gets what there is, as it came. */
  readonly kind: string;
  /** What an operator reads. */
  readonly said: string | RegExp;
}

const streamed: readonly (readonly [string, Fault, Expected])[] = [
  [
    "500",
    { kind: "server_error", status: 500 },
    { refused: InternalServerError, kind: "upstream_5xx", said: "local answered 500: The server" },
  ],
  [
    "503",
    { kind: "server_error" },
    { refused: InternalServerError, kind: "upstream_5xx", said: "local answered 503" },
  ],
  [
    "429",
    { kind: "rate_limit" },
    { refused: RateLimitError, kind: "rate_limit", said: "local answered 429: Rate limit" },
  ],
  [
    "a refused key",
    { kind: "auth" },
    { refused: InternalServerError, kind: "auth", said: "local answered 401" },
  ],
  [
    "too long a prompt",
    { kind: "context_length" },
    { refused: BadRequestError, kind: "context_length", said: "local answered 400" },
  ],
  [
    "silence before the first byte",
    { kind: "hang" },
    { refused: InternalServerError, kind: "timeout", said: "local sent no first byte in time." },
  ],
  [
    "silence after some tokens",
    { kind: "stall", afterTokens: 2 },
    { broken: "timeout", kind: "timeout", said: "local fell silent in the middle of its answer." },
  ],
  [
    "a connection that is cut",
    { kind: "cut", afterTokens: 2 },
    { broken: "network", kind: "network", said: "The connection to local failed" },
  ],
  [
    "a connection that is reset",
    { kind: "cut", afterTokens: 2, reset: true },
    { broken: "network", kind: "network", said: "The connection to local failed" },
  ],
  [
    "an end without its end",
    { kind: "end_early", afterTokens: 3 },
    { broken: "incomplete", kind: "incomplete", said: "local ended its stream after 3 tokens" },
  ],
  [
    "a chunk that is no JSON",
    { kind: "malformed", as: "json", afterTokens: 2 },
    {
      broken: "malformed_stream",
      kind: "malformed_stream",
      said: "local sent a chunk that is no JSON",
    },
  ],
  [
    "lines that are no events",
    { kind: "malformed", as: "lines", afterTokens: 2 },
    {
      broken: "malformed_stream",
      kind: "malformed_stream",
      said: "a line that is no server-sent event",
    },
  ],
  [
    "bytes that are no text",
    { kind: "malformed", as: "utf8", afterTokens: 2 },
    { broken: "malformed_stream", kind: "malformed_stream", said: "a chunk that is no JSON" },
  ],
  [
    "an error within the stream",
    { kind: "error_in_stream", afterTokens: 2 },
    {
      broken: "upstream_5xx",
      kind: "upstream_5xx",
      said: "local failed within its answer: The server had",
    },
  ],
  [
    "an answer of nothing",
    { kind: "empty" },
    { broken: "empty", kind: "empty", said: "no text, tool call or refusal" },
  ],
  [
    "a line without end",
    { kind: "huge_line", afterTokens: 2 },
    {
      broken: "malformed_stream",
      kind: "malformed_stream",
      said: "a line of more than 8388608 bytes",
    },
  ],
  [
    "a bomb",
    { kind: "gzip_bomb" },
    { refused: InternalServerError, kind: "malformed_stream", said: "gzip" },
  ],
  [
    "a header without end",
    { kind: "huge_header" },
    { refused: InternalServerError, kind: "malformed_stream", said: "larger headers than" },
  ],
];

/** What came of one call that is not streamed. */
async function measureWhole(client: OpenAI): Promise<{ error: unknown }> {
  try {
    await client.chat.completions.create(params);
    return { error: undefined };
  } catch (error) {
    return { error };
  }
}

/** What one failed request leaves behind, whatever it failed of. */
async function expectOneFailure({ admin }: TestGateway, { kind, said }: Expected) {
  const metrics = await admin.system.metrics.query();
  expect(metrics).toMatchObject({ messagesProcessed: 1, errors: 1, activeRequests: 0 });
  expect(metrics.modelCalls.recentCalls).toMatchObject([
    { provider: "local", model: "swift-1", errorKind: kind, error: expect.stringMatching(said) },
  ]);
  const events = await admin.system.events.query({ level: "error" });
  expect(events).toMatchObject([
    { source: "model.local", message: expect.stringMatching(said), sessionId: "s-1" },
  ]);
  const { requests } = await admin.requests.list.query({});
  expect(requests).toMatchObject([
    { id: events[0]?.requestId, outcome: "failed", errorKind: kind, sessionId: "s-1" },
  ]);
  expect(await admin.errors.groups.query()).toMatchObject([{ errorKind: kind, count: 1 }]);
}

function expectError(error: unknown, { refused, broken }: Expected): void {
  if (refused !== undefined) expect(error).toBeInstanceOf(refused);
  else if (broken !== undefined) expect(error).toMatchObject({ code: broken });
  else expect(error).toBeUndefined();
  if (broken !== undefined) expect(error).toBeInstanceOf(APIError);
}

describe("a stream that meets", () => {
  it.each(streamed)("%s", async (_, fault, expected) => {
    await using gateway = await startGateway({ provider: once });
    gateway.upstream.inject({ fault });
    const { error } = await measureStream(gateway.openai(gateway.adminToken, "s-1"), params);
    expectError(error, expected);
    await expectOneFailure(gateway, expected);
    expect(gateway.upstream.stats().requests).toBe(1);
  });

  it.each([
    ["characters in halves", { kind: "split_utf8" }],
    ["a BOM, CRLF and comments", { kind: "crlf_comments" }],
    ["a slow provider", { kind: "slow", ttftMs: 100, gapMs: 1 }],
  ] as const)("%s goes well", async (_, fault) => {
    await using gateway = await startGateway({ provider: { timeouts } });
    gateway.upstream.inject({ fault });
    const measured = await measureStream(gateway.openai(gateway.adminToken), params);
    expect(measured).toMatchObject({ error: undefined, finishReason: "stop" });
    const { requests } = await gateway.admin.requests.list.query({});
    expect(requests).toMatchObject([{ outcome: "ok", outputTokens: measured.tokens }]);
    const requestId = requests[0]?.id ?? "";
    const { spans } = await gateway.admin.requests.get.query({ requestId });
    expect(spans[1]?.output).toBe(measured.text);
    expect(await gateway.admin.system.metrics.query()).toMatchObject({ errors: 0 });
  });
});

const whole: typeof streamed = [
  [
    "500",
    { kind: "server_error", status: 500 },
    { refused: InternalServerError, kind: "upstream_5xx", said: "local answered 500" },
  ],
  [
    "silence",
    { kind: "hang" },
    { refused: InternalServerError, kind: "timeout", said: "local sent no first byte in time." },
  ],
  [
    "silence half-way",
    { kind: "stall" },
    { refused: InternalServerError, kind: "timeout", said: "local fell silent" },
  ],
  [
    "a connection that is cut",
    { kind: "cut" },
    { refused: InternalServerError, kind: "network", said: "The connection to local failed" },
  ],
  [
    "half a body",
    { kind: "end_early" },
    { refused: InternalServerError, kind: "malformed_stream", said: "that is no JSON" },
  ],
  [
    "an answer of nothing",
    { kind: "empty" },
    { refused: InternalServerError, kind: "empty", said: "no text, tool call or refusal" },
  ],
  [
    "a bomb",
    { kind: "gzip_bomb" },
    { refused: InternalServerError, kind: "malformed_stream", said: "gzip" },
  ],
];

describe("an answer in one piece that meets", () => {
  it.each(whole)("%s", async (_, fault, expected) => {
    await using gateway = await startGateway({ provider: once });
    gateway.upstream.inject({ fault });
    const { error } = await measureWhole(gateway.openai(gateway.adminToken, "s-1"));
    expectError(error, expected);
    await expectOneFailure(gateway, expected);
  });
});

describe("a 429", () => {
  it.each(["seconds", "date", "milliseconds"] as const)(
    "hands its client the provider's own wait, told as %s",
    async (as) => {
      await using gateway = await startGateway({ provider: once });
      gateway.upstream.inject({ fault: { kind: "rate_limit", retryAfterMs: 7_000, as } });
      const { error } = await measureStream(gateway.openai(gateway.adminToken), params);
      const headers = error instanceof RateLimitError ? error.headers : undefined;
      expect(headers?.get("retry-after") ?? headers?.get("retry-after-ms")).not.toBeNull();
      const { requests } = await gateway.admin.requests.list.query({});
      const requestId = requests[0]?.id ?? "";
      const { spans } = await gateway.admin.requests.get.query({ requestId });
      expect(spans[1]?.httpStatus).toBe(429);
      expect(spans[1]?.retryAfterMs).toBeGreaterThan(5_000);
      expect(spans[1]?.retryAfterMs).toBeLessThan(8_001);
    },
  );
});

describe("a provider that can't be reached", () => {
  it.each([
    ["refuses connections", "http://127.0.0.1:9/v1", "Is the provider running"],
    ["has a name that nobody knows", "http://nobody.invalid/v1", "its name was not found"],
  ])("because it %s", async (_, baseUrl, said) => {
    await using gateway = await startGateway({ provider: { ...once, baseUrl } });
    const expected = { refused: InternalServerError, kind: "network", said };
    const { error } = await measureStream(gateway.openai(gateway.adminToken, "s-1"), params);
    expectError(error, expected);
    await expectOneFailure(gateway, expected);
  });

  it.each(["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254"])(
    "because %s is private and nobody allowed it",
    async (host) => {
      const provider = { ...once, baseUrl: `http://${host}:9/v1`, allowPrivate: false };
      await using gateway = await startGateway({ provider });
      const expected = {
        refused: InternalServerError,
        kind: "network",
        said: "allowPrivate: true",
      };
      const { error } = await measureStream(gateway.openai(gateway.adminToken, "s-1"), params);
      expectError(error, expected);
      await expectOneFailure(gateway, expected);
    },
  );
});
