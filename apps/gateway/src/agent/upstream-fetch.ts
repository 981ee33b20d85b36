import type { RequestFailure } from "../requests/index.ts";
import {
  agentWireOf,
  type AnswerSink,
  type Failure,
  type Target,
  type Upstream,
  type UpstreamResult,
} from "../upstream/index.ts";
import { AnswerStream } from "./answer-stream.ts";

/** The model call that a fetch is a part of. */
export interface ModelCall {
  /** Which one of the request, from 1. */
  readonly modelCall: number;
  /** The number of its next attempt. */
  readonly firstAttempt: number;
  readonly isStream: boolean;
  readonly hasFallback: boolean;
  readonly hasLargerFallback: boolean;
  /** The SDK wraps errors beyond recognition; who called it asks here what really happened. */
  readonly onEnd: (result: UpstreamResult) => void;
}

export interface UpstreamFetchOptions {
  readonly upstream: Upstream;
  readonly target: Target;
  readonly requestId: string;
  /** The client whose request it is, by its token. */
  readonly owner: string;
  readonly signal: AbortSignal;
  /** The one that is being made. */
  readonly call: () => ModelCall;
  readonly toError: (failure: Failure) => RequestFailure;
}

/** The run holds all of a model's answer, so there is an end to it. */
const maxStreamBytes = 32 * 1024 * 1024;

/** Of one answer: each is a span, an event to who listens, and a message of the conversation. */
const maxToolCalls = 200;

/** Of the SDK's own headers, those that change what the provider does. */
const passedHeader = "anthropic-beta";

/**
 * `upstream` dressed as the `fetch` that the AI SDK's providers call: made for one run, so that each
 * of its model calls carries the request's identity, cancel and measuring.
 */
export function createUpstreamFetch(options: UpstreamFetchOptions): typeof fetch {
  const { upstream, target, requestId, owner, signal } = options;
  return async (_, init) => {
    const { onEnd, ...modelCall } = options.call();
    const { promise: head, resolve, reject } = Promise.withResolvers<Response>();
    const stream = new AnswerStream();
    const sink: AnswerSink = {
      head(status, headers) {
        const type = headers["content-type"] ?? "application/json";
        resolve(new Response(stream.readable, { status, headers: { "content-type": type } }));
      },
      data: (bytes, goOn) => stream.add(bytes, goOn),
    };
    const call = upstream.call(
      {
        ...modelCall,
        target,
        wire: agentWireOf(target.provider),
        requestId,
        owner,
        body: typeof init?.body === "string" ? init.body : "",
        headers: passedHeaders(init?.headers),
        dropUsage: false,
        maxStreamBytes,
        maxToolCalls,
        signal,
      },
      sink,
    );
    const settle = async (): Promise<void> => {
      const result = await call;
      onEnd(result);
      if (result.failure === null) {
        stream.end();
        return;
      }
      const error = options.toError(result.failure);
      // The answer's reader is told in the stream where the head has gone already.
      reject(error);
      stream.fail(error);
    };
    void settle();
    return head;
  };
}

function passedHeaders(headers: RequestInit["headers"]): Record<string, string> {
  const value = new Headers(headers).get(passedHeader);
  return value === null ? {} : { [passedHeader]: value };
}
