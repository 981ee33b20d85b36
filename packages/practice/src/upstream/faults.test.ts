import { createConnection } from "node:net";
import {
  APIConnectionError,
  APIError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  RateLimitError,
} from "openai";
import { describe, expect, it } from "vitest";
import { measureStream } from "../driver/measure-stream.ts";
import { ask, testClient } from "../test-client.ts";
import type { Fault } from "./faults/fault.ts";
import { FAULT_MODELS } from "./faults/fault-models.ts";
import type { PracticeUpstream } from "./practice-upstream.ts";
import { startPracticeUpstream } from "./practice-upstream.ts";

const PARAMS = { model: "swift-1", messages: ask("Tell me about trains") };

async function upstreamWith(...faults: readonly Fault[]): Promise<PracticeUpstream> {
  const upstream = await startPracticeUpstream({ pace: 0 });
  for (const fault of faults) upstream.inject({ fault, times: 1 });
  return upstream;
}

async function streamWith(fault: Fault) {
  await using upstream = await upstreamWith(fault);
  const measure = await measureStream(testClient(upstream), PARAMS);
  return { ...measure, stats: upstream.stats(), record: upstream.stats().recent[0] };
}

/** The bytes of a streamed response as they come from the socket, its connection closed after it. */
async function rawChunks(upstream: PracticeUpstream): Promise<Buffer[]> {
  const body = JSON.stringify({ ...PARAMS, stream: true });
  const socket = createConnection(upstream.port, "127.0.0.1");
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  return socket.toArray();
}

describe("faults that refuse", () => {
  it.each<[Fault, number, new (...args: never[]) => Error]>([
    [{ kind: "rate_limit" }, 429, RateLimitError],
    [{ kind: "auth" }, 401, AuthenticationError],
    [{ kind: "context_length" }, 400, BadRequestError],
    [{ kind: "server_error" }, 503, InternalServerError],
    [{ kind: "server_error", status: 500 }, 500, InternalServerError],
    [{ kind: "server_error", status: 502 }, 502, InternalServerError],
    [{ kind: "server_error", status: 529 }, 529, InternalServerError],
  ])("%j", async (fault, status, kind) => {
    const { error, stats, record } = await streamWith(fault);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ status });
    expect(stats).toMatchObject({ refused: 1, faults: { [fault.kind]: 1 } });
    expect(record).toMatchObject({ fault: fault.kind, status, outcome: "refused" });
  });

  it("say when to come back, in each of the three ways", async () => {
    const now = Date.UTC(2030, 0, 1, 9, 14, 0, 500);
    await using upstream = await startPracticeUpstream({ pace: 0, now: () => now });
    const retryHeader = async (as: "seconds" | "date" | "milliseconds", name: string) => {
      upstream.inject({ fault: { kind: "rate_limit", retryAfterMs: 1_500, as }, times: 1 });
      const { error } = await measureStream(testClient(upstream), PARAMS);
      return error instanceof APIError ? error.headers?.get(name) : undefined;
    };
    expect(await retryHeader("seconds", "retry-after")).toBe("2");
    expect(await retryHeader("milliseconds", "retry-after-ms")).toBe("1500");
    expect(await retryHeader("date", "retry-after")).toBe("Tue, 01 Jan 2030 09:14:03 GMT");
  });
});

describe("faults midway", () => {
  it("cut: some tokens, then a broken connection", async () => {
    for (const reset of [false, true]) {
      const { error, record, tokens } = await streamWith({ kind: "cut", afterTokens: 3, reset });
      expect(error).toBeInstanceOf(Error);
      expect(record).toMatchObject({ outcome: "broken", fault: "cut" });
      expect(record?.tokenTimes).toHaveLength(3);
      // A reset may overtake what was sent before it.
      if (!reset) expect(tokens).toBe(3);
    }
  });

  it("end_early: a clean end without a reason", async () => {
    const { finishReason, tokens } = await streamWith({ kind: "end_early", afterTokens: 4 });
    expect(tokens).toBe(4);
    expect(finishReason).toBeUndefined();
    await using upstream = await upstreamWith({ kind: "end_early" });
    const raw = Buffer.concat(await rawChunks(upstream)).toString();
    expect(raw).not.toContain("[DONE]");
    expect(raw.endsWith("0\r\n\r\n")).toBe(true);
  });

  it("error_in_stream: an error inside a 200, or a 500 where nothing streams", async () => {
    const { error, tokens } = await streamWith({ kind: "error_in_stream" });
    expect(tokens).toBe(5);
    expect(error).toBeInstanceOf(APIError);
    await using upstream = await upstreamWith({ kind: "error_in_stream" });
    await expect(testClient(upstream).chat.completions.create(PARAMS)).rejects.toThrow(
      InternalServerError,
    );
  });

  it("malformed: JSON that breaks the client, lines that are no events, bytes that are no text", async () => {
    const { error, tokens } = await streamWith({ kind: "malformed" });
    expect(tokens).toBe(5);
    expect(error).toBeInstanceOf(SyntaxError);
    await using upstream = await upstreamWith(
      { kind: "malformed", as: "lines" },
      { kind: "malformed", as: "utf8" },
    );
    expect(Buffer.concat(await rawChunks(upstream)).includes("<html>")).toBe(true);
    expect(Buffer.concat(await rawChunks(upstream)).includes(Uint8Array.of(0xff, 0xfe))).toBe(true);
  });

  it("content_filter: a few tokens and that reason", async () => {
    const { finishReason, tokens } = await streamWith({ kind: "content_filter", afterTokens: 2 });
    expect([finishReason, tokens]).toEqual(["content_filter", 2]);
  });

  it("strike half through a body that is not streamed", async () => {
    await using upstream = await upstreamWith(
      { kind: "cut" },
      { kind: "end_early" },
      { kind: "malformed" },
    );
    const create = () => testClient(upstream).chat.completions.create(PARAMS);
    for (let fault = 0; fault < 3; fault += 1) await expect(create()).rejects.toThrow(Error);
    await expect(create()).resolves.toMatchObject({ object: "chat.completion" });
  });
});

