import { z } from "zod";
import { builtInTool } from "./built-in-tool.ts";
import { ToolError } from "./tool.ts";

/** Tells the time. Answers JSON: `time` (ISO 8601 with its offset), `weekday` and `timeZone`. */
export const clock = builtInTool({
  name: "clock",
  description: "Tells the current date, time and weekday in a time zone.",
  input: z.strictObject({
    timeZone: z
      .string()
      .max(64)
      .optional()
      .describe("An IANA time zone such as Europe/Paris; UTC where it is left out."),
  }),
  run({ timeZone = "UTC" }, { now }) {
    const time = inZone(now(), timeZone);
    return JSON.stringify({
      time: time.toString({ smallestUnit: "second", timeZoneName: "never" }),
      weekday: time.toLocaleString("en", { weekday: "long" }),
      timeZone: time.timeZoneId,
    });
  },
});

function inZone(at: number, timeZone: string): Temporal.ZonedDateTime {
  const instant = Temporal.Instant.fromEpochMilliseconds(at);
  try {
    return instant.toZonedDateTimeISO(timeZone);
  } catch (cause) {
    throw new ToolError(
      "tool_input",
      `${JSON.stringify(timeZone)} is not a time zone. Use an IANA name such as UTC, Europe/Paris or America/New_York.`,
      { cause },
    );
  }
}
