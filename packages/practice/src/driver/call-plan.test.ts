import { describe, expect, it } from "vitest";
import { Random } from "../random.ts";
import type { TrafficMix } from "./call-plan.ts";
import { DEFAULT_MIX, planCall } from "./call-plan.ts";

const MODELS = [
  { model: "assistant", weight: 3 },
  { model: "never", weight: 0 },
  { model: "practice/swift-1", weight: 1 },
];

function plans(seed: number, mix: TrafficMix = DEFAULT_MIX, sessions = 4) {
  const random = new Random(seed);
  return Array.from({ length: 4_000 }, () => planCall(random, { models: MODELS, sessions, mix }));
}

function share(values: readonly boolean[]): number {
  return values.filter(Boolean).length / values.length;
}

describe("planCall", () => {
  it("plans the same calls from the same seed", () => {
    expect(plans(1)).toEqual(plans(1));
    expect(plans(1)).not.toEqual(plans(2));
  });

  it("keeps to the weights and the mix", () => {
    const planned = plans(1);
    expect(share(planned.map(({ model }) => model === "assistant"))).toBeCloseTo(0.75, 1);
    expect(planned.some(({ model }) => model === "never")).toBe(false);
    expect(share(planned.map(({ stream }) => stream))).toBeCloseTo(DEFAULT_MIX.streamed, 1);
    expect(share(planned.map((plan) => plan.isToolQuestion))).toBeCloseTo(DEFAULT_MIX.tools, 1);
    expect(share(planned.map(({ session }) => session === undefined))).toBeCloseTo(0.25, 1);
    expect(new Set(planned.map(({ session }) => session)).size).toBe(5);
  });

  it("lets only who streams hang up", () => {
    const planned = plans(1, { ...DEFAULT_MIX, streamed: 0.5, hangUp: 1 });
    for (const { stream, hangUpAfter } of planned) expect(hangUpAfter === undefined).toBe(!stream);
  });

  it("moves nothing else when one share is turned", () => {
    const questions = (mix: TrafficMix) => plans(1, mix).map(({ question }) => question);
    expect(questions({ ...DEFAULT_MIX, hangUp: 1, streamed: 0 })).toEqual(questions(DEFAULT_MIX));
  });

  it("makes one-shot calls alone where there are no sessions", () => {
    expect(plans(1, DEFAULT_MIX, 0).every(({ session }) => session === undefined)).toBe(true);
  });
});
