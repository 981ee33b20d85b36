import { expect, test } from "vitest";
import { ZoomTrail } from "./zoom-trail.ts";

const live = {};
const hour = { at: 9_000, window: "1h" };
const minute = { at: 8_000, window: "1m" };

test("the way out of zooms is the way in, and ends where it began", () => {
  const trail = new ZoomTrail();
  trail.enter(live, hour);
  trail.enter(hour, minute);
  expect(trail.leave(minute)).toEqual(hour);
  expect(trail.leave(hour)).toEqual(live);
  expect(trail.leave(live)).toBeNull();
});

test("a time that was chosen otherwise is no zoom, and nothing before it is", () => {
  const trail = new ZoomTrail();
  trail.enter(live, hour);
  const chosen = { at: 5_000, window: "6h" };
  expect(trail.leave(chosen)).toBeNull();
  trail.enter(chosen, minute);
  expect(trail.leave(minute)).toEqual(chosen);
  expect(trail.leave(chosen)).toBeNull();
});
