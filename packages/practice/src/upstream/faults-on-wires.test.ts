import { createConnection } from "node:net";
import { describe, expect, it } from "vitest";
import { testClient } from "../test-client.ts";
import type { Fault } from "./faults/fault.ts";
import { FAULT_MODELS } from "./faults/fault-models.ts";
import type { PracticeUpstream } from "./practice-upstream.ts";
import { startPracticeUpstream } from "./practice-upstream.ts";
import { WIRE_CLIENTS } from "./wire-clients.ts";

async function upstreamWith(...faults: readonly Fault[]): Promise<PracticeUpstream> {
  const upstream = await startPracticeUpstream({ pace: 0 });
  for (const fault of faults) upstream.inject({ fault, times: 1 });
  return upstream;
}

const { messages, responses } = WIRE_CLIENTS;

describe.each(Object.entries({ messages, responses }))("faults on %s", (_, wire) => {
  const streamWith = async (fault: Fault) => {
    await using upstream = await upstreamWith(fault);
    const seen = await wire.stream(upstream);
    return { ...seen, record: upstream.stats().recent[0] };
  };

  /** The bytes of a streamed response as they come from the socket. */
  const raw = async (upstream: PracticeUpstream): Promise<Buffer[]> => {
    const body = JSON.stringify(wire.body);
    const socket = createConnection(upstream.port, "127.0.0.1");
    const head = `POST ${wire.path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n`;
    socket.write(`${head}content-length: ${body.length}\r\n\r\n${body}`);
    return socket.toArray();
  };

  it.each<[Fault, number, string]>([
    [{ kind: "rate_limit" }, 429, "RateLimitError"],
    [{ kind: "auth" }, 401, "AuthenticationError"],
    [{ kind: "context_length" }, 400, "BadRequestError"],
    [{ kind: "server_error", status: 500 }, 500, "InternalServerError"],
  ])("%j is refused as the client knows it", async (fault, status, name) => {
    const { error, record } = await streamWith(fault);
    expect(error?.constructor.name).toBe(name);
    expect(error).toMatchObject({ status });
    expect(record).toMatchObject({ fault: fault.kind, status, outcome: "refused" });
  });

  it("error_in_stream: the client throws after some words, or gets a 500 where nothing streams", async () => {
    const { error, tokens, reason } = await streamWith({ kind: "error_in_stream" });
    expect([tokens, reason]).toEqual([5, undefined]);
    expect(error?.message).toContain("The server had an error");
    await using upstream = await upstreamWith({ kind: "error_in_stream" });
    await expect(wire.whole(upstream)).rejects.toMatchObject({ status: 500 });
  });

  it("end_early: a clean end of HTTP, but not of the reply", async () => {
    const { tokens, reason } = await streamWith({ kind: "end_early", afterTokens: 4 });
    expect([tokens, reason]).toEqual([4, undefined]);
    await using upstream = await upstreamWith({ kind: "end_early" });
    const sent = Buffer.concat(await raw(upstream)).toString();
    expect(sent).not.toMatch(/message_stop|message_delta|response\.completed|output_item\.done/);
    expect(sent.endsWith("0\r\n\r\n")).toBe(true);
  });

  it("cut: some words, then a broken connection", async () => {
    const { error, tokens, record } = await streamWith({ kind: "cut", afterTokens: 3 });
    expect(error).toBeInstanceOf(Error);
    expect(tokens).toBe(3);
    expect(record).toMatchObject({ outcome: "broken", fault: "cut" });
  });

  it("malformed: JSON that breaks the client, lines and bytes that are no events", async () => {
    const { error, tokens } = await streamWith({ kind: "malformed" });
    expect(tokens).toBe(5);
    expect(error).toBeInstanceOf(SyntaxError);
    await using upstream = await upstreamWith(
      { kind: "malformed", as: "lines" },
      { kind: "malformed", as: "utf8" },
    );
    expect(Buffer.concat(await raw(upstream)).includes("<html>")).toBe(true);
    expect(Buffer.concat(await raw(upstream)).includes(Uint8Array.of(0xff, 0xfe))).toBe(true);
  });

  it("content_filter: a few words and the wire's own reason", async () => {
    const { reason, tokens, error } = await streamWith({ kind: "content_filter", afterTokens: 2 });
    expect([reason, tokens, error]).toEqual([wire.filtered, 2, undefined]);
  });

  it("empty: a reply of no words, whole or not", async () => {
    const { text, reason, error } = await streamWith({ kind: "empty" });
    expect([text, reason, error]).toEqual(["", wire.finished, undefined]);
    await using upstream = await upstreamWith({ kind: "empty" });
    const whole = await wire.whole(upstream);
    expect(whole).toMatchObject(wire === messages ? { content: [] } : { output: [] });
  });

  it("slow: later, but all of it", async () => {
    const { record, reason } = await streamWith({ kind: "slow", ttftMs: 40 });
    expect((record?.tokenTimes[0] ?? 0) - (record?.at ?? 0)).toBeGreaterThanOrEqual(39);
    expect(reason).toBe(wire.finished);
  });

  it.each([0, 3])("huge_line after %d tokens: one valid line", async (afterTokens) => {
    const { text, error, reason } = await streamWith({
      kind: "huge_line",
      afterTokens,
      bytes: 300_000,
    });
    expect([error, reason]).toEqual([undefined, wire.finished]);
    expect(text.match(/x{2,}/)?.[0]).toHaveLength(300_000);
    await using upstream = await upstreamWith({ kind: "huge_line", bytes: 300_000 });
    await expect(wire.whole(upstream)).resolves.toBeDefined();
  });

  it("gzip_bomb: little that unpacks to much", async () => {
    await using upstream = await upstreamWith({ kind: "gzip_bomb", bytes: 5_000_000 });
    const sent = Buffer.concat(await raw(upstream));
    expect(sent.includes("content-encoding: gzip")).toBe(true);
    expect(sent.length).toBeLessThan(20_000);
  });

  it("split_utf8: whole for who puts the halves together", async () => {
    const { text, error } = await streamWith({ kind: "split_utf8" });
    expect(error).toBeUndefined();
    expect(text).toContain("Größe ½, 信号 and 🚉");
    await using upstream = await upstreamWith({ kind: "split_utf8" });
    const torn = (await raw(upstream)).filter((chunk) => (chunk.at(-3) ?? 0) >= 0xc0);
    expect(torn.length).toBeGreaterThan(3);
  });

  it("crlf_comments: a BOM, CRLF and comments change nothing", async () => {
    const { text, error, reason } = await streamWith({ kind: "crlf_comments" });
    expect([error, reason]).toEqual([undefined, wire.finished]);
    expect(text.length).toBeGreaterThan(20);
    await using upstream = await upstreamWith({ kind: "crlf_comments" });
    expect(Buffer.concat(await raw(upstream)).toString()).toContain("\uFEFF: a comment");
  });

  it.each<[Fault, number]>([
    [{ kind: "hang" }, 0],
    [{ kind: "stall", afterTokens: 3 }, 3],
  ])("%j, until the client leaves", async (fault, tokens) => {
    await using upstream = await upstreamWith(fault);
    const controller = new AbortController();
    const call = wire.stream(upstream, { signal: controller.signal });
    await upstream.waitFor(
      ({ recent, faults }) => faults[fault.kind] === 1 && recent[0]?.tokenTimes.length === tokens,
    );
    controller.abort();
    await call;
    const { recent } = await upstream.waitFor(({ aborted }) => aborted === 1);
    expect(recent[0]).toMatchObject({ outcome: "aborted" });
  });

  it("strike half through a body that is not streamed", async () => {
    await using upstream = await upstreamWith(
      { kind: "cut" },
      { kind: "end_early" },
      { kind: "malformed" },
    );
    for (let fault = 0; fault < 3; fault += 1) {
      await expect(wire.whole(upstream)).rejects.toThrow(Error);
    }
    await expect(wire.whole(upstream)).resolves.toBeDefined();
  });

  it.each([...FAULT_MODELS])("%s strikes with no rule", async (model, fault) => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    const controller = new AbortController();
    const call = wire.stream(upstream, { model, signal: controller.signal });
    const { recent } = await upstream.waitFor(({ faults }) => faults[fault.kind] === 1);
    expect(recent[0]).toMatchObject({ model, fault: fault.kind, path: wire.path });
    controller.abort();
    await call;
  });
});

