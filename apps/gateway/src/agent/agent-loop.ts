import type { ModelMessage } from "ai";
import type { Usage } from "@signalbox/api-contract";
import type { Clock } from "../clock.ts";
import type { AgentConfig } from "../config/index.ts";
import type { Fact } from "../recorder/index.ts";
import { RequestFailure, type RunningRequest } from "../requests/index.ts";
import type { Tool } from "../tools/index.ts";
import type { Failure, Target, Upstream, UpstreamResult } from "../upstream/index.ts";
import type { AgentSettings } from "./agent-settings.ts";
import { createAgentTools, type ToolProgress } from "./agent-tools.ts";
import { createUpstreamFetch } from "./upstream-fetch.ts";

export interface AgentLoopOptions {
  readonly upstream: Upstream;
  readonly clock: Clock;
  readonly state: (fact: Fact) => void;
}

export interface AgentRun {
  readonly request: RunningRequest;
  readonly agent: AgentConfig;
  readonly tools: readonly Tool[];
  readonly target: Target;
  readonly messages: readonly ModelMessage[];
  readonly settings?: AgentSettings;
  readonly onText: (text: string) => void;
  readonly onTool: (event: ToolProgress) => void;
}

export interface AgentAnswer {
  readonly text: string;
  readonly usage: Usage;
  readonly finishReason: string | null;
  readonly steps: number;
  /** What the model and its tools said, to go on from. */
  readonly messages: readonly ModelMessage[];
}

/** The agent loop: model, tools, model again, until there is an answer or the steps are used up. */
export class AgentLoop {
  readonly #options: AgentLoopOptions;

  constructor(options: AgentLoopOptions) {
    this.#options = options;
  }

  /** Rejects with a {@link RequestFailure} that has the upstream's own kind. */
  async run(run: AgentRun): Promise<AgentAnswer> {
    // Loaded here: it costs a tenth of a second that a start without agents need not wait for.
    const [sdk, { createOpenAICompatible }] = await Promise.all([
      import("ai"),
      import("@ai-sdk/openai-compatible"),
    ]);
    const { request, agent, target } = run;
    const { upstream, clock, state } = this.#options;
    const failures: RequestFailure[] = [];
    let modelCalls = 0;
    const provider = createOpenAICompatible({
      name: target.provider.name,
      baseURL: target.baseUrl.href.replace(/\/$/, ""),
      includeUsage: target.provider.streamUsage !== "never",
      fetch: createUpstreamFetch({
        upstream,
        target,
        requestId: request.id,
        signal: request.signal,
        nextModelCall: () => (modelCalls += 1),
        onFailure: (result, failure) => failures.push(failureOf(failure, result)),
        toError: (failure) => new RequestFailure(failure.kind, failure.message),
      }),
    });
    const loop = new sdk.ToolLoopAgent({
      model: provider(target.model),
      ...run.settings,
      ...(agent.instructions === null ? {} : { instructions: agent.instructions }),
      tools: createAgentTools(sdk, {
        tools: run.tools,
        requestId: request.id,
        signal: request.signal,
        now: clock.now,
        mono: clock.mono,
        state,
        onTool: run.onTool,
      }),
      stopWhen: sdk.stepCountIs(agent.maxSteps),
      // A client's own system messages stand in its conversation, after the agent's instructions.
      allowSystemInMessages: true,
      maxRetries: 0,
      // The SDK would print them; they are thrown below, and stated as facts.
      onError: () => {},
    });
    try {
      const result = await loop.stream({
        messages: [...run.messages],
        abortSignal: request.signal,
      });
      let text = "";
      for await (const part of result.fullStream) {
        if (part.type === "text-delta") {
          text += part.text;
          run.onText(part.text);
        }
        if (part.type === "error") throw part.error;
      }
      request.signal.throwIfAborted();
      const failure = failures.at(-1);
      if (failure !== undefined) throw failure;
      const [usage, finishReason, steps, messages] = await Promise.all([
        result.totalUsage,
        result.finishReason,
        result.steps,
        result.responseMessages,
      ]);
      return {
        text,
        usage: toUsage(usage),
        finishReason,
        steps: steps.length,
        messages,
      };
    } catch (error) {
      throw failures.at(-1) ?? error;
    }
  }
}

function failureOf(failure: Failure, { retryAfterMs }: UpstreamResult): RequestFailure {
  return new RequestFailure(failure.kind, failure.message, { retryAfterMs });
}

interface SdkUsage {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly inputTokenDetails: { readonly cacheReadTokens: number | undefined };
  readonly outputTokenDetails: { readonly reasoningTokens: number | undefined };
}

function toUsage(usage: SdkUsage): Usage {
  const { inputTokens, outputTokens } = usage;
  return {
    inputTokens: inputTokens ?? 0,
    outputTokens: outputTokens ?? 0,
    totalTokens: (inputTokens ?? 0) + (outputTokens ?? 0),
    cachedTokens: usage.inputTokenDetails.cacheReadTokens ?? null,
    reasoningTokens: usage.outputTokenDetails.reasoningTokens ?? null,
    source: inputTokens === undefined && outputTokens === undefined ? "unknown" : "reported",
  };
}
