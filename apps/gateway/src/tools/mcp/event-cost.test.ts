import { expect, test } from "vitest";
import { EventCost } from "./event-cost.ts";

const costOf = (...chunks: string[]) => {
  const cost = new EventCost();
  const sum = chunks.reduce((before, chunk) => before + cost.of(Buffer.from(chunk)), 0);
  return Number(sum.toFixed(2));
};

test.each([
  ["an event", ["data: x\n\n"], 1.1],
  ["one that is cut in two", ["data: x\n", "\n"], 1.1],
  ["another form of line", ["data: x\r\rdata: y\r\r"], 2.2],
  ["a third form, cut in a pair", ["data: x\r\n\r", "\ndata: y\r\n\r\n"], 2.2],
  ["comments", [":a\n:\n"], 2.1],
  ["blank lines from the beginning", ["\n\n\n"], 3.15],
  ["many lines of one message", ["data: x\n".repeat(100)], 5],
  ["a part of a line", ["data: {"], 0],
])("%s", (_, chunks, cost) => {
  expect(costOf(...chunks)).toBe(cost);
});
