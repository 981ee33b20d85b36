import { expect, test } from "vitest";
import { compareSpeeds, slowProviders, type Speed, type SpeedPhase } from "./speed.ts";

const speed = (phase: SpeedPhase, name: string, p95: number, calls = 40): Speed => ({
  phase,
  name,
  p95,
  calls,
});

test("each is compared with itself before, and the slowest by its own measure comes first", () => {
  const before = [speed("ttft", "p/quick", 400), speed("ttft", "p/thinks", 8_000)];
  const now = [speed("ttft", "p/thinks", 8_400), speed("ttft", "p/quick", 2_400)];
  expect(compareSpeeds(now, before)).toMatchObject([
    { name: "p/quick", before: 400, limitMs: 600, isSlow: true },
    { name: "p/thinks", before: 8_000, limitMs: 12_000, isSlow: false },
  ]);
});

test("under a floor nothing is slow, however fast it was before", () => {
  const [gap] = compareSpeeds([speed("gap", "p/m", 45)], [speed("gap", "p/m", 10)]);
  expect(gap).toMatchObject({ before: 10, limitMs: 50, isSlow: false });
  const [tool] = compareSpeeds([speed("tool", "docs.search", 1_001)], []);
  expect(tool).toMatchObject({ before: null, limitMs: 1_000, isSlow: true });
});

test("few calls before are nothing to compare with, and few calls now are not slow", () => {
  const [one] = compareSpeeds([speed("ttft", "p/m", 700)], [speed("ttft", "p/m", 9_000, 3)]);
  expect(one).toMatchObject({ before: null, limitMs: 500, isSlow: true });
  const [few] = compareSpeeds([speed("ttft", "p/m", 700, 4)], []);
  expect(few).toMatchObject({ isSlow: false });
});

test("it is the provider's where all of its models are slow, and it has more than one", () => {
  const now = ["a/one", "a/two", "b/one", "c/one", "c/two"].map((name) =>
    speed("ttft", name, name === "c/two" ? 100 : 3_000),
  );
  const compared = compareSpeeds(now, []);
  expect(slowProviders(compared, "ttft")).toEqual(["a"]);
  expect(slowProviders(compared, "gap")).toEqual([]);
});
