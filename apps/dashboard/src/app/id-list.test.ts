import { expect, test } from "vitest";
import { readIds, writeIds } from "./id-list.ts";

test("ids are read back as they were written, and what is none is left out", () => {
  expect(writeIds([])).toBeUndefined();
  expect(readIds(writeIds(["a", "b:1/x"]), 5)).toEqual(["a", "b:1/x"]);
  expect(readIds("a,b,,a,<script>,c d", 5)).toEqual(["a", "b"]);
  expect(readIds("a,b,c", 2)).toEqual(["a", "b"]);
  expect(readIds(undefined, 2)).toEqual([]);
});
