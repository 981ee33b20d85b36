import { describe, expect, it } from "vitest";
import { Random } from "../../random.ts";
import { DEFAULT_MODELS } from "./model-profile.ts";
import { drawPace, slowed } from "./pace.ts";

const DRAWS = 10_000;

function median(draw: () => number): number {
  const values = Array.from({ length: DRAWS }, draw).sort((left, right) => left - right);
  return values[DRAWS / 2] ?? Number.NaN;
}

describe.each(DEFAULT_MODELS)("pace of $id", (profile) => {
  it.each([1, 0.5, 3])("has the profile's medians times %d", (multiplier) => {
    const pace = drawPace(profile, new Random(11), multiplier);
    expect(median(pace.ttftMs) / (profile.ttftMs.median * multiplier)).toBeCloseTo(1, 1);
    expect(median(pace.gapMs) / (profile.gapMs.median * multiplier)).toBeCloseTo(1, 1);
  });

  it("does not wait at 0, unless a fault says how long", () => {
    const pace = drawPace(profile, new Random(11), 0);
    expect([pace.ttftMs(), pace.gapMs()]).toEqual([0, 0]);
    const slow = slowed(pace, { ttftMs: 300 });
    expect([slow.ttftMs(), slow.gapMs()]).toEqual([300, 0]);
  });

  it("is slowed by a factor", () => {
    const slow = slowed(drawPace(profile, new Random(11), 1), { factor: 4 });
    const usual = drawPace(profile, new Random(11), 1);
    expect(slow.ttftMs()).toBeCloseTo(usual.ttftMs() * 4);
  });
});
