import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { once } from "node:events";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { ContractError, createClient, type SystemEvent } from "../src/index.ts";
import { fakePorts, fakeStreams } from "./fake-ports.ts";
import * as sample from "./sample.ts";
import { Tally } from "./tally.ts";
import { portOf, startTestGateway, type TestGateway } from "./test-gateway.ts";
import { watch } from "./watch.ts";

/** The events from one to another, ids included. */
function events(from: number, to: number): SystemEvent[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    ...sample.systemEvent,
    message: `event ${from + index}`,
  }));
}

function watchEvents(gateway: TestGateway) {
  return watch<{ id: string; data: SystemEvent }>((on) =>
    gateway.client("viewer").system.onEvents.subscribe(undefined, on),
  );
}

const messages = (items: readonly { data: SystemEvent }[]) => items.map(({ data }) => data.message);
const expected = (to: number) => events(1, to).map(({ message }) => message);

test("a dropped connection: nothing is missing and nothing comes twice", async () => {
  const streams = fakeStreams();
  await using gateway = await startTestGateway(fakePorts(streams));
  using watched = watchEvents(gateway);
  for (let round = 1; round <= 4; round += 1) {
    await streams.events.joins.atLeast(round);
    streams.events.push(...events(round * 10 - 9, round * 10));
    // Some of these are on the wire, and may or may not have arrived, when it is cut.
    await watched.received.atLeast(round * 10 - 5);
    gateway.dropConnections();
  }
  expect(messages(await watched.received.atLeast(40))).toEqual(expected(40));
});

test("a gateway that answers 503 for a while", async () => {
  const streams = fakeStreams();
  await using gateway = await startTestGateway(fakePorts(streams));
  using watched = watchEvents(gateway);
  await streams.events.joins.atLeast(1);
  streams.events.push(...events(1, 3));
  await watched.received.atLeast(3);

  gateway.refuse(503);
  gateway.dropConnections();
  await gateway.requests.atLeast(3);
  streams.events.push(...events(4, 6));
  gateway.refuse(undefined);

  expect(messages(await watched.received.atLeast(6))).toEqual(expected(6));
  const joins = await streams.events.joins.atLeast(2);
  expect(joins[1]?.lastEventId).toBe("boot:3");
});

test("a gateway that fails the stream with what passes by itself", async () => {
  const streams = fakeStreams();
  await using gateway = await startTestGateway(fakePorts(streams));
  using watched = watchEvents(gateway);
  for (const [index, code] of (["draining", "overloaded", "locked_out"] as const).entries()) {
    await streams.events.joins.atLeast(index + 1);
    streams.events.push(...events(index + 1, index + 1));
    await watched.received.atLeast(index + 1);
    streams.events.fail(new ContractError(code, "Come back in a while."));
  }
  await streams.events.joins.atLeast(4);
  streams.events.push(...events(4, 4));
  expect(messages(await watched.received.atLeast(4))).toEqual(expected(4));
});

test("an outage after an outage: the newest id counts, not the one of the first", async () => {
  const streams = fakeStreams();
  await using gateway = await startTestGateway(fakePorts(streams));
  using watched = watchEvents(gateway);
  for (let round = 1; round <= 3; round += 1) {
    await streams.events.joins.atLeast(round);
    streams.events.push(...events(round, round));
    await watched.received.atLeast(round);
    if (round === 2) gateway.refuse(503);
    gateway.dropConnections();
    if (round === 2) await gateway.requests.atLeast(3);
    gateway.refuse(undefined);
  }
  const joins = await streams.events.joins.atLeast(4);
  expect(joins.map(({ lastEventId }) => lastEventId)).toEqual([
    undefined,
    "boot:1",
    "boot:2",
    "boot:3",
  ]);
});

test("a gateway that restarts", async () => {
  const streams = fakeStreams();
  const first = await startTestGateway(fakePorts(streams));
  using watched = watchEvents(first);
  await streams.events.joins.atLeast(1);
  streams.events.push(...events(1, 2));
  await watched.received.atLeast(2);
  await first[Symbol.asyncDispose]();
  await using _second = await startTestGateway(fakePorts(streams), Number(new URL(first.url).port));
  streams.events.push(...events(3, 4));
  expect(messages(await watched.received.atLeast(4))).toEqual(expected(4));
});

describe("a connection that has gone quiet", () => {
  test("is given up for a new one, from the last id", async () => {
    const urls = new Tally<string>();
    const server = createServer((request, response) => {
      urls.add(request.url ?? "");
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write('event: connected\ndata: {"reconnectAfterInactivityMs":40}\n\n');
      response.write(
        `data: ${JSON.stringify(sample.systemEvent)}\nid: boot:${urls.items.length}\n\n`,
      );
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    await using _ = { [Symbol.asyncDispose]: async () => stop(server) };
    const client = createClient({ url: `http://127.0.0.1:${portOf(server.address())}` });
    using _watched = watch((on) => client.system.onEvents.subscribe(undefined, on));
    const seen = await urls.atLeast(3);
    expect(seen.map(lastEventIdOf)).toEqual([undefined, "boot:1", "boot:2"]);
  });
});

test("leaving in the middle of an outage ends the retries", async () => {
  await using gateway = await startTestGateway(fakePorts(fakeStreams()));
  gateway.refuse(503);
  const watched = watchEvents(gateway);
  await gateway.requests.atLeast(2);
  watched[Symbol.dispose]();
  const { length } = gateway.requests.items;
  await gateway.idle();
  expect(gateway.requests.items).toHaveLength(length);
});

test("a program that does nothing but watch outlives an outage", async () => {
  const streams = fakeStreams();
  streams.events.push(...events(1, 1));
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const port = portOf(probe.address());
  await stop(probe);
  const program = promisify(execFile)(process.execPath, [
    "--input-type=module",
    "--eval",
    `import { createClient } from ${JSON.stringify(new URL("../src/index.ts", import.meta.url).href)};
     const client = createClient({ url: "http://127.0.0.1:${port}", token: "viewer" });
     const subscription = client.system.onEvents.subscribe(undefined, {
       onConnectionStateChange: ({ state }) => console.error(state),
       onData: ({ id }) => { console.log(id); subscription.unsubscribe(); },
     });`,
  ]);
  // It has tried in vain once it says that it is connecting for the second time.
  const tries = new Tally<string>();
  program.child.stderr?.on("data", (chunk: Buffer) => tries.add(chunk.toString()));
  await Promise.race([tries.atLeast(2), program]);
  await using _late = await startTestGateway(fakePorts(streams), port);
  expect((await program).stdout).toBe("boot:1\n");
});

function lastEventIdOf(url: string): unknown {
  const input = new URL(url, "http://localhost").searchParams.get("input");
  return input === null ? undefined : JSON.parse(input).lastEventId;
}

async function stop(server: ReturnType<typeof createServer>): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
