import { expect, test } from "vitest";
import { momentText } from "../time/moment-text.ts";
import { requestRow } from "./request-row.fixture.ts";
import { thenText } from "./then-text.ts";

const at = 1_764_385_927_000;
const moment = momentText(at, Date.now());

test("how it stood then, and that it ended since", () => {
  const then = requestRow({ startedAt: at - 5_000, phase: "model", phaseDetail: "streaming" });
  const now = { ...then, state: "ended" as const, endedAt: at + 3_000 };
  const end = momentText(at + 3_000, Date.now());
  expect(thenText(now, then, at)).toBe(
    `At ${moment} it was streaming. It ended at ${end}, and you see it as it ended.`,
  );
});

test("one that still runs, and one that came later", () => {
  const row = requestRow({ startedAt: at - 5_000, endedAt: null });
  expect(thenText(row, null, at)).toBe(`At ${moment} it was in flight. You see it as it is now.`);
  expect(thenText({ ...row, startedAt: at + 1 }, null, at)).toMatch(/had not come yet/);
});
