import type { TokenRow } from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { standingOf, usableFirst } from "./token-standing.ts";

function token(id: string, change: Partial<TokenRow> = {}): TokenRow {
  return {
    id,
    name: id,
    role: "ingest",
    createdAt: 100,
    expiresAt: null,
    lastUsedAt: null,
    revokedAt: null,
    inFlight: 0,
    fromEnvironment: false,
    ...change,
  };
}

test("a token is active until it is revoked or its time is over", () => {
  expect(standingOf(token("a"), 1_000)).toBe("active");
  expect(standingOf(token("a", { expiresAt: 1_001 }), 1_000)).toBe("active");
  expect(standingOf(token("a", { expiresAt: 1_000 }), 1_000)).toBe("expired");
  expect(standingOf(token("a", { expiresAt: 1_000, revokedAt: 5 }), 1_000)).toBe("revoked");
});

test("those that may do something come first, the newest before the others", () => {
  const rows = [
    token("old"),
    token("gone", { createdAt: 900, revokedAt: 950 }),
    token("new", { createdAt: 800 }),
    token("over", { createdAt: 850, expiresAt: 900 }),
  ];
  expect(usableFirst(rows, 1_000).map(({ id }) => id)).toEqual(["new", "old", "gone", "over"]);
});
