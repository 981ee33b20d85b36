import type { Verdict } from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { standingOf } from "./standing.ts";

const verdict: Verdict = {
  level: "ok",
  headline: "All normal:",
  detail: "374 requests in 5 minutes.",
  since: null,
  requests: null,
};
const connection = (status: "live" | "stale" | "reconnecting" | "paused" | "failed") => ({
  status,
  since: 1_000,
  lastMessageAt: 1_000,
});

test("fresh data: the gateway's own verdict", () => {
  expect(standingOf(verdict, connection("live"), true, 2_000)).toBe(verdict);
  expect(standingOf(verdict, connection("paused"), true, 60_000)).toBe(verdict);
});

test.each(["stale", "reconnecting", "failed"] as const)(
  "%s: it can't tell, and says how long",
  (s) => {
    const standing = standingOf(verdict, connection(s), true, 13_000);
    expect(standing.level).toBe("unknown");
    expect(standing.headline).toBe("Can't tell: no data for 12 s.");
  },
);

test("nothing has come yet: it does not say that all is well", () => {
  expect(standingOf(verdict, connection("reconnecting"), false, 2_000).level).toBe("unknown");
});
