import { ContractError, type RunResult, type StartInput } from "@signalbox/api-contract";
import type { Clock } from "../clock.ts";
import type { AgentConfig, Config } from "../config/index.ts";
import type { Fact, RequestLog } from "../recorder/index.ts";
import { RequestFailure, type RunningRequest } from "../requests/index.ts";
import type { StateStore } from "../state/index.ts";
import type { AgentAnswer } from "./agent-loop.ts";
import type { AgentRunner, AgentTurn } from "./agent-runner.ts";
import type { PriceBook } from "../upstream/index.ts";
import { defaultContextTokens } from "./fit-context.ts";
import { Conversation } from "./conversation.ts";
import type { RunContext } from "./runs.ts";

export interface ExecuteRunOptions {
  readonly config: () => Config;
  readonly runner: AgentRunner;
  readonly log: RequestLog;
  readonly store: StateStore["conversations"];
  readonly clock: Clock;
  readonly state: (fact: Fact) => void;
  readonly prices: Pick<PriceBook, "load" | "contextTokensOf">;
}

/** Runs an agent for one message: through its lane, with its conversation before and after. */
export function createExecuteRun(options: ExecuteRunOptions) {
  return async (context: RunContext): Promise<RunResult> => {
    const { id, caller, channel, sessionId, input, signal, onAccepted } = context;
    const agent = agentOf(options.config(), input);
    return options.runner.run(
      {
        id,
        caller,
        channel,
        sessionId,
        agent,
        model: input.model,
        route: context.route ?? "agent.send",
        body: JSON.stringify(input),
        signal,
        onAccepted,
      },
      async (turn) => {
        await context.onStarted?.();
        return runInLane(options, context, agent, turn);
      },
    );
  };
}

async function runInLane(
  options: ExecuteRunOptions,
  { caller, input, journal, isUnnamed = false }: RunContext,
  agent: AgentConfig,
  turn: AgentTurn,
): Promise<RunResult> {
  const { clock, state } = options;
  const { request, targets } = turn;
  const startedMono = clock.mono();
  journal.add({ type: "phase", phase: "model", detail: "waiting", at: clock.now() });
  const key = { clientId: caller.tokenId, sessionId: request.sessionId };
  const conversation = new Conversation(options.store, key, !isUnnamed);
  const user = { role: "user", content: input.message } as const;
  const tell = (role: "user" | "assistant", text: string): void => {
    state({ type: "request.messages", requestId: request.id, messages: [{ role, text }] });
  };
  tell("user", input.message);
  const before = await conversation.load(await longestContext(options, agent, targets));
  let answer: AgentAnswer;
  try {
    answer = await turn.ask({
      messages: [...before.messages, user],
      leftOut: before.leftOut,
      onText: (text) => {
        journal.add({ type: "text", text });
      },
      onTool: (event) => {
        journal.add({ type: "tool", ...event });
      },
    });
  } catch (error) {
    await keepInterrupted(options, request, conversation, {
      user: input.message,
      said: journal.text,
      why: whyInterrupted(request, error),
    });
    throw error;
  }
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
    provider: answer.provider,
    model: answer.model,
    finishReason: answer.finishReason,
    steps: answer.steps,
    durationMs: clock.mono() - startedMono,
    costUsd: costOf(options.log, request.id),
  };
}

/**
 * What a failed or cancelled run had said already stays in its conversation, marked as cut short, so
 * that the session can go on from there. Tools it called do not: their calls and results would have to
 * come in pairs. One that had said nothing leaves nothing, and the same message can be sent again.
 */
async function keepInterrupted(
  options: ExecuteRunOptions,
  request: RunningRequest,
  conversation: Conversation,
  { user, said, why }: { user: string; said: string; why: string },
): Promise<void> {
  if (said === "") return;
  const answer = `${said}\n\n[This answer was interrupted: ${why}.]`;
  options.state({
    type: "request.messages",
    requestId: request.id,
    messages: [{ role: "assistant", text: answer }],
  });
  await isKept(options, request, () =>
    conversation.append(
      [
        { role: "user", content: user },
        { role: "assistant", content: answer },
      ],
      request.id,
      options.clock.now(),
    ),
  );
}

function whyInterrupted({ signal }: RunningRequest, error: unknown): string {
  const cause: unknown = signal.aborted ? signal.reason : error;
  return cause instanceof RequestFailure ? cause.kind : "internal";
}

/** Tokens of the longest conversation that one of them takes. */
async function longestContext(
  { prices }: ExecuteRunOptions,
  { contextTokens }: AgentConfig,
  targets: AgentTurn["targets"],
): Promise<number> {
  if (contextTokens !== null) return contextTokens;
  await prices.load();
  const known = targets.map(({ provider, model }) => prices.contextTokensOf(provider, model));
  return Math.max(...known.map((tokens) => tokens ?? defaultContextTokens));
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

/** An agent by name, or the default one. */
function agentOf(config: Config, input: StartInput): AgentConfig {
  const name = input.agent ?? config.defaultAgent;
  const agent = config.agents.get(name);
  if (agent !== undefined) return agent;
  const known = [...config.agents.keys()].join(", ");
  throw new ContractError("not_found", `There is no agent called ${name}. There are ${known}.`);
}
