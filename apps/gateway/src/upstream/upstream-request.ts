import type { ProviderConfig } from "../config/index.ts";
import type { ErrorAnswer } from "./answer.ts";
import type { Failure } from "./failure.ts";
import type { WireName } from "./wires/index.ts";

/** One provider's model, and where it is asked. */
export interface Target {
  readonly provider: ProviderConfig;
  readonly model: string;
  /** With the wire's version, without a trailing slash: `https://api.openai.com/v1`. */
  readonly baseUrl: URL;
}

export interface UpstreamRequest {
  readonly target: Target;
  readonly wire: WireName;
  readonly requestId: string;
  /** The client whose request it is, by its token: the failures of one alone don't shut out the others. */
  readonly owner?: string;
  /** Which model call of the request, from 1. */
  readonly modelCall: number;
  /** The number of its first attempt, 1 unless told: a fallback counts on from the attempts before it. */
  readonly firstAttempt?: number;
  /**
   * Somebody else is asked where this model fails, so it is not waited for, and nothing of a stream is
   * forwarded before its first token.
   */
  readonly hasFallback?: boolean;
  /** One of those takes longer conversations: then `context_length` may fall back too. */
  readonly hasLargerFallback?: boolean;
  readonly body: string;
  /** Of the client's own headers, those that the provider is to see. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly isStream: boolean;
  /** The client did not ask for the chunk with the usage. */
  readonly dropUsage: boolean;
  /** A stream larger than this is given up: for who holds the answer and does not pass it on. */
  readonly maxStreamBytes?: number;
  /**
   * An answer that calls more tools than so many is given up, and so is one that hands them more than
   * anybody writes: for who makes the calls.
   */
  readonly maxToolCalls?: number;
  readonly signal: AbortSignal;
}

export interface UpstreamResult {
  /** Null where the answer is whole and good. */
  readonly failure: Failure | null;
  /** Bytes of it have gone to the sink. */
  readonly hasForwarded: boolean;
  readonly errorAnswer: ErrorAnswer | null;
  readonly retryAfterMs: number | null;
  /** Attempts that were made; none where the model was not to be called. */
  readonly attempts: number;
  /** Another model may do better: nothing was forwarded, and it did not fail of the request itself. */
  readonly mayFallBack: boolean;
}
