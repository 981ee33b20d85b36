import { expect, it } from "vitest";
import { channelStatus } from "./channel-status.ts";

it.each([
  ["quiet", { requests: 0, failed: 0, refusedByStatus: {} }, "ok", null],
  ["of another time", { requests: 0, failed: 0, refusedByStatus: null }, "ok", null],
  ["with a few failures", { requests: 100, failed: 5, refusedByStatus: { 429: 3 } }, "ok", null],
  [
    "with many",
    { requests: 10, failed: 4, refusedByStatus: {} },
    "warn",
    "4 of 10 requests failed",
  ],
  [
    "where nothing comes through",
    { requests: 4, failed: 4, refusedByStatus: {} },
    "error",
    "all of its 4 requests failed",
  ],
  [
    "that turned some away",
    { requests: 9, failed: 0, refusedByStatus: { 503: 2 } },
    "warn",
    "2 turned away, for there was no room",
  ],
] as const)("a channel %s", (_, counted, status, reason) => {
  expect(channelStatus(counted)).toEqual({ status, reason });
});