describe("faults on embeddings", () => {
  const embed = (upstream: PracticeUpstream) =>
    testClient(upstream).embeddings.create({ model: "swift-1", input: "a train" });

  it.each<[Fault, number]>([
    [{ kind: "rate_limit" }, 429],
    [{ kind: "auth" }, 401],
    [{ kind: "context_length" }, 400],
    [{ kind: "server_error" }, 503],
    [{ kind: "error_in_stream" }, 500],
  ])("%j is refused", async (fault, status) => {
    await using upstream = await upstreamWith(fault);
    await expect(embed(upstream)).rejects.toMatchObject({ status });
  });

  it.each<Fault>([
    { kind: "cut" },
    { kind: "end_early" },
    { kind: "malformed" },
    { kind: "huge_header" },
  ])("$kind breaks it", async (fault) => {
    await using upstream = await upstreamWith(fault);
    await expect(embed(upstream)).rejects.toThrow(Error);
    await expect(embed(upstream)).resolves.toBeDefined();
  });

  it.each<Fault>([
    { kind: "slow", ttftMs: 5 },
    { kind: "huge_line", bytes: 10_000 },
    { kind: "crlf_comments" },
    { kind: "split_utf8" },
  ])("$kind leaves it whole", async (fault) => {
    await using upstream = await upstreamWith(fault);
    expect((await embed(upstream)).data).toHaveLength(1);
  });

  it("empty: no vectors", async () => {
    await using upstream = await upstreamWith({ kind: "empty" });
    const body = JSON.stringify({ model: "swift-1", input: "a train" });
    const response = await fetch(`${upstream.url}/embeddings`, { method: "POST", body });
    expect(await response.json()).toMatchObject({ object: "list", data: [] });
  });
});

describe("a rule for one path", () => {
  it("leaves the others alone", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0 });
    upstream.inject({ fault: { kind: "auth" }, match: { path: "/v1/messages" } });
    expect((await responses.stream(upstream)).error).toBeUndefined();
    expect((await messages.stream(upstream)).error).toMatchObject({ status: 401 });
  });
});
