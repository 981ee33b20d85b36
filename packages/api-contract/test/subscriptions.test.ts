import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  ContractError,
  liveMessage,
  requestRow,
  runEvent,
  systemEvent,
  systemMetrics,
  type SignalboxClient,
} from "../src/index.ts";
import { fakePorts, fakeStreams, type FakeStreams } from "./fake-ports.ts";
import { procedures } from "./procedures.ts";
import * as sample from "./sample.ts";
import { startTestGateway } from "./test-gateway.ts";
import type { TrackedLog } from "./tracked-log.ts";
import { watch, type Watch } from "./watch.ts";

interface HappyPath {
  readonly watch: (client: SignalboxClient) => Watch<{ id: string; data: unknown }>;
  readonly log: TrackedLog<unknown>;
  readonly items: readonly unknown[];
  readonly schema: z.ZodType;
}

function happyPaths(streams: FakeStreams): Record<string, HappyPath> {
  return {
    "system.live": {
      watch: (c) => watch((on) => c.system.live.subscribe(undefined, on)),
      log: widen(streams.live),
      items: [sample.liveSnapshot, sample.liveFrame, { type: "gap", at: 1, reason: "slow" }],
      schema: liveMessage,
    },
    "system.onMetrics": {
      watch: (c) => watch((on) => c.system.onMetrics.subscribe(undefined, on)),
      log: widen(streams.metrics),
      items: [sample.systemMetrics, { ...sample.systemMetrics, errors: 2 }],
      schema: systemMetrics,
    },
    "system.onEvents": {
      watch: (c) => watch((on) => c.system.onEvents.subscribe(undefined, on)),
      log: widen(streams.events),
      items: [sample.systemEvent],
      schema: systemEvent,
    },
    "system.onActiveRequests": {
      watch: (c) => watch((on) => c.system.onActiveRequests.subscribe(undefined, on)),
      log: widen(streams.activeRequests),
      items: [[], [sample.requestRow]],
      schema: z.array(requestRow),
    },
    "agent.stream": {
      watch: (c) => watch((on) => c.agent.stream.subscribe({ requestId: "req-1" }, on)),
      log: widen(streams.run),
      items: [
        { type: "phase", phase: "model", detail: "streaming", at: 1 },
        { type: "text", text: "It is " },
        { type: "gap", text: "It is noon." },
        { type: "done", result: sample.runResult },
      ],
      schema: runEvent,
    },
  };
}

/** A log that the table above may push anything into: what comes out is checked by its schema. */
function widen<T>(log: TrackedLog<T>): TrackedLog<unknown> {
  return log;
}

describe("every subscription", () => {
  test.for(Object.keys(happyPaths(fakeStreams())))("%s tells all, with ids", async (name) => {
    const streams = fakeStreams();
    const path = happyPaths(streams)[name];
    if (path === undefined) throw new Error(name);
    await using gateway = await startTestGateway(fakePorts(streams));
    using watched = path.watch(gateway.client("admin"));
    await path.log.joins.atLeast(1);
    path.log.push(...path.items);
    path.log.end();
    expect(await watched.ended).toBeUndefined();
    expect(watched.received.items).toEqual(
      path.items.map((data, index) => ({ id: `boot:${index + 1}`, data })),
    );
    for (const { data } of watched.received.items) expect(path.schema.parse(data)).toEqual(data);
  });

  test("is among them", () => {
    const subscriptions = procedures()
      .filter(({ type }) => type === "subscription")
      .map(({ path }) => path);
    expect(Object.keys(happyPaths(fakeStreams())).toSorted()).toEqual(subscriptions.toSorted());
  });
});

test("begins after the id that a caller hands over", async () => {
  const streams = fakeStreams();
  await using gateway = await startTestGateway(fakePorts(streams));
  streams.events.push(sample.systemEvent, sample.systemEvent, sample.systemEvent);
  using watched = watch((on) =>
    gateway.client("viewer").system.onEvents.subscribe({ lastEventId: "boot:2" }, on),
  );
  const [first] = await watched.received.atLeast(1);
  expect(first).toMatchObject({ id: "boot:3" });
});

describe("an answer that asking again would not change ends it", () => {
  test.for([
    ["UNAUTHORIZED", "nobody"],
    ["FORBIDDEN", "ingest"],
  ] as const)("%s", async ([code, token]) => {
    await using gateway = await startTestGateway(fakePorts(fakeStreams()));
    using watched = watch((on) => gateway.client(token).system.onEvents.subscribe(undefined, on));
    expect((await watched.ended)?.data).toMatchObject({ code });
    expect(gateway.requests.items).toHaveLength(1);
  });

  test("NOT_FOUND, from the port", async () => {
    const streams = fakeStreams();
    await using gateway = await startTestGateway(fakePorts(streams));
    using watched = watch((on) =>
      gateway.client("ingest").agent.stream.subscribe({ requestId: "req-1" }, on),
    );
    await streams.run.joins.atLeast(1);
    streams.run.fail(new ContractError("not_found", "There is no request req-1."));
    expect((await watched.ended)?.message).toBe("There is no request req-1.");
    expect(gateway.requests.items).toHaveLength(1);
  });

  // A proxy, or the gateway itself before the contract is reached, refuses with a bare status.
  test.for([400, 401, 403, 404])("a bare %d", async (status) => {
    await using gateway = await startTestGateway(fakePorts(fakeStreams()));
    gateway.refuse(status);
    using watched = watch((on) =>
      gateway.client("viewer").system.onEvents.subscribe(undefined, on),
    );
    expect((await watched.ended)?.message).toContain(String(status));
    expect(gateway.requests.items).toHaveLength(1);
  });
});

describe("leaving", () => {
  test("aborts the port's signal", async () => {
    const streams = fakeStreams();
    await using gateway = await startTestGateway(fakePorts(streams));
    using watched = watch((on) => gateway.client("viewer").system.live.subscribe(undefined, on));
    const [joined] = await streams.live.joins.atLeast(1);
    expect(joined?.signal.aborted).toBe(false);
    watched[Symbol.dispose]();
    const [left] = await streams.live.leaves.atLeast(1);
    expect(left).toBe(joined);
  });

  test("keeps nothing, here or there", async () => {
    const rounds = 30;
    const streams = fakeStreams();
    await using gateway = await startTestGateway(fakePorts(streams));
    const client = gateway.client("viewer");
    const signals: WeakRef<AbortSignal>[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      using watched = watch((on) => client.system.onEvents.subscribe(undefined, on));
      await streams.events.joins.atLeast(1);
      streams.events.push(sample.systemEvent);
      await watched.received.atLeast(1);
      watched[Symbol.dispose]();
      await streams.events.leaves.atLeast(1);
      signals.push(...streams.events.forget());
    }
    await gateway.idle();
    expect(await collected(signals)).toBeGreaterThan(rounds * 0.9);
    expect(streams.events.watching).toBe(0);
  });
});

/** How many of them a forced collection took. */
async function collected(refs: readonly WeakRef<object>[]): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  for (let pass = 0; pass < 5; pass += 1) {
    await setImmediate();
    collect();
  }
  return refs.filter((ref) => ref.deref() === undefined).length;
}
