import { expect, test } from "vitest";
import { fingerprintOf } from "./fingerprint.ts";

test("numbers, ids and quoted parts make no other failure", () => {
  const one = fingerprintOf(
    "timeout",
    'no byte of "swift" for 12 s, request 01M8NH1TKD5BAQDYQ8YA5VN5MZ',
  );
  expect(
    fingerprintOf("timeout", 'no byte of "slow" for 9 s, request 01M8NH1TKD1GJTD63JAWHVY1VB'),
  ).toBe(one);
  expect(fingerprintOf("network", 'no byte of "slow" for 9 s')).not.toBe(one);
});

test("what is not called is one failure, whatever it was found by and whenever it is tried again", () => {
  const said = (rest: string) =>
    fingerprintOf("upstream_5xx", `north · swift-1 is not called${rest}`);
  const one = said(
    " since 06:26:57 UTC: 5 of 7 attempts failed. It is tried again at 06:27:07 UTC.",
  );
  expect(said(" since 06:31:02 UTC: the trial failed. Another call is trying it now.")).toBe(one);
  expect(
    said(": 5 of 6 attempts failed, mostly upstream_5xx. It is tried again at 06:27:07 UTC."),
  ).toBe(one);
  expect(fingerprintOf("upstream_5xx", "south · swift-1 is not called: 5 of 7 failed.")).not.toBe(
    one,
  );
});
