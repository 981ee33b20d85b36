import { expect, test } from "vitest";
import { requestRow } from "../requests/request-row.fixture.ts";
import { sessionLines } from "./session-lines.ts";
import { sessionRow } from "./session-row.fixture.ts";

const all = () => true;
const told = (lines: ReturnType<typeof sessionLines>) =>
  lines.map(({ sessionId, clientId, inFlight }) => [sessionId, clientId, inFlight]);

test("a session's requests in flight are those of its own client", () => {
  const running = [
    requestRow({ id: "1", sessionId: "s", clientId: "t", startedAt: 10, oneShot: false }),
    requestRow({ id: "2", sessionId: "s", clientId: "other", startedAt: 30, oneShot: false }),
    requestRow({ id: "3", sessionId: "s", clientId: "t", startedAt: 20, oneShot: false }),
    requestRow({ id: "4", sessionId: "4", clientId: "t", oneShot: true }),
  ];
  expect(told(sessionLines([sessionRow()], running, all))).toEqual([
    ["s", "other", 1],
    ["s", "t", 2],
  ]);
});

test("one that has only begun has to fit the filter too", () => {
  const running = [requestRow({ sessionId: "new", clientId: "t", oneShot: false })];
  expect(told(sessionLines([sessionRow()], running, () => false))).toEqual([["s", "t", 0]]);
});

test("those with requests in flight come first, the newest on top, and the others as they are listed", () => {
  const running = [
    requestRow({ id: "1", sessionId: "old", startedAt: 10, oneShot: false }),
    requestRow({ id: "2", sessionId: "listed", startedAt: 30, oneShot: false }),
    requestRow({ id: "3", sessionId: "old", startedAt: 20, oneShot: false }),
    requestRow({ id: "4", sessionId: "new", startedAt: 40, oneShot: false }),
  ];
  const listed = ["quiet", "listed", "quieter"].map((sessionId) =>
    sessionRow({ sessionId, clientId: requestRow().clientId }),
  );
  const names = sessionLines(listed, running, all).map(({ sessionId }) => sessionId);
  expect(names).toEqual(["new", "listed", "old", "quiet", "quieter"]);
});
