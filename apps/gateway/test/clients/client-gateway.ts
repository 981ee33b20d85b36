import Anthropic from "@anthropic-ai/sdk";
import { startPracticeUpstream, type PracticeUpstream } from "@signalbox/practice/upstream";
import type OpenAI from "openai";
import { expect } from "vitest";
import { startGateway, type TestGateway } from "../start-gateway.ts";

/** A gateway over a provider of each wire, with an agent over each, and the official clients of a token. */
export interface ClientGateway extends AsyncDisposable {
  readonly gateway: TestGateway;
  /** Behind the provider `local`, which speaks OpenAI's wires, and the agent `support`. */
  readonly local: PracticeUpstream;
  /** Behind the provider `claude`, which speaks Anthropic's, and the agent `scribe`. */
  readonly claude: PracticeUpstream;
  readonly token: string;
  /** `${url}/v1`. */
  readonly baseUrl: string;
  readonly openai: OpenAI;
  readonly anthropic: Anthropic;
}

const providerKey = "sk-ant-of-the-provider";

/** Clients that retry nothing, so that what happens once is seen once. */
export async function startClientGateway(
  timeouts: Readonly<Record<string, number>> = {},
): Promise<ClientGateway> {
  await using cleanup = new AsyncDisposableStack();
  const claude = cleanup.use(await startPracticeUpstream({ pace: 0, apiKey: providerKey }));
  const tools = ["clock", "calculator"];
  const gateway = cleanup.use(
    await startGateway({
      provider: { timeouts },
      config: {
        providers: {
          claude: {
            kind: "anthropic",
            baseUrl: claude.url,
            apiKey: providerKey,
            allowPrivate: true,
            timeouts,
          },
        },
        agents: {
          support: { model: "local/swift-1", tools },
          scribe: { model: "claude/swift-1", instructions: "Be brief.", tools },
        },
      },
    }),
  );
  const { token } = await gateway.mint("ingest");
  const owned = cleanup.move();
  return {
    gateway,
    local: gateway.upstream,
    claude,
    token,
    baseUrl: `${gateway.url}/v1`,
    openai: gateway.openai(token),
    anthropic: anthropicClient(gateway.url, token),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** The real client, with nothing of its own that would hide a fault. */
export function anthropicClient(baseURL: string, apiKey: string): Anthropic {
  return new Anthropic({ baseURL, apiKey, maxRetries: 0, logLevel: "off" });
}

/** Told within a second that nobody waits any more, and the request counts as cancelled. */
export async function expectCancelled(
  { gateway: { admin } }: ClientGateway,
  upstream: PracticeUpstream,
): Promise<void> {
  await upstream.waitFor(
    ({ aborted, active }) => aborted === 1 && active === 0,
    AbortSignal.timeout(1_000),
  );
  await expect
    .poll(() => admin.requests.list.query({}), { interval: 10 })
    .toMatchObject({ requests: [{ outcome: "cancelled", errorKind: "cancelled" }] });
}

/** With this fault and no more patience than that, a stream breaks off when something of it was seen. */
export const brokenOff = { kind: "stall", afterTokens: 4 } as const;
export const impatient = { idleMs: 300 } as const;

/** That an agent's run had a tool step inside, and what it counted as a request. */
export async function requestWithToolStep({ gateway: { admin } }: ClientGateway, agent: string) {
  const { requests } = await admin.requests.list.query({});
  const [row] = requests;
  if (row === undefined || requests.length > 1) throw new Error("There was not one request.");
  expect(row).toMatchObject({ agent, modelCalls: 2, outcome: "ok" });
  const { spans, messages } = await admin.requests.get.query({ requestId: row.id });
  expect(messages.at(-1)).toMatchObject({ role: "assistant" });
  expect(spans.filter(({ kind }) => kind === "tool")).toHaveLength(1);
  return row;
}

/** A question that the practice model has the agent's calculator answer. */
export const sum = { question: "What is 17 * 23?", answer: "391" } as const;

/** A tool of a client's own, and how the practice model is brought to call it. */
export const weather = {
  name: "get_weather",
  description: "The weather of a place.",
  parameters: {
    type: "object",
    properties: { place: { type: "string" } },
    required: ["place"],
    additionalProperties: false,
  },
  question: "Use get_weather for York, please.",
} as const;
