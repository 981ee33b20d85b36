import { expect, test } from "vitest";
import { requestRow } from "../requests/request-row.fixture.ts";
import { isOfSession, requestsOfSession } from "./session-requests.ts";

test("a session's requests are those of its lane, in the order they came", () => {
  const rows = [
    requestRow({ id: "late", lane: "t/s", startedAt: 9 }),
    requestRow({ id: "b", lane: "t/s", startedAt: 3 }),
    requestRow({ id: "a", lane: "t/s", startedAt: 3 }),
    requestRow({ id: "else", lane: "u/s", startedAt: 1 }),
  ];
  const ids = (at?: number) => requestsOfSession(rows, "t/s", at).map(({ id }) => id);
  expect(ids()).toEqual(["a", "b", "late"]);
  expect(ids(5)).toEqual(["a", "b"]);
  expect(requestsOfSession(rows, undefined, undefined)).toEqual([]);
});

test("two clients may give the same name, and a one-shot lane is no session", () => {
  const row = requestRow({ sessionId: "s", clientId: "t", oneShot: false });
  expect(isOfSession(row, "s", undefined)).toBe(true);
  expect(isOfSession(row, "s", "t")).toBe(true);
  expect(isOfSession(row, "s", "u")).toBe(false);
  expect(isOfSession({ ...row, oneShot: true }, "s", "t")).toBe(false);
});
