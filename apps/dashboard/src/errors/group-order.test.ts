import { expect, test } from "vitest";
import { errorGroup } from "./error-group.fixture.ts";
import { orderOf, sortGroups } from "./group-order.ts";

const groups = [
  errorGroup({ fingerprint: "old", count: 9, firstSeenAt: 1, lastSeenAt: 5 }),
  errorGroup({ fingerprint: "late", count: 2, knownSince: 3, firstSeenAt: 3, lastSeenAt: 7 }),
  errorGroup({ fingerprint: "same", count: 2, knownSince: 1, firstSeenAt: 2, lastSeenAt: 9 }),
];
const sorted = (...[search]: Parameters<typeof orderOf>) =>
  sortGroups(groups, orderOf(search)).map(({ fingerprint }) => fingerprint);

test("the most frequent first, and of those the one that is known for the shortest time", () => {
  expect(sorted({})).toEqual(["old", "late", "same"]);
});

test("by when they were seen, either way", () => {
  expect(sorted({ sort: "last" })).toEqual(["same", "late", "old"]);
  expect(sorted({ sort: "first", dir: "asc" })).toEqual(["old", "same", "late"]);
});
