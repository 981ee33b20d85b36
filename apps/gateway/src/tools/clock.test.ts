import { expect, test } from "vitest";
import { clock } from "./clock.ts";

const context = {
  signal: new AbortController().signal,
  now: () => Date.UTC(2026, 2, 29, 23, 30),
};

test.for([
  [{}, "2026-03-29T23:30:00+00:00", "Sunday", "UTC"],
  [{ timeZone: "Europe/Paris" }, "2026-03-30T01:30:00+02:00", "Monday", "Europe/Paris"],
  [{ timeZone: "asia/kolkata" }, "2026-03-30T05:00:00+05:30", "Monday", "Asia/Kolkata"],
  [{ timeZone: "-03:00" }, "2026-03-29T20:30:00-03:00", "Sunday", "-03:00"],
] as const)("tells the time for %o", async ([input, time, weekday, timeZone]) => {
  expect(JSON.parse(await clock.run(input, context))).toEqual({ time, weekday, timeZone });
});

test("refuses a zone that is none", async () => {
  await expect(clock.run({ timeZone: "Mars/Olympus" }, context)).rejects.toMatchObject({
    code: "tool_input",
    message: expect.stringContaining('"Mars/Olympus" is not a time zone. Use an IANA name'),
  });
});

test("refuses an input that does not fit", async () => {
  await expect(clock.run({ timeZone: 3 }, context)).rejects.toMatchObject({
    code: "tool_input",
    message: expect.stringContaining("the input.timeZone"),
  });
});
