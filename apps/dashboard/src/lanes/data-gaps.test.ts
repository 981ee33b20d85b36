import { expect, test } from "vitest";
import { DataGaps } from "./data-gaps.ts";

test("from the last word of one run to the start of the next nothing is known", () => {
  const gaps = new DataGaps();
  gaps.observe({ bootId: "a", at: 100_000, uptimeMs: 90_000 });
  gaps.observe({ bootId: "a", at: 130_000, uptimeMs: 120_000 });
  expect(gaps.gaps).toEqual([]);
  gaps.observe({ bootId: "b", at: 150_000, uptimeMs: 5_000 });
  expect(gaps.gaps).toEqual([{ from: 130_000, to: 145_000 }]);
  for (let n = 0; n < 30; n += 1) {
    gaps.observe({ bootId: `c${n}`, at: 300_000 + n * 60_000, uptimeMs: 1_000 });
  }
  expect(gaps.gaps).toHaveLength(20);
});
