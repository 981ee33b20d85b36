import { expect, test } from "vitest";
import { panned, zoomed } from "./lane-window.ts";

const now = 1_800_000_000_000;
const minute = 60_000;

test("a window that follows goes on to while it is zoomed", () => {
  expect(zoomed({ spanMs: minute, end: null }, 0.5, now - 20_000, now)).toEqual({
    spanMs: 30_000,
    end: null,
  });
});

test("what is under the pointer stays there while a window is zoomed", () => {
  const window = { spanMs: 10 * minute, end: now - 60 * minute };
  const anchor = now - 65 * minute;
  const { spanMs, end } = zoomed(window, 0.5, anchor, now);
  expect(spanMs).toBe(5 * minute);
  expect((end ?? 0) - anchor).toBe(2.5 * minute);
});

test("lengths end at two seconds and a day", () => {
  const day = 86_400_000;
  expect(zoomed({ spanMs: 3_000, end: null }, 0.1, now, now).spanMs).toBe(2_000);
  expect(zoomed({ spanMs: day, end: null }, 3, now, now).spanMs).toBe(day);
});

test("a window is panned to the past, and follows again where it comes to now", () => {
  const back = panned({ spanMs: minute, end: null }, -15_000, now);
  expect(back).toEqual({ spanMs: minute, end: now - 15_000 });
  expect(panned(back, 14_900, now)).toEqual({ spanMs: minute, end: null });
  expect(panned(back, 90_000, now)).toEqual({ spanMs: minute, end: null });
});
