import type { Budgets, PlannedCall } from "../budget/index.ts";
import type { AgentConfig, Config } from "../config/index.ts";
import type { Fact } from "../recorder/index.ts";
import { RequestFailure, type RequestRegistry, type RunningRequest } from "../requests/index.ts";
import {
  askedOutput,
  callChain,
  estimateBody,
  FallbackChain,
  spliceMembers,
  type PriceBook,
  type Target,
  type Upstream,
  type UpstreamResult,
  wireOf,
} from "../upstream/index.ts";
import { sendError, toChannelError } from "./channel-error.ts";
import { specOf, type FaceCall } from "./face-call.ts";
import type { JsonObject } from "./json-body.ts";
import { createWholeSink, sendErrorAnswer, StreamSink } from "./response-sink.ts";

export interface PassThroughOptions {
  readonly config: () => Config;
  readonly registry: RequestRegistry;
  readonly upstream: Upstream;
  readonly budgets: Budgets;
  readonly prices: Pick<PriceBook, "contextTokensOf">;
  readonly state: (fact: Fact) => void;
}

/** What is called for a client. */
export interface PassThroughPlan {
  /** Who is asked first, and who next where that one fails before its first token. */
  readonly targets: readonly [Target, ...Target[]];
  /** The agent on whose behalf; null where the client named the model itself. */
  readonly agent: AgentConfig | null;
  /** What is set in the client's bytes. */
  readonly splice: (target: Target) => JsonObject;
}

/** Hands a client's request to a provider that speaks its wire, and the answer back, byte for byte. */
export async function passThrough(
  options: PassThroughOptions,
  call: FaceCall,
  plan: PassThroughPlan,
): Promise<void> {
  const { targets, agent } = plan;
  const [{ provider, model }] = targets;
  const { id: requestId, caller, sessionId, signal } = call;
  const asked = { caller, requestId, sessionId, agent, targets, signal };
  // What costs nothing is no matter of budgets.
  using guard = wireOf(call.face.wire).isFree ? null : await options.budgets.guard(asked);
  await options.registry.run(
    {
      ...specOf(call),
      signal: guard?.signal ?? signal,
      agent: agent?.name ?? null,
      provider: provider.name,
      model,
      practice: provider.kind === "practice",
      pool: `provider:${provider.name}`,
      deadlineMs: provider.timeouts.totalMs + options.config().lanes.maxWaitMs,
    },
    async (request) => {
      guard?.beforeCall(() => planCall(call));
      await exchangeInLane(options, call, plan, request);
    },
  );
}

function planCall({ text, body, face }: FaceCall): PlannedCall {
  return {
    inputTokens: estimateBody(text),
    // Vectors are no tokens.
    ...(face.wire === "embeddings" ? { maxTokens: 0, answers: 1 } : askedOutput(text)),
    isStream: body.isStream,
  };
}

async function exchangeInLane(
  options: PassThroughOptions,
  call: FaceCall,
  { targets, splice }: PassThroughPlan,
  request: RunningRequest,
): Promise<void> {
  const { body, face, headers, response, text, giveUp } = call;
  options.state({ type: "request.messages", requestId: request.id, messages: body.shown() });
  const patienceMs = targets[0].provider.timeouts.idleMs;
  const stream = body.isStream ? new StreamSink({ response, patienceMs, giveUp }) : null;
  const chain = new FallbackChain({
    targets,
    contextTokensOf: ({ provider, model }) => options.prices.contextTokensOf(provider, model),
    onSwitch: (from, to, { kind }) => {
      const message = `${body.model} went on with ${nameOf(to)} since ${nameOf(from)} failed: ${kind}`;
      const source = `model.${from.provider.name}`;
      options.state({ type: "event", level: "warn", source, message, requestId: request.id });
    },
  });
  const result = await callChain(
    options.upstream,
    chain,
    {
      wire: face.wire,
      requestId: request.id,
      owner: call.caller.tokenId,
      modelCall: 1,
      bodyFor: (target) => spliceMembers(text, { model: target.model, ...splice(target) }),
      headers: face.dialect.forwarded(headers),
      isStream: body.isStream,
      dropUsage: body.dropUsage,
      signal: request.signal,
    },
    stream ?? createWholeSink(response),
  );
  const failure = failureOf(result, request.signal);
  finish(call, result, failure, stream);
  if (failure !== null) throw failure;
}

function nameOf({ provider, model }: Target): string {
  return `${provider.name}/${model}`;
}

/** Why it failed; of one that was cancelled, what whoever did it said. */
function failureOf(
  { failure, retryAfterMs }: UpstreamResult,
  { reason }: AbortSignal,
): RequestFailure | null {
  if (failure === null) return null;
  if (failure.kind === "cancelled" && reason instanceof RequestFailure) return reason;
  return new RequestFailure(failure.kind, failure.message, { retryAfterMs });
}

function finish(
  call: FaceCall,
  { errorAnswer, hasForwarded }: UpstreamResult,
  failure: RequestFailure | null,
  stream: StreamSink | null,
): void {
  const { face, response, id } = call;
  if (response.destroyed) return;
  if (failure === null) {
    response.end();
    return;
  }
  const error = toChannelError(failure, id);
  if (hasForwarded) {
    // Half of it is with the client: the rest of the truth follows in the stream.
    response.end(stream?.isEventStream === true ? face.streamError(error, stream.tail) : undefined);
    return;
  }
  // A provider that refuses our key says nothing about the client's.
  if (errorAnswer !== null && failure.kind !== "auth" && errorAnswer.body.length > 0) {
    sendErrorAnswer(response, errorAnswer);
    return;
  }
  sendError(response, face.dialect, error);
}
