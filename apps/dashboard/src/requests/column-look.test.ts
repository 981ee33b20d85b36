import { expect, test } from "vitest";
import { columnLook } from "./column-look.ts";

test("a text is set apart from the figures it follows", () => {
  const columns = [{}, { isFigure: true }, { isFigure: true }, {}, {}];
  expect(columns.map((_, index) => columnLook(columns, index))).toEqual([
    "text-left",
    "text-right",
    "text-right",
    "pl-2.5 text-left",
    "text-left",
  ]);
});
