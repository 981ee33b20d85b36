import { once } from "node:events";
import type { Socket } from "node:net";
import { connect, createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { measureStream } from "../driver/measure-stream.ts";
import { ask, testClient } from "../test-client.ts";
import { startPracticeUpstream } from "../upstream/practice-upstream.ts";
import type { FaultProxy } from "./fault-proxy.ts";
import { startFaultProxy } from "./fault-proxy.ts";

/** A server that sends back what it gets, and remembers its sockets. */
async function startEcho() {
  const sockets: Socket[] = [];
  const chunks: Buffer[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      socket.write(chunk);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    port: address.port,
    sockets,
    chunks,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A client that keeps what comes back. */
async function dial({ port }: { readonly port: number }) {
  const socket = connect(port, "127.0.0.1");
  const seen = { bytes: 0, chunks: 0, text: "", error: undefined as unknown };
  socket.on("data", (chunk: Buffer) => {
    seen.bytes += chunk.length;
    seen.chunks += 1;
    seen.text += chunk.toString();
  });
  socket.on("error", (error) => {
    seen.error = error;
  });
  await once(socket, "connect");
  return {
    socket,
    seen,
    received: (bytes: number) => until(() => seen.bytes >= bytes),
    closed: () => until(() => socket.closed),
    [Symbol.dispose]: () => void socket.destroy(),
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** Longer than a working link needs, to see that nothing comes; a slow machine only sees it later. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 60));

describe("startFaultProxy", () => {
  it("carries bytes and both ends when nothing is wrong, and counts", async () => {
    await using echo = await startEcho();
    await using proxy = await startFaultProxy({ target: echo });
    using client = await dial(proxy);
    const body = Buffer.alloc(3_000_000, "abc");
    client.socket.end(body);
    await until(() => echo.sockets[0]?.readableEnded === true);
    await client.closed();
    expect(client.seen).toMatchObject({ bytes: body.length, error: undefined });
    expect(proxy.stats()).toEqual({
      connections: 1,
      open: 0,
      bytesToTarget: body.length,
      bytesToClient: body.length,
    });
  });

  it("silent: nobody hears anything, even of an end, until it is over", async () => {
    await using echo = await startEcho();
    await using proxy = await startFaultProxy({ target: echo });
    using client = await dial(proxy);
    client.socket.write("one");
    await client.received(3);
    proxy.apply({ silent: true });
    client.socket.write("two");
    echo.sockets[0]?.write("three");
    client.socket.end();
    await aWhile();
    expect(client.seen.text).toBe("one");
    expect(Buffer.concat(echo.chunks).toString()).toBe("one");
    expect([client.socket.closed, echo.sockets[0]?.readableEnded]).toEqual([false, false]);
    expect(proxy.stats().open).toBe(1);
    proxy.heal();
    await client.received(11);
    await client.closed();
    expect(client.seen.text).toContain("two");
    expect(client.seen.text).toContain("three");
    await until(() => proxy.stats().open === 0);
  });

  it("silent: the other end does not even learn that this one was reset", async () => {
    await using echo = await startEcho();
    await using proxy = await startFaultProxy({ target: echo });
    using client = await dial(proxy);
    client.socket.write("one");
    await client.received(3);
    proxy.apply({ silent: true });
    client.socket.resetAndDestroy();
    await aWhile();
    expect(echo.sockets[0]?.closed).toBe(false);
    proxy.heal();
    await until(() => echo.sockets[0]?.closed === true);
    await until(() => proxy.stats().open === 0);
  });

  it("silent for open connections alone: new ones work", async () => {
    await using echo = await startEcho();
    await using proxy = await startFaultProxy({ target: echo });
    using old = await dial(proxy);
    old.socket.write("one");
    await old.received(3);
    proxy.apply({ silent: true }, "open");
    using young = await dial(proxy);
    young.socket.write("two");
    old.socket.write("two");
    await young.received(3);
    await aWhile();
    expect(old.seen.text).toBe("one");
  });

  it("silent for new connections: they are made, and lead nowhere for now", async () => {
    await using echo = await startEcho();
    await using proxy = await startFaultProxy({ target: echo, faults: { silent: true } });
    using client = await dial(proxy);
    client.socket.write("one");
    await aWhile();
    expect(echo.sockets).toHaveLength(0);
    proxy.heal();
    await client.received(3);
  });

  it("reset: both ends see ECONNRESET", async () => {
    await using echo = await startEcho();
    await using proxy = await startFaultProxy({ target: echo });
    using client = await dial(proxy);
    client.socket.write("one");
    await client.received(3);
    proxy.reset();
    await client.closed();
    expect(client.seen.error).toMatchObject({ code: "ECONNRESET" });
    await until(() => echo.sockets[0]?.errored !== null);
    expect(echo.sockets[0]?.errored).toMatchObject({ code: "ECONNRESET" });
  });

  it("cut: both ends see an end", async () => {
    await using echo = await startEcho();
    await using proxy = await startFaultProxy({ target: echo });
    using client = await dial(proxy);
    client.socket.write("one");
    await client.received(3);
    proxy.cut();
    await client.closed();
    expect(client.seen.error).toBeUndefined();
    await until(() => echo.sockets[0]?.closed === true);
  });

  it("carries a reset from one end to the other", async () => {
    await using echo = await startEcho();
    await using proxy = await startFaultProxy({ target: echo });
    using client = await dial(proxy);
    client.socket.write("one");
    await client.received(3);
    echo.sockets[0]?.resetAndDestroy();
    await client.closed();
    expect(client.seen.error).toMatchObject({ code: "ECONNRESET" });
  });

  it("delays, and what is under way comes at once when that is over", async () => {
    await using echo = await startEcho();
    await using proxy = await startFaultProxy({ target: echo, faults: { delayMs: 40 } });
    using client = await dial(proxy);
    const startedAt = performance.now();
    client.socket.write("one");
    await client.received(3);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(79);
    proxy.apply({ delayMs: 1_000_000, jitterMs: 5 });
    client.socket.write("two");
    await aWhile();
    expect(client.seen.text).toBe("one");
    proxy.heal();
    await client.received(6);
  });

  it("throttles each direction to so many bytes a second", async () => {
    await using echo = await startEcho();
    await using proxy = await startFaultProxy({ target: echo });
    using client = await dial(proxy);
    proxy.apply({ bytesPerSecond: 10_000 });
    const startedAt = performance.now();
    client.socket.write(Buffer.alloc(1_000));
    await client.received(1_000);
    // All but the last write of a direction has to be waited for.
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(75);
  });

  it("splits what is sent into small pieces, wherever a character ends", async () => {
    await using echo = await startEcho();
    await using proxy = await startFaultProxy({ target: echo, faults: { splitBytes: 5 } });
    using client = await dial(proxy);
    const text = "Größe ½, 信号 and 🚉 ".repeat(10);
    client.socket.write(text);
    await client.received(Buffer.byteLength(text));
    expect(Buffer.concat(echo.chunks).toString()).toBe(text);
    // Two may arrive together on a busy machine, but never all.
    expect(echo.chunks.length).toBeGreaterThan(20);
  });

  it("refuses new connections, keeps the open ones, and takes new ones again", async () => {
    await using echo = await startEcho();
    await using proxy = await startFaultProxy({ target: echo });
    using client = await dial(proxy);
    await proxy.refuse();
    await expect(dial(proxy)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    client.socket.write("one");
    await client.received(3);
    await proxy.accept();
    await proxy.accept();
    using other = await dial(proxy);
    other.socket.write("two");
    await other.received(3);
    expect(proxy.stats().connections).toBe(2);
  });

  it("resets who comes while the target is not there, and leads elsewhere when told", async () => {
    await using echo = await startEcho();
    const gone = await startEcho();
    await gone[Symbol.asyncDispose]();
    await using proxy = await startFaultProxy({ target: gone });
    using client = await dial(proxy);
    await client.closed();
    proxy.leadTo(echo);
    using other = await dial(proxy);
    other.socket.write("one");
    await other.received(3);
  });

  it("holds no more than it may for a target that does not read", async () => {
    await using proxy = await startFaultProxy({ target: { port: 1 }, faults: { silent: true } });
    using client = await dial(proxy);
    const block = Buffer.alloc(1024 * 1024);
    let taken = 0;
    for (let blocks = 0; blocks < 64; blocks += 1) client.socket.write(block, () => (taken += 1));
    await aWhile();
    expect(taken).toBeLessThan(16);
  });

  it.each([{ delayMs: -1 }, { bytesPerSecond: 0 }, { splitBytes: 0.5 }])(
    "refuses %j",
    async (faults) => {
      await using proxy = await startFaultProxy({ target: { port: 1 } });
      expect(() => proxy.apply(faults)).toThrow(RangeError);
    },
  );

  it("closes with connections under way, twice if need be", async () => {
    await using echo = await startEcho();
    const proxy = await startFaultProxy({ target: echo });
    using client = await dial(proxy);
    proxy.apply({ silent: true });
    await proxy.close();
    await proxy.close();
    await client.closed();
    expect(proxy.stats().open).toBe(0);
    await expect(dial(proxy)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});

describe("a real client through it", () => {
  const ask1 = (proxy: FaultProxy, signal?: AbortSignal) =>
    measureStream(
      testClient({ url: `${proxy.url}/v1` }),
      { model: "swift-1", messages: ask("Tell me about trains") },
      { ...(signal && { signal }) },
    );

  it("gets its reply in tiny pieces, and a broken connection when it is reset", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0.2 });
    await using proxy = await startFaultProxy({ target: upstream });
    proxy.apply({ splitBytes: 64, jitterMs: 2 });
    expect(await ask1(proxy)).toMatchObject({ finishReason: "stop", error: undefined });
    const call = ask1(proxy);
    await upstream.waitFor(({ recent }) => (recent[1]?.tokenTimes.length ?? 0) > 2);
    proxy.reset();
    expect((await call).error).toBeInstanceOf(Error);
    await upstream.waitFor(({ aborted }) => aborted === 1);
  });

  it("waits in vain on a half-open connection, and the upstream never learns that it left", async () => {
    await using upstream = await startPracticeUpstream({ pace: 0.2 });
    await using proxy = await startFaultProxy({ target: upstream });
    const controller = new AbortController();
    const call = ask1(proxy, controller.signal);
    await upstream.waitFor(({ recent }) => (recent[0]?.tokenTimes.length ?? 0) > 2);
    proxy.apply({ silent: true });
    await upstream.waitFor(({ finished }) => finished === 1);
    controller.abort();
    const { finishReason } = await call;
    expect(finishReason).toBeUndefined();
    expect(upstream.stats().aborted).toBe(0);
  });
});
