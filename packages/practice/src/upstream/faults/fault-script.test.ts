import { describe, expect, it } from "vitest";
import type { Fault, FaultedRequest } from "./fault.ts";
import { FaultScript, MAX_FAULT_RULES } from "./fault-script.ts";

const HANG: Fault = { kind: "hang" };
const request = (model = "swift-1"): FaultedRequest => ({
  id: "req_1",
  path: "/v1/messages",
  model,
  stream: true,
  text: "hello",
  headers: {},
});

function strikes(script: FaultScript, count: number): boolean[] {
  return Array.from({ length: count }, () => script.strike(request()) !== undefined);
}

describe("FaultScript", () => {
  it("strikes so often as it is told, then never", () => {
    const script = new FaultScript(1);
    const rule = script.inject({ fault: HANG, times: 2 });
    expect(strikes(script, 4)).toEqual([true, true, false, false]);
    expect(rule.struck).toBe(2);
  });

  it("counts to the nth among those that fit", () => {
    const script = new FaultScript(1);
    script.inject({ fault: HANG, match: { model: "swift-1", nth: 2 } });
    expect(script.strike(request("deep-1"))).toBeUndefined();
    expect(strikes(script, 3)).toEqual([false, true, false]);
  });

  it("draws a probability from the seed", () => {
    const run = (seed: number) => {
      const script = new FaultScript(seed);
      script.inject({ fault: HANG, match: { probability: 0.3 } });
      return strikes(script, 1_000);
    };
    expect(run(5)).toEqual(run(5));
    expect(run(5)).not.toEqual(run(6));
    expect(run(5).filter(Boolean).length / 1_000).toBeCloseTo(0.3, 1);
  });

  it("asks a function, and lets the first rule that fits win", () => {
    const script = new FaultScript(1);
    script.inject({ fault: { kind: "auth" }, match: ({ text }) => text.includes("bye") });
    script.inject({ fault: HANG, match: ({ text }) => text.includes("hello") });
    script.inject({ fault: { kind: "empty" } });
    expect(script.strike(request())).toBe(HANG);
  });

  it("takes rules back, one or all", () => {
    const script = new FaultScript(1);
    script.inject({ fault: HANG }).remove();
    expect(strikes(script, 1)).toEqual([false]);
    script.inject({ fault: HANG });
    script.clear();
    expect(strikes(script, 1)).toEqual([false]);
  });

  it("refuses one rule too many", () => {
    const script = new FaultScript(1);
    for (let rule = 0; rule < MAX_FAULT_RULES; rule += 1) script.inject({ fault: HANG });
    expect(() => script.inject({ fault: HANG })).toThrow(RangeError);
  });
});
