import type { ServerResponse } from "node:http";
import type { Caller } from "@signalbox/api-contract/server";
import type { Config } from "../../config/index.ts";
import type { Fact } from "../../recorder/index.ts";
import { RequestFailure, type RequestRegistry, type RunningRequest } from "../../requests/index.ts";
import {
  spliceMembers,
  type Target,
  type Upstream,
  type UpstreamResult,
} from "../../upstream/index.ts";
import { shownMessagesOf, type ChatBody } from "./chat-body.ts";
import { errorBody, sendOpenAiError, toOpenAiError } from "./openai-error.ts";
import { createResponseSink, sendErrorAnswer } from "./response-sink.ts";

export interface PassThroughOptions {
  readonly config: () => Config;
  readonly registry: RequestRegistry;
  readonly upstream: Upstream;
  readonly state: (fact: Fact) => void;
}

export interface ChatCall {
  readonly id: string;
  readonly caller: Caller;
  readonly channel: string;
  readonly sessionId: string | null;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  readonly response: ServerResponse;
  readonly text: string;
  readonly body: ChatBody;
}

/** Hands a client's request to a provider that speaks its wire, and the answer back, byte for byte. */
export async function passThrough(
  options: PassThroughOptions,
  call: ChatCall,
  target: Target,
): Promise<void> {
  const { registry } = options;
  const { provider, model } = target;
  await registry.run(
    {
      id: call.id,
      caller: call.caller,
      channel: call.channel,
      sessionId: call.sessionId,
      agent: null,
      provider: provider.name,
      model,
      practice: provider.kind === "practice",
      pool: `provider:${provider.name}`,
      route: "POST /v1/chat/completions",
      body: call.text,
      signal: call.signal,
      deadlineMs: provider.timeouts.totalMs + options.config().lanes.maxWaitMs,
    },
    (request) => exchangeInLane(options, call, target, request),
  );
}

async function exchangeInLane(
  options: PassThroughOptions,
  { body, text, response }: ChatCall,
  target: Target,
  request: RunningRequest,
): Promise<void> {
  const messages = shownMessagesOf(body.messages);
  options.state({ type: "request.messages", requestId: request.id, messages });
  const result = await options.upstream.call(
    {
      target,
      wire: "chat",
      requestId: request.id,
      modelCall: 1,
      body: upstreamBody(text, body, target),
      isStream: body.isStream,
      dropUsage: body.isStream && !body.wantsUsage,
      signal: request.signal,
    },
    createResponseSink(response),
  );
  finish(response, result, request.id);
  if (result.failure === null) return;
  const { kind, message } = result.failure;
  throw new RequestFailure(kind, message, { retryAfterMs: result.retryAfterMs });
}

/** The client's own text but for the model's name and, in a stream, the wish for usage. */
function upstreamBody(text: string, body: ChatBody, { provider, model }: Target): string {
  // A client that asks for it has written so itself, and its bytes stay.
  const asksUsage = body.isStream && !body.wantsUsage && provider.streamUsage !== "never";
  return spliceMembers(text, {
    model,
    ...(asksUsage && { stream_options: { ...body.streamOptions, include_usage: true } }),
  });
}

function finish(response: ServerResponse, result: UpstreamResult, requestId: string): void {
  const { failure, errorAnswer, hasForwarded, retryAfterMs } = result;
  if (response.destroyed) return;
  if (failure === null) {
    response.end();
    return;
  }
  const error = toOpenAiError(
    new RequestFailure(failure.kind, failure.message, { retryAfterMs }),
    requestId,
  );
  if (hasForwarded) {
    // Half of it is with the client: the rest of the truth follows in the stream.
    if (isEventStream(response)) response.write(`data: ${errorBody(error)}\n\n`);
    response.end();
    return;
  }
  // A provider that refuses our key says nothing about the client's.
  if (errorAnswer !== null && failure.kind !== "auth" && errorAnswer.body.length > 0) {
    sendErrorAnswer(response, errorAnswer);
    return;
  }
  sendOpenAiError(response, error);
}

function isEventStream(response: ServerResponse): boolean {
  return String(response.getHeader("content-type") ?? "").includes("event-stream");
}
