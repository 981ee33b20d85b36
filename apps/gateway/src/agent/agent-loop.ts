import type { GenerateTextEndEvent, ModelMessage } from "ai";
import type { Usage } from "@signalbox/api-contract";
import type { BudgetGuard } from "../budget/index.ts";
import type { Clock } from "../clock.ts";
import type { AgentConfig } from "../config/index.ts";
import type { Fact } from "../recorder/index.ts";
import type { RunningRequest } from "../requests/index.ts";
import type { Tool } from "../tools/index.ts";
import {
  estimateTokens,
  FallbackChain,
  type PriceBook,
  type Target,
  type Upstream,
} from "../upstream/index.ts";
import type { AgentSettings } from "./agent-settings.ts";
import { createAgentTools, type ToolProgress } from "./agent-tools.ts";
import { ContextFitter } from "./context-fitter.ts";
import { cutToContext } from "./cut-to-context.ts";
import { FallbackModel } from "./fallback-model.ts";
import { defaultContextTokens, estimatePrompt } from "./fit-context.ts";
import { loadSdk } from "./load-sdk.ts";
import { toUsage } from "./sdk-usage.ts";

export interface AgentLoopOptions {
  readonly upstream: Upstream;
  readonly clock: Clock;
  readonly state: (fact: Fact) => void;
  readonly prices: Pick<PriceBook, "load" | "contextTokensOf">;
}

/** What an agent is asked. */
export interface AgentAsk {
  readonly messages: readonly ModelMessage[];
  /** Of the conversation, messages before these that were left out. */
  readonly leftOut?: number;
  readonly settings?: AgentSettings;
  /** What it answers is waited for before the model is heard further. */
  readonly onText: (text: string) => void | Promise<void>;
  readonly onTool: (event: ToolProgress) => void;
}

export interface AgentRun extends AgentAsk {
  readonly request: RunningRequest;
  /** The client whose request it is, by its token. */
  readonly owner: string;
  readonly agent: AgentConfig;
  /** The agent's model, and those to go on with where it fails. */
  readonly targets: readonly [Target, ...Target[]];
  readonly tools: readonly Tool[];
  readonly guard: BudgetGuard;
}

export interface AgentAnswer {
  readonly text: string;
  readonly usage: Usage;
  readonly finishReason: string | null;
  readonly steps: number;
  /** Who answered last. */
  readonly provider: string;
  readonly model: string;
  /** What the model and its tools said, to go on from. */
  readonly messages: readonly ModelMessage[];
}

/** What the SDK tells at the end of a run. */
type Ended = Pick<
  GenerateTextEndEvent,
  "totalUsage" | "finishReason" | "steps" | "responseMessages"
>;

/** The agent loop: model, tools, model again, until there is an answer or the steps are used up. */
export class AgentLoop {
  readonly #options: AgentLoopOptions;

  constructor(options: AgentLoopOptions) {
    this.#options = options;
  }

  /** Rejects with a {@link RequestFailure} that has the upstream's own kind. */
  async run(run: AgentRun): Promise<AgentAnswer> {
    const { clock, state, prices } = this.#options;
    const [sdk] = await Promise.all([loadSdk(), prices.load()]);
    const { request, agent } = run;
    // Aborts at the run's end too: whatever the SDK leaves behind is over then.
    const over = new AbortController();
    const signal = AbortSignal.any([request.signal, over.signal]);
    const { messages: told, leftOut } = cutToContext(run.messages, this.#mostTokens(run));
    const model = this.#modelOf(run, (run.leftOut ?? 0) + leftOut, signal);
    const ended: { what: Ended | null } = { what: null };
    const options = {
      model,
      ...run.settings,
      ...(agent.instructions === null ? {} : { instructions: agent.instructions }),
      tools: createAgentTools(sdk, {
        tools: run.tools,
        requestId: request.id,
        signal,
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
      onEnd: ({ totalUsage, finishReason, steps, responseMessages }: Ended) => {
        ended.what = { totalUsage, finishReason, steps, responseMessages };
      },
      messages: [...told],
      abortSignal: signal,
    };
    try {
      // The other one keeps every part of the stream, and goes through all of them again for what the end tells.
      const { stream } = sdk.experimental_streamTextLowMemory(options);
      let text = "";
      for await (const part of stream) {
        if (part.type === "text-delta") {
          text += part.text;
          await run.onText(part.text);
        }
        if (part.type === "error") throw part.error;
      }
      request.signal.throwIfAborted();
      if (model.failure !== null) throw model.failure;
      if (ended.what === null) throw new Error("The run ended without an answer.");
      const { totalUsage, finishReason, steps, responseMessages } = ended.what;
      if (finishReason === "tool-calls") this.#tellStepsUsedUp(run, steps.length);
      const { provider, modelId } = model;
      return {
        text,
        usage: toUsage(totalUsage),
        finishReason,
        steps: steps.length,
        provider,
        model: modelId,
        messages: responseMessages,
      };
    } catch (error) {
      request.signal.throwIfAborted();
      throw model.failure ?? error;
    } finally {
      over.abort();
    }
  }

  /** What the one of its models takes that takes most. */
  #mostTokens({ agent, targets }: AgentRun): number {
    const { prices } = this.#options;
    const tokensOf = ({ provider, model }: Target): number =>
      agent.contextTokens ?? prices.contextTokensOf(provider, model) ?? defaultContextTokens;
    return Math.max(...targets.map(tokensOf));
  }

  #modelOf(run: AgentRun, leftOut: number, signal: AbortSignal): FallbackModel {
    const { upstream, state, prices } = this.#options;
    const contextTokensOf = ({ provider, model }: Target): number | null =>
      prices.contextTokensOf(provider, model);
    const { request, agent, guard } = run;
    const fitter = new ContextFitter({
      contextTokensOf: (target) => agent.contextTokens ?? contextTokensOf(target),
      leftOut,
      onLeftOut: (message) => {
        state({
          type: "request.messages",
          requestId: request.id,
          messages: [{ role: "system", text: message }],
        });
        this.#tell(run, "info", message);
      },
    });
    const chain = new FallbackChain({
      targets: run.targets,
      contextTokensOf,
      onSwitch: (from, to, failure) => {
        this.#tell(
          run,
          "warn",
          `went on with ${nameOf(to)} since ${nameOf(from)} failed: ${failure.kind}`,
        );
      },
    });
    return new FallbackModel({
      upstream,
      chain,
      requestId: request.id,
      owner: run.owner,
      signal,
      beforeCall: ({ prompt, tools, maxOutputTokens }) => {
        guard.beforeCall(() => ({
          inputTokens: estimatePrompt(prompt) + estimateTokens(tools ?? []),
          maxTokens: maxOutputTokens ?? null,
          answers: 1,
          isStream: true,
        }));
      },
      fit: (call, target) => fitter.fit(call, target),
    });
  }

  #tellStepsUsedUp(run: AgentRun, steps: number): void {
    const { name, maxSteps } = run.agent;
    if (steps < maxSteps) return;
    this.#tell(
      run,
      "warn",
      `stopped after ${steps} model call${steps === 1 ? "" : "s"}, as many as maxSteps of ${name} allows, with its last tools' results unread`,
    );
  }

  #tell({ request, agent }: AgentRun, level: "info" | "warn", message: string): void {
    this.#options.state({
      type: "event",
      level,
      source: `agent.${agent.name}`,
      message,
      requestId: request.id,
      sessionId: request.sessionId,
    });
  }
}

function nameOf({ provider, model }: Target): string {
  return `${provider.name}/${model}`;
}
