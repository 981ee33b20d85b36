import { expect, it } from "vitest";
import { fillingUp } from "./filling-up.ts";
import { evidenceOf, lookBackOf, now } from "./testing/evidence.ts";

const minute = 60_000;
const minutes = 360;

/** What a line over six hours comes to now, and by how much it changes in an hour. */
const line = (atNow: number, anHour: number) =>
  Array.from({ length: minutes }, (_, i) => ({
    t: now - (minutes - i) * minute,
    value: atNow - ((minutes - 1 - i) * anHour) / 60,
  }));

const disk = (free: number, anHour: number) =>
  fillingUp(evidenceOf({ lookBack: lookBackOf({ diskFree: line(free, anHour) }) }));

const heap = (used: number, anHour: number, heapLimitBytes: number | null = 4e9) =>
  fillingUp(evidenceOf({ lookBack: lookBackOf({ heap: line(used, anHour) }), heapLimitBytes }));

it("tells of a disk that is full within a day at its pace, and leads to the figures", () => {
  expect(disk(9e9, -1e9)).toEqual([
    {
      level: "warn",
      headline: "At this pace the disk is full in about 9 h:",
      detail: "by a straight line over the last 6 h; 9.0 GB are free.",
      since: null,
      place: { kind: "process" },
    },
  ]);
  expect(disk(23.9e9, -1e9)).toHaveLength(1);
});

it("says nothing of a disk that lasts for a day, or gets emptier", () => {
  expect(disk(24.1e9, -1e9)).toEqual([]);
  expect(disk(1e9, 1e8)).toEqual([]);
  expect(disk(1e9, 0)).toEqual([]);
});

it("tells of a heap that is full within two hours at its pace", () => {
  expect(heap(3.5e9, 5e8)).toMatchObject([
    {
      headline: "At this pace the heap is full in about 60 min:",
      detail: "by a straight line over the last 6 h; 3.5 GB of 4.0 GB are used.",
    },
  ]);
  expect(heap(3.05e9, 5e8)).toHaveLength(1);
  expect(heap(2.95e9, 5e8)).toEqual([]);
});

it("says nothing of a heap of which the limit is not known, nor of minutes alone", () => {
  expect(heap(3.5e9, 5e8, null)).toEqual([]);
  const diskFree = line(9e9, -1e9).slice(-9);
  expect(fillingUp(evidenceOf({ lookBack: lookBackOf({ diskFree }) }))).toEqual([]);
  expect(fillingUp(evidenceOf({ heapLimitBytes: 4e9 }))).toEqual([]);
});
