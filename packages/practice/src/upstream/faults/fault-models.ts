import type { ModelProfile } from "../models/model-profile.ts";
import type { Fault } from "./fault.ts";

/** Models that always fail in one way, so that anyone can practise with no code at all. */
export const FAULT_MODELS: ReadonlyMap<string, Fault> = new Map<string, Fault>([
  ["fault-rate-limit", { kind: "rate_limit", retryAfterMs: 5_000 }],
  ["fault-server-error", { kind: "server_error" }],
  ["fault-auth", { kind: "auth" }],
  ["fault-context-length", { kind: "context_length" }],
  ["fault-hang", { kind: "hang" }],
  ["fault-stall", { kind: "stall" }],
  ["fault-cut", { kind: "cut" }],
  ["fault-end-early", { kind: "end_early" }],
  ["fault-malformed", { kind: "malformed" }],
  ["fault-error-in-stream", { kind: "error_in_stream" }],
  ["fault-empty", { kind: "empty" }],
  ["fault-slow", { kind: "slow" }],
  ["fault-content-filter", { kind: "content_filter" }],
  ["fault-huge-line", { kind: "huge_line" }],
  ["fault-huge-header", { kind: "huge_header" }],
  ["fault-gzip-bomb", { kind: "gzip_bomb" }],
  ["fault-split-utf8", { kind: "split_utf8" }],
  ["fault-crlf-comments", { kind: "crlf_comments" }],
]);

/** The good models, then the faulty ones, which in all else are like the first good one. */
export function withFaultModels(
  models: readonly ModelProfile[],
): ReadonlyMap<string, ModelProfile> {
  const [first] = models;
  if (first === undefined) throw new RangeError("A practice upstream needs at least one model.");
  const faulty = Array.from(FAULT_MODELS.keys(), (id) => ({ ...first, id }));
  return new Map([...models, ...faulty].map((profile) => [profile.id, profile]));
}
