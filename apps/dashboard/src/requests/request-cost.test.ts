import { expect, test } from "vitest";
import type { SpanDetail } from "@signalbox/api-contract";
import { requestCost } from "./request-cost.ts";
import { spanDetail } from "./request-row.fixture.ts";

const call = (costUsd: number | null, status: SpanDetail["status"] = "ok") =>
  spanDetail({ kind: "attempt", status, costUsd });

test("what is told as one figure is all of it", () => {
  expect(requestCost({ costUsd: 0.2 }, { spans: [call(0.1), call(0.1)] })).toEqual({
    usd: 0.2,
    unpriced: 0,
  });
});

test("of one with a call that has no known price, the others are at least what it cost", () => {
  const spans = [call(0.1), call(null), call(null, "failed"), call(0.25)];
  expect(requestCost({ costUsd: null }, { spans })).toEqual({ usd: 0.1 + 0.25, unpriced: 1 });
  expect(requestCost({ costUsd: null }, { spans: [call(null)] })).toEqual({
    usd: null,
    unpriced: 1,
  });
  expect(requestCost({ costUsd: null }, null)).toEqual({ usd: null, unpriced: 0 });
});
