import { expect, test } from "vitest";
import { columnLook } from "./column-look.ts";

test("a text is cut off where it is too long, and set apart from the figures it follows", () => {
  const columns = [{}, { isFigure: true }, { isFigure: true }, {}, {}];
  expect(columns.map((_, index) => columnLook(columns, index))).toEqual([
    "min-w-0 truncate text-left",
    "min-w-0 whitespace-nowrap text-right",
    "min-w-0 whitespace-nowrap text-right",
    "min-w-0 truncate text-left pl-2.5",
    "min-w-0 truncate text-left",
  ]);
});
