import type { Slowing } from "../models/pace.ts";

/** Where in a reply a fault strikes: after so many tokens, or before the end of a shorter reply. */
interface Midway {
  /** 5 unless told; 0 is after the headers and the role, before any token. */
  readonly afterTokens?: number;
}

/** How a provider says that it failed. */
export type ServerErrorStatus = 500 | 502 | 503 | 529;

/** What may go wrong, on purpose. Without `stream: true` a fault midway strikes half through the body. */
export type Fault =
  /** 429. `retryAfterMs` is 1,000 unless told, and is said `as` seconds, a date or `retry-after-ms`. */
  | {
      readonly kind: "rate_limit";
      readonly retryAfterMs?: number;
      readonly as?: "seconds" | "date" | "milliseconds";
    }
  /** 503 unless told. */
  | { readonly kind: "server_error"; readonly status?: ServerErrorStatus }
  /** 401. */
  | { readonly kind: "auth" }
  /** 400 in the wire's own words. */
  | { readonly kind: "context_length" }
  /** The request is read, and nothing is ever answered. */
  | { readonly kind: "hang" }
  /** Some tokens, then silence on an open connection. */
  | ({ readonly kind: "stall" } & Midway)
  /** The connection is destroyed; with `reset` by a TCP reset. */
  | ({ readonly kind: "cut"; readonly reset?: boolean } & Midway)
  /** HTTP ends as it should, but with no reason to finish and no end mark of the wire. */
  | ({ readonly kind: "end_early" } & Midway)
  /** A line that is no JSON, lines that are no SSE, or bytes that are no UTF-8; then the rest. */
  | ({ readonly kind: "malformed"; readonly as?: "json" | "lines" | "utf8" } & Midway)
  /**
   * An error event within a 200; without streaming a plain error. 500 unless told. With `asReply` it
   * is a reply that failed, where a wire knows those: `response.failed`.
   */
  | ({
      readonly kind: "error_in_stream";
      readonly status?: ServerErrorStatus;
      readonly asReply?: boolean;
    } & Midway)
  /** A 200 that holds no text. */
  | { readonly kind: "empty" }
  /** The usual reply, later. */
  | ({ readonly kind: "slow" } & Slowing)
  /** Ended by a filter after some tokens: `content_filter`, or `refusal` as Anthropic says. */
  | ({ readonly kind: "content_filter" } & Midway)
  /** One valid line of so many bytes (10 MB unless told); without streaming so many spaces. */
  | ({ readonly kind: "huge_line"; readonly bytes?: number } & Midway)
  /** A response header of so many bytes (1 MB unless told). */
  | { readonly kind: "huge_header"; readonly bytes?: number }
  /** `content-encoding: gzip` that unpacks to so many bytes (100 MB unless told), asked for or not. */
  | { readonly kind: "gzip_bomb"; readonly bytes?: number }
  /** Valid, but UTF-8 characters arrive in halves. */
  | { readonly kind: "split_utf8" }
  /** Valid, but with a BOM, CRLF and comments, and CR and LF arriving apart. */
  | { readonly kind: "crlf_comments" };

/** The name of a fault. */
export type FaultKind = Fault["kind"];

/** What a rule may look at. */
export interface FaultedRequest {
  readonly id: string;
  /** `/v1/messages`, for example. */
  readonly path: string;
  readonly model: string;
  readonly stream: boolean;
  /** The last message a user sent, its first 4,000 characters. */
  readonly text: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Which requests a rule is for; what is not said does not matter. */
export interface FaultMatch {
  readonly path?: string;
  readonly model?: string;
  /** Only the nth request (from 1) that the rest of the match fits, since the rule was injected. */
  readonly nth?: number;
  /** 0…1, drawn from the upstream's seed. */
  readonly probability?: number;
}

/** A fault and when it strikes. Of several rules that fit, the first injected one does. */
export interface FaultRule {
  readonly fault: Fault;
  readonly match?: FaultMatch | ((request: FaultedRequest) => boolean);
  /** How often it strikes at most; always unless told. */
  readonly times?: number;
}
