import type { Caller } from "@signalbox/api-contract/server";
import type { Budgets } from "../budget/index.ts";
import type { AgentConfig } from "../config/index.ts";
import type { RequestRegistry, RunningRequest } from "../requests/index.ts";
import type { Target, TargetResolver } from "../upstream/index.ts";
import type { AgentAnswer, AgentAsk, AgentLoop } from "./agent-loop.ts";
import type { AgentToolbox } from "./agent-toolbox.ts";

/** The pool whose slots agent runs share. */
export const agentPool = "agents";

export interface AgentRunnerOptions {
  readonly registry: RequestRegistry;
  readonly resolver: TargetResolver;
  readonly toolbox: AgentToolbox;
  readonly budgets: Budgets;
  readonly loop: AgentLoop;
}

/** A request for an agent, as its channel lets it in. */
export interface AgentRequest {
  readonly id: string;
  readonly caller: Caller;
  readonly channel: string;
  /** The session the client named; null gives the request a lane of its own. */
  readonly sessionId: string | null;
  readonly agent: AgentConfig;
  /** In the place of the agent's own model, where the client named one. */
  readonly model?: string | undefined;
  readonly route: string;
  readonly body: string;
  /** Aborts when nobody waits for it any more. */
  readonly signal: AbortSignal;
  readonly onAccepted?: () => void;
}

/** An agent's request whose turn has come. */
export interface AgentTurn {
  readonly request: RunningRequest;
  /** Who may be asked; the first one is asked first. */
  readonly targets: readonly [Target, ...Target[]];
  readonly ask: (ask: AgentAsk) => Promise<AgentAnswer>;
}

/** The one way to an agent, whatever the channel: its models, its budget, its lane, its deadline, its loop. */
export class AgentRunner {
  readonly #options: AgentRunnerOptions;

  constructor(options: AgentRunnerOptions) {
    this.#options = options;
  }

  /** Rejects with a RequestFailure where it failed, and with a ContractError where it was not taken. */
  async run<T>(spec: AgentRequest, work: (turn: AgentTurn) => Promise<T>): Promise<T> {
    const { registry, budgets, loop, toolbox } = this.#options;
    const { agent, model, signal, id, caller, sessionId, ...rest } = spec;
    const targets = await this.#targetsOf(agent, model);
    const [first] = targets;
    using guard = await budgets.guard({
      caller,
      requestId: id,
      sessionId,
      agent,
      targets,
      signal,
    });
    return await registry.run(
      {
        ...rest,
        id,
        caller,
        sessionId,
        agent: agent.name,
        provider: first.provider.name,
        model: first.model,
        practice: first.provider.kind === "practice",
        pool: agentPool,
        deadlineMs: agent.timeoutMs,
        signal: guard.signal,
      },
      (request) =>
        work({
          request,
          targets,
          ask: async (ask) =>
            loop.run({
              ...ask,
              request,
              owner: caller.tokenId,
              agent,
              targets,
              guard,
              tools: await toolbox.open(agent, request),
            }),
        }),
    );
  }

  /** The agent's chain; what the client named goes before it. */
  async #targetsOf(agent: AgentConfig, model: string | undefined): Promise<[Target, ...Target[]]> {
    const { resolver } = this.#options;
    const named = model === undefined ? [agent.model] : resolver.expandAlias(model);
    const [first = agent.model, ...rest] = new Set([...named, ...agent.fallback]);
    return [
      await resolver.target(first),
      ...(await Promise.all(rest.map((name) => resolver.target(name)))),
    ];
  }
}
