import { describe, expect, test } from "vitest";
import {
  ContractError,
  contractErrors,
  isSignalboxError,
  type ContractErrorCode,
  type SignalboxClient,
  type SignalboxError,
} from "../src/index.ts";
import { fakePorts, fakeStreams } from "./fake-ports.ts";
import { startTestGateway } from "./test-gateway.ts";
import { watch } from "./watch.ts";

async function failureOf(call: Promise<unknown>): Promise<SignalboxError> {
  const error = await call.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (isSignalboxError(error)) return error;
  throw new Error("The call was not refused.", { cause: error });
}

describe("who asks", () => {
  test("without a token: 401, with what to do", async () => {
    await using gateway = await startTestGateway(fakePorts(fakeStreams()));
    for (const token of [undefined, "sbx_unknown.secret"]) {
      const { data, message } = await failureOf(gateway.client(token).system.metrics.query());
      expect(data).toMatchObject({ code: "UNAUTHORIZED", httpStatus: 401 });
      expect(message).toContain("Authorization: Bearer");
    }
  });

  test("with the wrong role: 403, with the roles that may", async () => {
    await using gateway = await startTestGateway(fakePorts(fakeStreams()));
    const { data, message } = await failureOf(
      gateway.client("viewer").agent.start.mutate({ message: "hello" }),
    );
    expect(data).toMatchObject({ code: "FORBIDDEN", httpStatus: 403 });
    expect(message).toContain("role viewer");
    expect(message).toContain("ingest or operator or admin");
  });

  test("who may not call is told so before what is wrong with the input", async () => {
    await using gateway = await startTestGateway(fakePorts(fakeStreams()));
    const { data } = await failureOf(gateway.client("ingest").requests.list.query({ limit: -1 }));
    expect(data).toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("a bad input names its field", () => {
  const cases: Record<string, (client: SignalboxClient) => Promise<unknown>> = {
    message: (c) => c.agent.start.mutate({ message: "" }),
    sessionId: (c) => c.agent.start.mutate({ message: "hello", sessionId: "two words" }),
    requestId: (c) => c.requests.get.query({ requestId: "x".repeat(129) }),
    limit: (c) => c.requests.list.query({ limit: 501 }),
    windowMs: (c) => c.models.list.query({ windowMs: 1 }),
    maxPoints: (c) => c.history.overview.query({ from: 0, to: 1, maxPoints: 1.5 }),
    name: (c) => c.auth.createToken.mutate({ name: "   ", role: "viewer" }),
    // @ts-expect-error: no such role
    role: (c) => c.auth.createToken.mutate({ name: "laptop", role: "root" }),
    // @ts-expect-error: no such field
    mesage: (c) => c.agent.send.mutate({ message: "hello", mesage: "hello" }),
  };

  test.for(Object.entries(cases))("%s", async ([field, call]) => {
    await using gateway = await startTestGateway(fakePorts(fakeStreams()));
    const { data, message } = await failureOf(call(gateway.client("admin")));
    expect(data).toMatchObject({ code: "BAD_REQUEST", httpStatus: 400, reason: "invalid" });
    expect(message).toContain(field);
    // A sentence for people, not a dump of the checker's findings.
    expect(message).not.toMatch(/[{\n]/);
  });

  test("and stays short, however long the input", async () => {
    await using gateway = await startTestGateway(fakePorts(fakeStreams()));
    const input = { message: "hello", ["x".repeat(100_000)]: 1 };
    const { message } = await failureOf(gateway.client("admin").agent.start.mutate(input));
    expect(message.length).toBeLessThan(2_000);
  });
});

describe("a port's coded error reaches the client", () => {
  const codes = Object.entries(contractErrors).map(
    // The table's own keys, which Object.entries widens to string.
    ([code, said]) => [code as ContractErrorCode, said] as const,
  );
  const detail = { requestId: "req-9", retryAfterMs: 1_500, errorKind: "rate_limit" };

  test.for(codes)("%s", async ([code, { http, trpc }]) => {
    const metrics = () => {
      throw new ContractError(code, "The lane is full. Try again.", detail, new Error("inner"));
    };
    await using gateway = await startTestGateway(fakePorts(fakeStreams(), { system: { metrics } }));
    const { data, message } = await failureOf(gateway.client("viewer").system.metrics.query());
    expect(data).toMatchObject({ ...detail, code: trpc, httpStatus: http, reason: code });
    expect(message).toBe("The lane is full. Try again.");
    const response = await fetch(`${gateway.url}/trpc/system.metrics`, {
      headers: { authorization: "Bearer viewer" },
    });
    expect(response.status).toBe(http);
  });

  test("from a promise, and in the middle of a stream", async () => {
    const error = new ContractError("conflict", "That id ran with another body.", {
      requestId: "req-9",
    });
    const streams = fakeStreams();
    const start = () => Promise.reject(error);
    await using gateway = await startTestGateway(fakePorts(streams, { agent: { start } }));
    const client = gateway.client("ingest");
    const refused = await failureOf(client.agent.start.mutate({ message: "hello" }));
    using watched = watch((handlers) =>
      client.agent.stream.subscribe({ requestId: "req-9" }, handlers),
    );
    await streams.run.joins.atLeast(1);
    streams.run.push({ type: "text", text: "Hel" });
    await watched.received.atLeast(1);
    streams.run.fail(error);
    for (const failure of [refused, await watched.ended]) {
      expect(failure?.message).toBe("That id ran with another body.");
      expect(failure?.data).toMatchObject({
        code: "CONFLICT",
        reason: "conflict",
        requestId: "req-9",
      });
    }
  });
});

describe("what leaks", () => {
  const failure = new Error("EACCES: /var/lib/signalbox/state.db, key sk-canary");

  test("nothing of an unforeseen failure: neither its words nor its stack", async () => {
    const metrics = () => {
      throw failure;
    };
    await using gateway = await startTestGateway(fakePorts(fakeStreams(), { system: { metrics } }));
    const response = await fetch(`${gateway.url}/trpc/system.metrics`, {
      headers: { authorization: "Bearer viewer" },
    });
    const body = await response.text();
    expect(response.status).toBe(500);
    expect(body).not.toMatch(/canary|EACCES|stack|\.ts:|node_modules/);
    expect(JSON.parse(body)).toMatchObject({
      error: { message: expect.stringContaining("log"), data: { reason: "internal" } },
    });
  });

  test("no stack of a refusal or a bad input", async () => {
    await using gateway = await startTestGateway(fakePorts(fakeStreams()));
    for (const [token, path] of [
      ["nobody", "system.metrics"],
      ["ingest", "system.metrics"],
      ["viewer", "requests.get"],
      ["viewer", "no.such.procedure"],
    ]) {
      const response = await fetch(`${gateway.url}/trpc/${path}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(response.ok).toBe(false);
      expect(await response.text()).not.toMatch(/stack|\.ts:|node_modules/);
    }
  });

  test("nothing in the middle of a stream", async () => {
    const streams = fakeStreams();
    await using gateway = await startTestGateway(fakePorts(streams));
    const leaving = new AbortController();
    const response = await fetch(`${gateway.url}/trpc/system.onEvents`, {
      headers: { authorization: "Bearer viewer" },
      signal: leaving.signal,
    });
    await streams.events.joins.atLeast(1);
    streams.events.fail(failure);
    const body = await response.text();
    expect(body).toContain("event: serialized-error");
    expect(body).not.toMatch(/canary|EACCES|stack|\.ts:/);
  });
});
