import type { ChannelRow, ClientRow } from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { worstChannelsFirst, worstClientsFirst } from "./traffic-order.ts";

const traffic = {
  inFlight: 0,
  requests: 0,
  failed: 0,
  latencyP50: null,
  latencyP95: null,
  latencyP99: null,
  ttftP95: null,
  refused: 0,
  refusedByStatus: {},
  lastSeenAt: null,
};

function channel(name: string, over: Partial<ChannelRow>): ChannelRow {
  return {
    ...traffic,
    name,
    kind: "channel",
    status: "ok",
    reason: null,
    connections: 0,
    ...over,
  };
}

function client(name: string, over: Partial<ClientRow>): ClientRow {
  return {
    ...traffic,
    name,
    inputTokens: 0,
    outputTokens: 0,
    costUsd: 0,
    unpriced: 0,
    maySend: true,
    ...over,
  };
}

test("channels that are not well come first, then the busiest", () => {
  const rows = [
    channel("quiet", {}),
    channel("busy", { requests: 90 }),
    channel("failing", { requests: 4, status: "error" }),
    channel("shedding", { status: "warn" }),
  ];
  expect(worstChannelsFirst(rows).map(({ name }) => name)).toEqual([
    "failing",
    "shedding",
    "busy",
    "quiet",
  ]);
});

test("clients whose requests fail come first, and one with a single failure is not among them", () => {
  const rows = [
    client("refused", { refused: 7 }),
    client("unlucky", { requests: 1, failed: 1 }),
    client("idle", {}),
    client("waiting", { inFlight: 2 }),
    client("failing", { requests: 40, failed: 9 }),
  ];
  expect(worstClientsFirst(rows).map(({ name }) => name)).toEqual([
    "failing",
    "waiting",
    "unlucky",
    "refused",
    "idle",
  ]);
});
