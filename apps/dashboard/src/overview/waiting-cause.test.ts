import { expect, test } from "vitest";
import { requestRow } from "../requests/request-row.fixture.ts";
import { longestWaiter, waitingCause } from "./waiting-cause.ts";

const queued = { state: "queued", phase: "queued" } as const;

test("the oldest of those that wait leads to what blocks its lane", () => {
  const waiter = longestWaiter([
    requestRow({ id: "runs", startedAt: 1 }),
    requestRow({ id: "late", ...queued, phaseDetail: "slot", lane: "b", startedAt: 9 }),
    requestRow({ id: "old", ...queued, phaseDetail: "lane", lane: "a", startedAt: 5 }),
  ]);
  expect(waitingCause(waiter)).toEqual({ to: "/requests", search: { lane: "a", sort: "age" } });
});

test("who waits for a slot leads to those that hold them, and for a model to the models", () => {
  const cause = (phaseDetail: string) => waitingCause({ lane: "a", phaseDetail });
  expect(cause("slot")).toEqual({ to: "/requests", search: { state: "running", sort: "age" } });
  expect(cause("breaker")).toEqual({ to: "/models", search: {} });
  expect(cause("paused")).toEqual({ to: "/requests", search: { state: "queued", sort: "age" } });
  expect(waitingCause(longestWaiter([]))).toMatchObject({ search: { state: "queued" } });
});
