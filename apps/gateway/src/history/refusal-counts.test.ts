import { expect, it } from "vitest";
import { RefusalCounts } from "./refusal-counts.ts";

const minute = 60_000;
const start = 1_700_000_040_000;

function counting() {
  const time = { now: start };
  const counts = new RefusalCounts(() => time.now);
  const add = (at: number, client: string | null = "shop", status = 429): void => {
    time.now = Math.max(time.now, at);
    counts.add({ channel: "openai", client, status }, at);
  };
  return { counts, add, time };
}

it("adds up what is of one kind, over the minutes that a window touches", () => {
  const { counts, add } = counting();
  add(start);
  add(start + 3 * minute);
  add(start + 3 * minute + 1);
  add(start + 3 * minute, null, 401);
  expect(counts.within({ from: start + 2 * minute, to: start + 4 * minute })).toEqual([
    { channel: "openai", client: "shop", status: 429, count: 2, lastAt: start + 3 * minute + 1 },
    { channel: "openai", client: null, status: 401, count: 1, lastAt: start + 3 * minute },
  ]);
  const all = counts.within({ from: start, to: start + 4 * minute });
  expect(all[0]).toMatchObject({ status: 429, count: 3 });
});

it("tells no longer who was refused where too many were in one minute, and counts each", () => {
  const { counts, add } = counting();
  for (let n = 0; n < 200; n += 1) add(start, `client ${n}`);
  const rows = counts.within({ from: start, to: start });
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(200);
  expect(rows[0]).toMatchObject({ client: "other", count: 150 });
});

it("knows a day, or since its start", () => {
  const { counts, add, time } = counting();
  expect(counts.knownFrom).toBe(start);
  for (let n = 0; n < 1_500; n += 1) add(start + n * minute);
  expect(counts.knownFrom).toBe(time.now - 24 * 60 * minute);
  expect(counts.within({ from: start, to: time.now })[0]).toMatchObject({ count: 1_440 });
});
