import { expect, it } from "vitest";
import type { RepeatedCall } from "./evidence.ts";
import { evidenceOf, now } from "./testing/evidence.ts";
import { toolLoops } from "./tool-loops.ts";

const call = (more: Partial<RepeatedCall>): RepeatedCall => ({
  requestId: "r1",
  agent: "support",
  tool: "search",
  times: 5,
  since: now - 9_000,
  ...more,
});
const findingsOf = (...repeatedCalls: RepeatedCall[]) => toolLoops(evidenceOf({ repeatedCalls }));

it("tells of five in a row, and leads to the request", () => {
  expect(findingsOf(call({}))).toEqual([
    {
      level: "warn",
      headline: "Agent support called a tool again and again:",
      detail: "one request called search 5 times in a row with the same input.",
      since: now - 9_000,
      place: { kind: "request", requestId: "r1" },
    },
  ]);
});

it("tells of no four", () => {
  expect(findingsOf(call({ times: 4 }), call({ requestId: "r2", times: 1 }))).toEqual([]);
});

it("tells of one agent and tool once, by the request that is at it longest", () => {
  const findings = findingsOf(call({}), call({ requestId: "r2", times: 12 }));
  expect(findings).toMatchObject([
    {
      detail:
        "one request called search 12 times in a row with the same input. So did 1 other request.",
      place: { requestId: "r2" },
    },
  ]);
});

it("tells of the three longest where there are more", () => {
  const calls = [6, 9, 5, 7].map((times) => call({ tool: `t${times}`, times }));
  expect(findingsOf(...calls).map(({ detail }) => /t\d/.exec(detail)?.[0])).toEqual([
    "t9",
    "t7",
    "t6",
  ]);
});
