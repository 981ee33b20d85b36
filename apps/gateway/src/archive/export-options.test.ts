import { expect, test } from "vitest";
import type { ArchiveFlags } from "../config/index.ts";
import { exportOptions } from "./export-options.ts";

const now = Date.UTC(2026, 5, 15, 12);

function options(flags: Partial<ArchiveFlags>) {
  const none = { from: undefined, to: undefined, format: undefined, what: undefined };
  return exportOptions({ ...none, file: undefined, force: false, ...flags }, now);
}

test("with nothing said it is everything up to now, as JSON Lines", () => {
  expect(options({})).toEqual({
    from: 0,
    to: now,
    format: "jsonl",
    kinds: ["requests", "spans", "events", "messages", "failures"],
  });
});

test("a window, a kind and a format are taken as they are said", () => {
  expect(options({ from: "-2h", to: "-1h", what: "events", format: "csv" })).toEqual({
    from: now - 7_200_000,
    to: now - 3_600_000,
    format: "csv",
    kind: "events",
  });
});

test.each([
  [{ from: "soon" }, /^--from: found "soon", expected a date such as/],
  [{ to: "1781524800" }, /^--to: found "1781524800", expected .* epoch milliseconds/],
  [{ from: "-1h", to: "-2h" }, /^--from: 2026-06-15T11:00:00.000Z lies after 2026-06-15T10/],
  [{ format: "xml" }, /^--format: found "xml", expected jsonl, csv\./],
  [{ what: "request" }, /^--what: found "request", expected requests, spans, events/],
  [{ format: "csv" }, /^--format: a table of CSV .* --what requests\|spans\|events/],
])("%j is a usage error", (flags, message) => {
  let error: unknown;
  try {
    options(flags);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({ code: "usage", exitCode: 2 });
  expect(error).toMatchObject({ message: expect.stringMatching(message) });
});
