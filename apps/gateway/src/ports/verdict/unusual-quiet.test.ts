import { expect, it } from "vitest";
import { evidenceOf, lookBackOf, now, row } from "./testing/evidence.ts";
import { unusualQuiet } from "./unusual-quiet.ts";

function findingsOf(
  seen: number,
  hourBefore: number | null,
  dayBefore: number | null = null,
  startedAt = 0,
) {
  const channels = [{ value: "trpc", requests: seen, cancelled: 0, failures: 0 }];
  const lookBack = lookBackOf({ usual: { hourBefore, dayBefore } });
  return unusualQuiet(evidenceOf({ channels, lookBack, startedAt }));
}

it("tells of under a quarter of what the hour before had, and leads to that hour", () => {
  expect(findingsOf(4, 20)).toEqual([
    {
      level: "warn",
      headline: "Quieter than usual:",
      detail: "4 requests in 5 minutes, where the hour before mostly had 20 or more.",
      since: null,
      place: { kind: "traffic", windowMs: 3_600_000 },
    },
  ]);
  expect(findingsOf(0, 40, 30)[0]?.detail).toBe(
    "0 requests in 5 minutes, where the hour before mostly had 40 or more. In the same minutes yesterday there were 30.",
  );
});

it("says nothing of a quarter, nor where fewer than twenty are to be expected", () => {
  expect(findingsOf(5, 20)).toEqual([]);
  expect(findingsOf(0, 19)).toEqual([]);
});

it("says nothing where it was as quiet yesterday", () => {
  expect(findingsOf(4, 40, 12)).toEqual([]);
  expect(findingsOf(8, 40, 30)).toEqual([]);
  expect(findingsOf(7, 40, 30)).toHaveLength(1);
});

it("says nothing where the hour before is not known, nor of minutes that began with the start", () => {
  expect(findingsOf(0, null, 40)).toEqual([]);
  expect(findingsOf(0, 40, null, now - 299_000)).toEqual([]);
  expect(findingsOf(0, 40, null, now - 300_000)).toHaveLength(1);
  expect(unusualQuiet(evidenceOf())).toEqual([]);
});

it("counts what is in flight as seen", () => {
  const lookBack = lookBackOf({ usual: { hourBefore: 20, dayBefore: null } });
  const inFlight = (count: number) =>
    unusualQuiet(evidenceOf({ lookBack, requests: Array.from({ length: count }, () => row) }));
  expect(inFlight(4)).toHaveLength(1);
  expect(inFlight(5)).toEqual([]);
});
