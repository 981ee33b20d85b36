import {
  startPracticeUpstream,
  type Fault,
  type PracticeUpstream,
} from "@signalbox/practice/upstream";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../clock.ts";
import { loadConfig } from "../../config/index.ts";
import type { AttemptEnd } from "../../recorder/index.ts";
import { runAttempt } from "../attempt.ts";
import { PriceBook } from "../prices/price-book.ts";
import { ProviderPools } from "../provider-pools.ts";
import type { WireName } from "./wire.ts";

const model = "swift-1";
const words = "Tell me about lighthouses.";
const bodies: Readonly<Record<WireName, object>> = {
  chat: {
    model,
    messages: [{ role: "user", content: words }],
    stream_options: { include_usage: true },
  },
  responses: { model, input: words },
  messages: { model, max_tokens: 900, messages: [{ role: "user", content: words }] },
  count_tokens: { model, messages: [{ role: "user", content: words }] },
  embeddings: { model, input: [words, words] },
};

let practice: PracticeUpstream;
let pools: ProviderPools;

beforeAll(async () => {
  practice = await startPracticeUpstream({ pace: 0 });
  pools = new ProviderPools();
});
afterEach(() => {
  practice.clearFaults();
});
afterAll(async () => {
  await pools.close();
  await practice.close();
});

interface Asked {
  readonly end: AttemptEnd;
  readonly text: string;
  readonly passed: string;
  readonly modelCall: number | null;
}

/** Asks the practice upstream on its own socket, as a provider whose tokens have a price. */
async function ask(
  wire: WireName,
  { isStream = false, fault }: { isStream?: boolean; fault?: Fault } = {},
): Promise<Asked> {
  if (fault !== undefined) practice.inject({ fault });
  const file = {
    providers: {
      p: {
        kind: "openai-compatible",
        baseUrl: practice.url,
        allowPrivate: true,
        wires: ["chat", "responses", "messages", "embeddings"],
      },
    },
    prices: { [`p/${model}`]: { inputPerMTok: 1, outputPerMTok: 1 } },
  };
  const readFile = () => Promise.resolve(JSON.stringify(file));
  const { config } = await loadConfig({ argv: [], env: {}, cwd: "/", readFile });
  const provider = config.providers.get("p");
  if (provider === undefined) throw new Error("there is no provider p");
  const parts: Buffer[] = [];
  let modelCall: number | null = null;
  const { reader, end } = await runAttempt(
    {
      clock: systemClock,
      state: (fact) => {
        if (fact.type === "attempt.started") ({ modelCall } = fact);
      },
      pools,
      prices: new PriceBook({
        configured: () => config.prices,
        now: systemClock.now,
        onError: () => {},
      }),
      userAgent: "test",
    },
    {
      request: {
        target: { provider, model, baseUrl: new URL(practice.url) },
        wire,
        requestId: "r",
        modelCall: 1,
        body: JSON.stringify(isStream ? { ...bodies[wire], stream: true } : bodies[wire]),
        isStream,
        dropUsage: false,
        signal: AbortSignal.timeout(10_000),
      },
      spanId: "r.1.1",
      attempt: 1,
      sink: {
        head: () => {},
        data: (bytes) => {
          parts.push(Buffer.from(bytes));
          return true;
        },
      },
      onProof: () => {},
    },
  );
  const passed = Buffer.concat(parts).toString("utf8");
  return { end, text: reader.tally.text.toString(), passed, modelCall };
}

const talking = ["chat", "responses", "messages"] as const;
const streamed = { afterTokens: 3 } as const;

