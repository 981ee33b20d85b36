import { expect, test } from "vitest";
import { silentText } from "./request-phase.ts";
import { requestRow } from "./request-row.fixture.ts";

test("a stream tells that it has stopped from five seconds on, and nothing else does", () => {
  const streaming = requestRow({ phaseDetail: "streaming", lastTokenAt: 1_000 });
  expect(silentText(streaming, 5_900)).toBe(null);
  expect(silentText(streaming, 43_000)).toBe("silent 42 s");
  expect(silentText({ ...streaming, lastTokenAt: null }, 43_000)).toBe(null);
  expect(silentText({ ...streaming, state: "ended" }, 43_000)).toBe(null);
});
