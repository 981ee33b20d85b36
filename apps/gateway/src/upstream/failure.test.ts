import { describe, expect, it } from "vitest";
import {
  failureInStream,
  failureOfAnswer,
  failureOfError,
  readRetryAfterMs,
  type Failure,
} from "./failure.ts";

const openAi = (type: string | null, code: string | number | null) =>
  JSON.stringify({ error: { message: "Said so.", type, code } });

const anthropic = (type: string) =>
  JSON.stringify({ type: "error", error: { type, message: "Said so." } });

describe("an error answer", () => {
  it.each<[number, string, Failure["kind"]]>([
    [500, openAi("server_error", null), "upstream_5xx"],
    [503, "", "upstream_5xx"],
    [504, "", "timeout"],
    [408, "", "timeout"],
    [429, openAi("requests", "rate_limit_exceeded"), "rate_limit"],
    [429, openAi("insufficient_quota", "insufficient_quota"), "rate_limit"],
    [529, openAi("overloaded_error", null), "rate_limit"],
    [401, openAi("invalid_request_error", "invalid_api_key"), "auth"],
    [403, "<html>no</html>", "auth"],
    [400, openAi("invalid_request_error", "context_length_exceeded"), "context_length"],
    [400, openAi("invalid_request_error", "content_filter"), "content_filter"],
    [404, openAi("invalid_request_error", "model_not_found"), "invalid_request"],
    [302, "", "malformed_stream"],
    [402, openAi(null, 402), "auth"],
    [400, anthropic("invalid_request_error"), "invalid_request"],
    [401, anthropic("authentication_error"), "auth"],
    [403, anthropic("permission_error"), "auth"],
    [404, anthropic("not_found_error"), "invalid_request"],
    [413, anthropic("request_too_large"), "invalid_request"],
    [429, anthropic("rate_limit_error"), "rate_limit"],
    [500, anthropic("api_error"), "upstream_5xx"],
    [504, anthropic("timeout_error"), "timeout"],
    [529, anthropic("overloaded_error"), "rate_limit"],
  ])("%i with %s is of its kind", (status, body, kind) => {
    const failure = failureOfAnswer("openai", status, body);
    expect(failure.kind).toBe(kind);
    expect(failure.message).toContain(`openai answered ${status}`);
  });

  it.each([
    "prompt is too long: 208310 tokens > 200000 maximum",
    "input length and `max_tokens` exceed context limit: 199000 + 8192 > 200000",
    "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens.",
    "Prompt contains 40000 tokens, too large for model with 32768 maximum context length",
    "Please reduce the length of the messages or completion.",
    "The input token count (1100000) exceeds the maximum number of tokens allowed (1048576).",
    "This model's maximum prompt length is 131072 but the request contains 200000 tokens.",
    "the request exceeds the available context size, try increasing it",
    "Your input exceeds the context window of this model.",
  ])("that says %j is a prompt too long, and not where there were too many requests", (message) => {
    const body = JSON.stringify({ error: { message, type: "invalid_request_error" } });
    expect(failureOfAnswer("p", 400, body).kind).toBe("context_length");
    expect(failureOfAnswer("p", 429, body).kind).toBe("rate_limit");
    expect(failureInStream("p", { message, type: "invalid_request_error", code: null }).kind).toBe(
      "context_length",
    );
  });

  it("says what the provider said, at some length", () => {
    expect(failureOfAnswer("p", 500, openAi(null, null)).message).toBe("p answered 500: Said so.");
    expect(failureOfAnswer("p", 500, '{"detail":"x"}').message).toContain('{"detail":"x"}');
    expect(failureOfAnswer("p", 502, "x".repeat(9_000)).message.length).toBeLessThan(600);
    expect(failureOfAnswer("p", 500, '{"error":null}').message).toContain("p answered 500");
  });
});

describe("an error within an answer", () => {
  it.each<[string | null, string | null, Failure["kind"]]>([
    ["server_error", null, "upstream_5xx"],
    [null, "429", "rate_limit"],
    [null, "400", "invalid_request"],
    [null, "", "upstream_5xx"],
    [null, "whatever", "upstream_5xx"],
    ["rate_limit_error", null, "rate_limit"],
    ["overloaded_error", null, "rate_limit"],
    ["invalid_request_error", null, "invalid_request"],
    ["not_found_error", null, "invalid_request"],
    ["timeout_error", null, "timeout"],
    [null, "invalid_prompt", "invalid_request"],
    [null, "rate_limit_exceeded", "rate_limit"],
  ])("of type %s and code %s is of its kind", (type, code, kind) => {
    expect(failureInStream("p", { message: "No.", type, code })).toEqual({
      kind,
      message: "p failed within its answer: No.",
    });
  });
});

describe("an error on the way", () => {
  const coded = (code: string, message = "raw") => Object.assign(new Error(message), { code });

  it.each<[Error, Failure["kind"], string]>([
    [coded("UND_ERR_CONNECT_TIMEOUT"), "timeout", "did not accept a connection in time"],
    [coded("UND_ERR_HEADERS_TIMEOUT"), "timeout", "sent no first byte in time"],
    [coded("UND_ERR_BODY_TIMEOUT"), "timeout", "fell silent"],
    [coded("HPE_INVALID_HEADER_TOKEN"), "malformed_stream", "no valid HTTP"],
    [coded("UND_ERR_HEADERS_OVERFLOW"), "malformed_stream", "larger headers"],
    [coded("ECONNREFUSED"), "network", "Is the provider running"],
    [coded("ENOTFOUND"), "network", "its name was not found (ENOTFOUND)"],
    [coded("ECONNRESET", "read ECONNRESET"), "network", "read ECONNRESET (ECONNRESET)"],
    [new Error("odd"), "network", "odd"],
    [new Error("outer", { cause: coded("ECONNREFUSED") }), "network", "it was refused"],
  ])("%s is of its kind", (error, kind, said) => {
    const failure = failureOfError("p", error);
    expect(failure.kind).toBe(kind);
    expect(failure.message).toContain(said);
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");

  it.each([
    [{ "retry-after": "7" }, 7_000],
    [{ "retry-after": " 7 " }, 7_000],
    [{ "retry-after": "0" }, 0],
    [{ "retry-after": "Thu, 01 Jan 2026 00:00:30 GMT" }, 30_000],
    [{ "retry-after": "Thu, 01 Jan 2015 00:00:30 GMT" }, 0],
    [{ "retry-after-ms": "250", "retry-after": "7" }, 250],
    [{ "retry-after-ms": "soon", "retry-after": "7" }, 7_000],
    [{ "retry-after-ms": "", "retry-after": "7" }, 7_000],
    [{ "retry-after": ["3", "9"] }, 3_000],
    [{ "retry-after": "" }, null],
    [{ "retry-after": "-7" }, null],
    [{ "retry-after": "soon" }, null],
    [{}, null],
  ])("%j is read", (headers, expected) => {
    expect(readRetryAfterMs(headers, now)).toBe(expected);
  });
});