describe.each(talking)("the wire %s, as a server speaks it", (wire) => {
  it.each([true, false])("is understood, streamed: %s", async (isStream) => {
    const { end, text, passed } = await ask(wire, { isStream });
    expect(end).toMatchObject({ ok: true, httpStatus: 200, usage: { source: "reported" } });
    expect(text.split(" ").length).toBeGreaterThan(5);
    expect(passed).toContain(JSON.stringify(text.split(" ")[0]).slice(1, -1));
    const { inputTokens, outputTokens } = end.usage;
    expect(inputTokens).toBeGreaterThan(0);
    expect(end.costUsd).toBeCloseTo(((inputTokens ?? 0) + (outputTokens ?? 0)) / 1_000_000, 12);
    expect(end.ttftMs === null).toBe(!isStream);
  });

  it.each<Fault>([{ kind: "split_utf8" }, { kind: "crlf_comments" }])(
    "is understood however it is framed: %j",
    async (fault) => {
      const { end } = await ask(wire, { isStream: true, fault });
      expect(end).toMatchObject({ ok: true, usage: { source: "reported" } });
    },
  );

  it.each<[Fault, AttemptEnd["errorKind"]]>([
    [{ kind: "rate_limit" }, "rate_limit"],
    [{ kind: "server_error", status: 503 }, "upstream_5xx"],
    [{ kind: "auth" }, "auth"],
    [{ kind: "context_length" }, "context_length"],
    [{ kind: "error_in_stream", ...streamed }, "upstream_5xx"],
    [{ kind: "error_in_stream", asReply: true, ...streamed }, "upstream_5xx"],
    [{ kind: "end_early", ...streamed }, "incomplete"],
    [{ kind: "cut", ...streamed }, "network"],
    [{ kind: "malformed", as: "json", ...streamed }, "malformed_stream"],
    [{ kind: "malformed", as: "lines", ...streamed }, "malformed_stream"],
    [{ kind: "empty" }, "empty"],
    [{ kind: "content_filter", afterTokens: 0 }, "content_filter"],
  ])("tells %j in a stream by its kind, %s", async (fault, kind) => {
    const { end } = await ask(wire, { isStream: true, fault });
    expect(end).toMatchObject({ ok: false, errorKind: kind });
  });

  it.each<[Fault, AttemptEnd["errorKind"]]>([
    [{ kind: "empty" }, "empty"],
    [{ kind: "content_filter", afterTokens: 0 }, "content_filter"],
    [{ kind: "context_length" }, "context_length"],
    [{ kind: "malformed", as: "json" }, "malformed_stream"],
  ])("tells %j of a whole answer by its kind, %s", async (fault, kind) => {
    const { end } = await ask(wire, { fault });
    expect(end).toMatchObject({ ok: false, errorKind: kind });
  });

  it.each<Fault>([
    { kind: "server_error", status: 529 },
    { kind: "error_in_stream", status: 529, ...streamed },
  ])("tells %j as its provider says it", async (fault) => {
    const { end } = await ask(wire, { isStream: true, fault });
    // Anthropic alone has a word for it.
    expect(end.errorKind).toBe(wire === "messages" ? "rate_limit" : "upstream_5xx");
  });

  it("estimates what a stream that was cut had used", async () => {
    const { end } = await ask(wire, { isStream: true, fault: { kind: "cut", ...streamed } });
    expect(end.usage).toMatchObject({ outputTokens: 3, source: "estimated" });
    // Only Anthropic tells of the input at the beginning.
    expect(end.usage.inputTokens !== null).toBe(wire === "messages");
    expect(end.costUsd !== null).toBe(wire === "messages");
  });
});

it("knows vectors by what they took", async () => {
  const { end, passed, modelCall } = await ask("embeddings");
  expect(end).toMatchObject({ ok: true, usage: { outputTokens: 0, source: "reported" } });
  expect(end.costUsd).toBeGreaterThan(0);
  expect(passed).toContain('"embedding"');
  expect(modelCall).toBe(1);
  expect((await ask("embeddings", { fault: { kind: "empty" } })).end.errorKind).toBe("empty");
});

it("knows a count of tokens for what it is: free, and no model call", async () => {
  const { end, text, modelCall } = await ask("count_tokens");
  expect(end).toMatchObject({ ok: true, costUsd: 0, usage: { inputTokens: 0, outputTokens: 0 } });
  expect(text).toMatch(/^\d+ input tokens$/);
  expect(modelCall).toBeNull();
  expect((await ask("count_tokens", { fault: { kind: "empty" } })).end.errorKind).toBe("empty");
});
