import { expect, test } from "vitest";
import { halvesOf, joinHalves } from "./halved-rollups.ts";
import type { FoundValue, RollupsFound, RollupsQuery } from "./read-rollups.ts";

const query: RollupsQuery = {
  from: 0,
  to: 1_445,
  stepMinutes: 10,
  boot: 1,
  tails: [],
  wishes: [
    { dimension: "", part: "counters", limit: 1 },
    { dimension: "model", part: "ttft", quantiles: [0.5], limit: 2 },
  ],
};
const [counters, ttft] = query.wishes;

test("a question is halved where a step ends, if it is long and of few values", () => {
  expect(halvesOf(query)?.map(({ from, to }) => [from, to])).toEqual([
    [0, 720],
    [720, 1_445],
  ]);
  expect(halvesOf({ ...query, to: 1_190 })).toBe(null);
  expect(halvesOf({ ...query, wishes: counters === undefined ? [] : [counters] })).toBe(null);
  expect(halvesOf({ ...query, wishes: [{ dimension: "client", part: "ttft", limit: 2 }] })).toBe(
    null,
  );
});

function value(name: string, weight: number, ...column: number[]): FoundValue {
  return { name, weight, columns: [Float64Array.from(column)] };
}

function found(known: number[], ...values: FoundValue[]): RollupsFound {
  const gap = { from: 5, to: 15, reason: "kill", lost: 1 };
  return {
    steps: known.length,
    known: Uint8Array.from(known),
    wishes: [{ values, more: 0 }],
    gaps: [gap],
  };
}

test("halves are put together in order, with what one of them lacks, the most first", () => {
  const wishes = ttft === undefined ? [] : [ttft];
  const before = found([1, 0], value("a", 3, 1, 2), value("b", 1, 3, 4));
  const after = found([1], value("c", 9, 7), value("b", 4, 8));
  expect(joinHalves(wishes, before, after)).toEqual({
    steps: 3,
    known: Uint8Array.of(1, 0, 1),
    wishes: [
      {
        values: [value("c", 9, Number.NaN, Number.NaN, 7), value("b", 5, 3, 4, 8)],
        more: 1,
      },
    ],
    gaps: before.gaps,
  });
  const cut = { ...after, wishes: [{ values: [], more: 1 }] };
  expect(joinHalves(wishes, before, cut)).toBe(null);
});
