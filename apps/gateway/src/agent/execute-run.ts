import { ContractError, type RunResult, type StartInput } from "@signalbox/api-contract";
import type { Clock } from "../clock.ts";
import type { AgentConfig, Config } from "../config/index.ts";
import type { Fact, RequestLog } from "../recorder/index.ts";
import type { RequestRegistry, RunningRequest } from "../requests/index.ts";
import type { StateStore } from "../state/index.ts";
import type { ToolRegistry } from "../tools/index.ts";
import type { Target, TargetResolver } from "../upstream/index.ts";
import type { AgentLoop } from "./agent-loop.ts";
import { toolsOf } from "./agent-tool-names.ts";
import { Conversation } from "./conversation.ts";
import type { RunContext } from "./runs.ts";

/** The pool whose slots agent runs share. */
export const agentPool = "agents";

export interface ExecuteRunOptions {
  readonly config: () => Config;
  readonly registry: RequestRegistry;
  readonly resolver: TargetResolver;
  readonly tools: ToolRegistry;
  readonly loop: AgentLoop;
  readonly log: RequestLog;
  readonly store: StateStore["conversations"];
  readonly clock: Clock;
  readonly state: (fact: Fact) => void;
  readonly deadlineMs: number;
}

/** What a run works with, settled before it is accepted. */
interface Plan {
  readonly agent: AgentConfig;
  readonly target: Target;
}

/** Runs an agent for one message: through its lane, with its conversation before and after. */
export function createExecuteRun(options: ExecuteRunOptions) {
  return async (context: RunContext): Promise<RunResult> => {
    const plan = await planRun(options, context.input);
    const { agent, target } = plan;
    const { provider, model } = target;
    return options.registry.run(
      {
        id: context.id,
        caller: context.caller,
        channel: context.channel,
        sessionId: context.sessionId,
        agent: agent.name,
        provider: provider.name,
        model,
        practice: provider.kind === "practice",
        pool: agentPool,
        route: context.route ?? "agent.send",
        body: JSON.stringify(context.input),
        signal: context.signal,
        deadlineMs: options.deadlineMs,
        onAccepted: context.onAccepted,
      },
      async (request) => {
        await context.onStarted?.();
        return runInLane(options, context, plan, request);
      },
    );
  };
}

async function runInLane(
  options: ExecuteRunOptions,
  { caller, input, journal }: RunContext,
  { agent, target }: Plan,
  request: RunningRequest,
): Promise<RunResult> {
  const { clock, state, loop, tools } = options;
  const startedMono = clock.mono();
  journal.add({ type: "phase", phase: "model", detail: "waiting", at: clock.now() });
  const conversation = new Conversation(options.store, {
    clientId: caller.tokenId,
    sessionId: request.sessionId,
  });
  const user = { role: "user", content: input.message } as const;
  const tell = (role: "user" | "assistant", text: string): void => {
    state({ type: "request.messages", requestId: request.id, messages: [{ role, text }] });
  };
  tell("user", input.message);
  const answer = await loop.run({
    request,
    agent,
    target,
    tools: toolsOf(agent, options.config().mcpServers, tools),
    messages: [...(await conversation.load()), user],
    onText: (text) => {
      journal.add({ type: "text", text });
    },
    onTool: (event) => {
      journal.add({ type: "tool", ...event });
    },
  });
  tell("assistant", answer.text);
  const durable = await isKept(options, request, () =>
    conversation.append([user, ...answer.messages], request.id, clock.now()),
  );
  return {
    requestId: request.id,
    sessionId: request.sessionId,
    text: answer.text,
    usage: answer.usage,
    durable,
    agent: agent.name,
    provider: target.provider.name,
    model: target.model,
    finishReason: answer.finishReason,
    steps: answer.steps,
    durationMs: clock.mono() - startedMono,
    costUsd: costOf(options.log, request.id),
  };
}

/** A disk that refuses does not undo the work: the reply says that it was not kept. */
async function isKept(
  { state }: ExecuteRunOptions,
  request: RunningRequest,
  keep: () => Promise<void>,
): Promise<boolean> {
  try {
    await keep();
    return true;
  } catch (error) {
    state({
      type: "event",
      level: "warn",
      source: "state",
      message: `The conversation was not kept: ${error instanceof Error ? error.message : String(error)}`,
      requestId: request.id,
      sessionId: request.sessionId,
    });
    return false;
  }
}

function costOf(log: RequestLog, id: string): number | null {
  const record = log.get(id);
  return record === undefined || record.unpriced ? null : record.costUsd;
}

/** An agent by name, or the default one; a model that is named goes before the agent's own. */
async function planRun(options: ExecuteRunOptions, input: StartInput): Promise<Plan> {
  const config = options.config();
  const name = input.agent ?? config.defaultAgent;
  const agent = config.agents.get(name);
  if (agent === undefined) {
    const known = [...config.agents.keys()].join(", ");
    throw new ContractError("not_found", `There is no agent called ${name}. There are ${known}.`);
  }
  return { agent, target: await options.resolver.target(input.model ?? agent.model) };
}
