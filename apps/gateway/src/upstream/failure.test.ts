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
  ])("%i with %s is of its kind", (status, body, kind) => {
    const failure = failureOfAnswer("openai", status, body);
    expect(failure.kind).toBe(kind);
    expect(failure.message).toContain(`openai answered ${status}`);
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
