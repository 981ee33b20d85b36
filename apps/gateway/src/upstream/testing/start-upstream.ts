import {
  startPracticeUpstream,
  type PracticeOptions,
  type PracticeUpstream,
} from "@signalbox/practice/upstream";
import { systemClock } from "../../clock.ts";
import type { ProviderConfig } from "../../config/index.ts";
import { fileProvider } from "../../config/schema.ts";
import type { Fact } from "../../recorder/index.ts";
import type { AnswerSink } from "../answer.ts";
import { Gates } from "../breaker/index.ts";
import { Upstream, type UpstreamRequest, type UpstreamResult } from "../call.ts";
import type { ResolveName } from "../name-lookup.ts";
import { PriceBook } from "../prices/price-book.ts";
import { ProviderPools } from "../provider-pools.ts";

type Parsed = ReturnType<typeof fileProvider.parse>;

/** A provider as the config file would have it. */
export function providerConfig(
  over: Readonly<Record<string, unknown>> = {},
  name = "local",
): ProviderConfig {
  const written: Parsed = fileProvider.parse({
    kind: "openai-compatible",
    allowPrivate: true,
    ...over,
  });
  return { ...written, wires: ["chat"], name, baseUrl: null, apiKey: null, keyFrom: "none" };
}

/** What a call brought its sink. */
export interface Called {
  readonly result: UpstreamResult;
  readonly text: string;
  /** How often an answer began. */
  readonly heads: number;
}

export interface TestUpstream extends AsyncDisposable {
  readonly practice: PracticeUpstream;
  readonly upstream: Upstream;
  readonly gates: Gates;
  readonly facts: Fact[];
  call(over?: CallOptions): Promise<Called>;
}

export interface CallOptions extends Partial<Omit<UpstreamRequest, "target">> {
  readonly provider?: ProviderConfig;
  readonly model?: string;
  readonly baseUrl?: string;
}

export interface StartOptions {
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly practice?: PracticeOptions;
  readonly random?: () => number;
  /** In the place of the system's name look-up. */
  readonly resolve?: ResolveName;
}

/** The upstream over a practice one on a socket, with nothing above it. */
export async function startUpstream(options: StartOptions = {}): Promise<TestUpstream> {
  const practice = await startPracticeUpstream({ pace: 0, ...options.practice });
  const facts: Fact[] = [];
  const state = (fact: Fact): void => void facts.push(fact);
  const random = options.random ?? (() => 0);
  const gates = new Gates({ clock: systemClock, state, random });
  const pools = new ProviderPools(options.resolve);
  const upstream = new Upstream({
    clock: systemClock,
    state,
    pools,
    gates,
    random,
    prices: new PriceBook({
      configured: () => new Map(),
      now: systemClock.now,
      onError: (error) => {
        throw error;
      },
    }),
    userAgent: "signalbox/test",
  });
  const usual = providerConfig(options.provider);
  let calls = 0;
  return {
    practice,
    upstream,
    gates,
    facts,
    async call({ provider, model, baseUrl, ...over } = {}) {
      calls += 1;
      const sink = new TextSink();
      const result = await upstream.call(
        {
          target: {
            provider: provider ?? usual,
            model: model ?? "swift-1",
            baseUrl: new URL(baseUrl ?? practice.url),
          },
          wire: "chat",
          requestId: `r${calls}`,
          modelCall: 1,
          body: JSON.stringify({
            model: model ?? "swift-1",
            stream: true,
            messages: [{ role: "user", content: "Hello." }],
          }),
          isStream: true,
          dropUsage: false,
          signal: new AbortController().signal,
          ...over,
        },
        sink,
      );
      return { result, text: sink.text, heads: sink.heads };
    },
    async [Symbol.asyncDispose]() {
      await pools.close();
      await practice.close();
    },
  };
}

class TextSink implements AnswerSink {
  text = "";
  heads = 0;

  head(): void {
    this.heads += 1;
  }

  data(bytes: Buffer): boolean {
    this.text += bytes.toString("utf8");
    return true;
  }
}
