import { expect, test } from "vitest";
import { parseSize } from "./size.ts";

test.each([
  ["5GB", 5e9],
  ["1.5 GiB", 1.5 * 2 ** 30],
  ["10mb", 1e7],
  ["7B", 7],
  ["5", null],
  ["GB", null],
  ["-5GB", null],
  ["5XB", null],
])("%s is %s bytes", (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});
