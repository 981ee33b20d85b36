import { expect, test } from "vitest";
import { requestRow } from "./request-row.fixture.ts";
import { withinWindow } from "./within-window.ts";

test("what finished before the window or after its end is not of it", () => {
  const rows = [99, 100, 150, 200, 201].map((endedAt) =>
    requestRow({ id: String(endedAt), endedAt }),
  );
  const ids = withinWindow(rows, { from: 100, to: 200 }).map(({ id }) => id);
  expect(ids).toEqual(["100", "150", "200"]);
});
