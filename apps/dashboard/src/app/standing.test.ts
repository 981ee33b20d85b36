import type { Verdict } from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { pastStandingOf, standingOf } from "./standing.ts";

const verdict: Verdict = {
  level: "ok",
  headline: "All normal:",
  detail: "374 requests in 5 minutes.",
  since: null,
  requests: null,
  place: null,
  findings: [],
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

test("a past moment: the verdict of then, and what is not known of it", () => {
  const past = { wanted: 5, at: 5, status: "known", why: null, gaps: [] } as const;
  expect(pastStandingOf(verdict, past, true)).toMatchObject({ headline: verdict.headline });
  const partly = { ...past, why: "Two minutes before were lost." };
  expect(pastStandingOf(verdict, partly, true).detail).toBe(
    "374 requests in 5 minutes. Two minutes before were lost.",
  );
});

test.each(["loading", "unknown", "failed"] as const)("a past moment that is %s", (status) => {
  const past = { wanted: 5, at: 5, status, why: "The gateway did not run then.", gaps: [] };
  expect(pastStandingOf(verdict, past, false)).toMatchObject({
    level: "unknown",
    requests: null,
    detail: "The gateway did not run then.",
  });
});
