import type { RequestFailure } from "../requests/index.ts";
import type { AnswerSink, Failure, Target, Upstream, UpstreamResult } from "../upstream/index.ts";

export interface UpstreamFetchOptions {
  readonly upstream: Upstream;
  readonly target: Target;
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** Each call of the run, from 1. */
  readonly nextModelCall: () => number;
  /** The SDK wraps errors beyond recognition; the run asks here what really happened. */
  readonly onFailure: (result: UpstreamResult, failure: Failure) => void;
  readonly toError: (failure: Failure) => RequestFailure;
}

/** The run holds all of a model's answer, so there is an end to it. */
const maxStreamBytes = 32 * 1024 * 1024;

/**
 * `upstream` dressed as the `fetch` that the AI SDK's providers call: made for one run, so that each
 * of its model calls carries the request's identity, cancel and measuring.
 */
export function createUpstreamFetch(options: UpstreamFetchOptions): typeof fetch {
  return async (_, init) => {
    const body = typeof init?.body === "string" ? init.body : "";
    const { promise: head, resolve, reject } = Promise.withResolvers<Response>();
    let stream: ReadableStreamDefaultController<Uint8Array> | undefined;
    const readable = new ReadableStream<Uint8Array>({
      start(controller) {
        stream = controller;
      },
      cancel() {
        // Nobody reads on: what still comes is dropped.
        stream = undefined;
      },
    });
    const sink: AnswerSink = {
      head(status, headers) {
        const type = headers["content-type"] ?? "application/json";
        resolve(new Response(readable, { status, headers: { "content-type": type } }));
      },
      data(bytes) {
        stream?.enqueue(bytes);
        return true;
      },
    };
    const call = options.upstream.call(
      {
        target: options.target,
        wire: "chat",
        requestId: options.requestId,
        modelCall: options.nextModelCall(),
        body,
        isStream: /"stream"\s*:\s*true/.test(body),
        dropUsage: false,
        maxStreamBytes,
        signal: options.signal,
      },
      sink,
    );
    const settle = async (): Promise<void> => {
      const result = await call;
      const { failure } = result;
      if (failure === null) {
        stream?.close();
        return;
      }
      options.onFailure(result, failure);
      const error = options.toError(failure);
      // The answer's reader is told in the stream where the head has gone already.
      reject(error);
      stream?.error(error);
    };
    void settle();
    return head;
  };
}