describe("faults that only wait", () => {
  it.each<[Fault, number]>([
    [{ kind: "hang" }, 0],
    [{ kind: "stall", afterTokens: 3 }, 3],
  ])("%j, until the client leaves", async (fault, tokens) => {
    await using upstream = await upstreamWith(fault);
    const controller = new AbortController();
    const call = measureStream(testClient(upstream), PARAMS, { signal: controller.signal });
    await upstream.waitFor(
      ({ recent, faults }) => faults[fault.kind] === 1 && recent[0]?.tokenTimes.length === tokens,
    );
    expect(upstream.stats().active).toBe(1);
    controller.abort();
    await call;
    const { recent } = await upstream.waitFor(({ aborted }) => aborted === 1);
    expect(recent[0]).toMatchObject({ outcome: "aborted" });
  });

  it("slow: later than the pace says", async () => {
    const { record } = await streamWith({ kind: "slow", ttftMs: 40, gapMs: 1 });
    expect((record?.tokenTimes[0] ?? 0) - (record?.at ?? 0)).toBeGreaterThanOrEqual(39);
    expect(record?.outcome).toBe("finished");
  });

  it("empty: a reply of no words", async () => {
    const { text, finishReason, error } = await streamWith({ kind: "empty" });
    expect([text, finishReason, error]).toEqual(["", "stop", undefined]);
  });
});

describe("faults of size", () => {
  it("huge_line: one valid line, streamed or not", async () => {
    const { text, error } = await streamWith({ kind: "huge_line", bytes: 300_000 });
    expect(error).toBeUndefined();
    expect(text.match(/x{2,}/)?.[0]).toHaveLength(300_000);
    await using upstream = await upstreamWith({ kind: "huge_line", bytes: 300_000 });
    const response = await testClient(upstream).chat.completions.create(PARAMS).asResponse();
    expect((await response.text()).length).toBeGreaterThan(300_000);
  });

  it("huge_header: more than a client takes", async () => {
    const { error } = await streamWith({ kind: "huge_header" });
    expect(error).toBeInstanceOf(APIConnectionError);
  });

  it("gzip_bomb: little that unpacks to much", async () => {
    await using upstream = await upstreamWith(
      { kind: "gzip_bomb", bytes: 5_000_000 },
      { kind: "gzip_bomb", bytes: 5_000_000 },
    );
    const response = await testClient(upstream).chat.completions.create(PARAMS).asResponse();
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThanOrEqual(5_000_000);
    expect(Buffer.concat(await rawChunks(upstream)).length).toBeLessThan(20_000);
  });
});

describe("faults that are none, for who reads carefully", () => {
  it("split_utf8: characters arrive in halves", async () => {
    const { text, error } = await streamWith({ kind: "split_utf8" });
    expect(error).toBeUndefined();
    expect(text).toContain("Größe ½, 信号 and 🚉");
    await using upstream = await upstreamWith({ kind: "split_utf8" });
    const torn = (await rawChunks(upstream)).filter((chunk) => {
      // Behind the chunked coding's line, the bytes end on the lead of a character.
      const last = chunk.subarray(0, -2).at(-1) ?? 0;
      return last >= 0xc0;
    });
    expect(torn.length).toBeGreaterThan(3);
  });

  it("crlf_comments: a BOM, CRLF and comments", async () => {
    const { text, error, finishReason } = await streamWith({ kind: "crlf_comments" });
    expect([error, finishReason]).toEqual([undefined, "stop"]);
    expect(text.length).toBeGreaterThan(20);
    await using upstream = await upstreamWith({ kind: "crlf_comments" });
    const raw = Buffer.concat(await rawChunks(upstream)).toString();
    expect(raw).toContain("\uFEFF: a comment");
    expect(raw).toContain(": keepalive\r\n");
  });
});

describe("models that fail", () => {
  it.each([...FAULT_MODELS])("%s strikes with no rule", async (model, fault) => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const controller = new AbortController();
    const call = measureStream(
      testClient(upstream),
      { ...PARAMS, model },
      { signal: controller.signal },
    );
    const { recent } = await upstream.waitFor(({ faults }) => faults[fault.kind] === 1);
    expect(recent[0]).toMatchObject({ model, fault: fault.kind });
    controller.abort();
    await call;
  });
});
