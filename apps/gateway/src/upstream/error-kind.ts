import type { ErrorKind } from "@signalbox/api-contract";
import type { AnsweredError } from "./wires/wire.ts";

/** The kind of an error answer. What its code and type say goes before its status. */
export function kindOfAnswer(status: number, error: AnsweredError | null): ErrorKind {
  const kind = kindOfCode(error) ?? kindOfStatus(status);
  return kind === "invalid_request" && isTooLong(error) ? "context_length" : kind;
}

/** The kind of an error that came inside a 200 answer. */
export function kindInAnswer(error: AnsweredError): ErrorKind {
  const status = Number(error.code ?? Number.NaN);
  const kind = kindOfCode(error) ?? (status >= firstErrorStatus ? kindOfStatus(status) : null);
  if (kind !== null && kind !== "invalid_request") return kind;
  if (isTooLong(error)) return "context_length";
  return kind ?? (isOurFault(error) ? "invalid_request" : "upstream_5xx");
}

const firstErrorStatus = 400;

/** The words that providers have for a kind, in an error's code or type. */
const words: readonly (readonly [RegExp, ErrorKind])[] = [
  [/context_length|context_window|context_size|string_above_max_length/, "context_length"],
  [/content_filter|content_policy/, "content_filter"],
  [/rate_limit|insufficient_quota|overloaded/, "rate_limit"],
  [/invalid_api_key|authentication|permission|billing/, "auth"],
  [/timeout/, "timeout"],
  [/server_error|internal_error|api_error/, "upstream_5xx"],
];

function kindOfCode(error: AnsweredError | null): ErrorKind | null {
  const said = codeAndType(error);
  return words.find(([pattern]) => pattern.test(said))?.[1] ?? null;
}

function codeAndType(error: AnsweredError | null): string {
  return `${error?.code ?? ""} ${error?.type ?? ""}`;
}

function isOurFault(error: AnsweredError): boolean {
  return /invalid_|bad_?request|not_found/i.test(codeAndType(error));
}

/** How providers say that a prompt is too long where they have no code for it. */
const tooLong = new RegExp(
  [
    // Anthropic
    "prompt is too long",
    "exceed context limit",
    // OpenAI, vLLM, DeepSeek, Mistral
    "maximum context length",
    "context window",
    // Groq
    "reduce the length of the messages",
    // Google
    "exceeds the maximum number of tokens",
    // xAI
    "maximum prompt length",
    // llama.cpp
    "context size",
    // Bedrock
    "input is too long",
    // Cohere
    "too many tokens",
  ].join("|"),
  "i",
);

function isTooLong(error: AnsweredError | null): boolean {
  return error !== null && tooLong.test(error.message);
}

function kindOfStatus(status: number): ErrorKind {
  if (status === 429) return "rate_limit";
  // Not paid for: the account is not let in, whatever it asks.
  if (status === 401 || status === 402 || status === 403) return "auth";
  if (status === 408 || status === 504) return "timeout";
  if (status >= 500) return "upstream_5xx";
  if (status >= 400) return "invalid_request";
  return "malformed_stream";
}
