import type { RequestDetail } from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { requestRow, spanDetail } from "../requests/request-row.fixture.ts";
import { turnFacts } from "./turn-facts.ts";

const row = requestRow({ startedAt: 0, ttft: 400, outputTokens: 30 });

function detailWith(span: Parameters<typeof spanDetail>[0]): RequestDetail {
  return {
    request: row,
    spans: [spanDetail(span)],
    messages: [],
    events: [],
    gatewayMs: null,
    body: null,
    route: "agent.start",
    fingerprint: null,
  };
}

test("while it is written, its rate is that of its tokens so far", () => {
  const detail = detailWith({ firstTokenAt: 1_000, outputTokens: 30 });
  expect(turnFacts(row, detail, 3_000)).toEqual([
    "openai · gpt-5.1-mini",
    "3.0 s",
    "first token 400 ms",
    "15 tokens/s",
    "30 out",
  ]);
  expect(turnFacts(row, detail, 1_200).join()).not.toContain("tokens/s");
});

test("once it ended, it has the rate that was measured, and its cost", () => {
  const ended = requestRow({
    ...row,
    state: "ended",
    outcome: "ok",
    durationMs: 2_000,
    tokensPerSec: 64,
    inputTokens: 12,
    costUsd: 0.0041,
  });
  expect(turnFacts(ended, null, 0).slice(1)).toEqual([
    "2.00 s",
    "first token 400 ms",
    "64 tokens/s",
    "12 in · 30 out",
    "$0.0041",
  ]);
});
