import * as fc from "fast-check";
import { expect, test } from "vitest";
import { bandFrom, BANDS, MetricsCollector, QuantileSketch, StoredSketch } from "../index.ts";

const values = fc.array(
  fc.oneof(
    fc.constant(0),
    fc.double({ min: 1e-6, max: 1e13, noNaN: true }),
    fc.integer({ min: 0, max: 60_000 }),
    // On the bounds themselves, and a hair below them.
    fc.integer({ min: 0, max: BANDS - 1 }).map(bandFrom),
    fc.integer({ min: 1, max: BANDS - 1 }).map((band) => bandFrom(band) * (1 - Number.EPSILON)),
  ),
  { maxLength: 300 },
);

test("each band counts exactly what lies within its bounds, and the outermost all beyond", () => {
  const ranges = fc
    .tuple(fc.nat(BANDS - 1), fc.integer({ min: 1, max: 90 }))
    .map(([first, count]) => ({ first, count: Math.min(count, BANDS - first) }));
  fc.assert(
    fc.property(values, ranges, (observed, range) => {
      const sketch = new QuantileSketch();
      for (const value of observed) sketch.observe(value);
      const expected = Array.from({ length: range.count }, (_, at) => {
        const band = range.first + at;
        const from = at === 0 ? 0 : bandFrom(band);
        const to = at === range.count - 1 ? Infinity : bandFrom(band + 1);
        return observed.filter((value) => value >= from && value < to).length;
      });
      expect([...sketch.bands(range)]).toEqual(expected);
      const bytes = sketch.toBytes();
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const stored = new StoredSketch().open(view, 0, bytes.byteLength);
      expect([...stored.bands(range)]).toEqual(expected);
    }),
  );
});

test("a series tells bands where they are asked for, and null where nothing was observed", () => {
  let now = 1_700_000_000_000;
  const collector = new MetricsCollector({ now: () => now, mono: () => now });
  const call = { provider: "p", model: "m", inputTokens: 1, outputTokens: 1, tokensPerSec: 1 };
  for (const latency of [100, 110, 900]) {
    collector.recordModelCall({ ...call, timestamp: now, latency });
  }
  const query = { metric: "latency", from: now, to: now + 1_000, stepMs: 1_000 } as const;
  const all = { first: 0, count: BANDS };
  now += 1_000;
  const [first, second] = collector.series({ ...query, bands: all }).points;
  const filled = [...(first?.bands ?? [])].flatMap((count, band) =>
    count === 0 ? [] : [{ count, from: Math.round(bandFrom(band)) }],
  );
  // Thirds of an octave from 64: 64, 81, 102, 128 …
  expect(filled).toEqual([
    { count: 1, from: 81 },
    { count: 1, from: 102 },
    { count: 1, from: 813 },
  ]);
  expect(second?.bands).toBeNull();
  expect(collector.series(query).points[0]).not.toHaveProperty("bands");
});
