import { expect, test } from "vitest";
import { jsonLine } from "./json-line.ts";

test("a record is one line that names its type and reads back as it was", () => {
  const hostile =
    'a\n"b"\r\n\u0000\u001b[2J\u007f\u009b\u2028\u2029\u202e\u2066\ufeff\\u001b \\ \ud800 🦊 é \u{10ffff}';
  const record = { id: hostile, n: 1.5, none: null, yes: true, context: { [hostile]: hostile } };
  const line = jsonLine("event", record);
  expect(line.endsWith("\n")).toBe(true);
  expect(line.slice(0, -1)).not.toMatch(
    // oxlint-disable-next-line no-control-regex -- none of them may be there
    /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/,
  );
  expect(line.startsWith('{"type":"event",')).toBe(true);
  expect(JSON.parse(line)).toEqual({ type: "event", ...record });
});
