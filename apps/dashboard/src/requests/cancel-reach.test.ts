import { expect, test } from "vitest";
import { cancelReach } from "./cancel-reach.ts";
import { requestRow } from "./request-row.fixture.ts";

test("tells what stops, what never starts, who is told and what it has cost", () => {
  expect(
    cancelReach([
      requestRow({ costUsd: 0.01 }),
      requestRow({ client: "nightly" }),
      requestRow({ state: "queued" }),
      requestRow({ state: "ended" }),
    ]),
  ).toEqual([
    "2 running requests stop now. What they have used stays spent: at least $0.0100 so far.",
    "1 queued request never starts.",
    "An error goes to web, nightly.",
    "1 has already ended and stays as it is.",
  ]);
});
