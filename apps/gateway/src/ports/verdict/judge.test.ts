import { expect, it } from "vitest";
import { judge } from "./judge.ts";
import { evidenceOf, lookBackOf, now } from "./testing/evidence.ts";

const loop = { requestId: "r1", agent: "support", tool: "search", times: 6, since: now };
const lookBack = lookBackOf({ usual: { hourBefore: 80, dayBefore: null } });

it("is a finding's sentence where nothing is worse, and has all findings with it", () => {
  const { headline, place, requests, findings } = judge(
    evidenceOf({ repeatedCalls: [loop], lookBack }),
  );
  expect(headline).toBe("Agent support called a tool again and again:");
  expect(place).toEqual({ kind: "request", requestId: "r1" });
  expect(requests).toBeNull();
  expect(findings.map((finding) => finding.headline)).toEqual([headline, "Quieter than usual:"]);
});

it("puts what is bad before a finding, and a finding before a failure that is no trouble", () => {
  const repeatedCalls = [loop];
  const counted = (requests: number, failures: number) => [
    { value: "trpc", requests, cancelled: 0, failures },
  ];
  const bad = judge(evidenceOf({ repeatedCalls, channels: counted(20, 10) }));
  expect(bad).toMatchObject({ level: "bad", place: null, findings: [{ level: "warn" }] });
  const few = judge(evidenceOf({ repeatedCalls, channels: counted(200, 1) }));
  expect(few).toMatchObject({ level: "warn", place: { kind: "request" } });
  const none = judge(evidenceOf({ channels: counted(200, 1) }));
  expect(none).toMatchObject({ level: "ok", findings: [] });
});
