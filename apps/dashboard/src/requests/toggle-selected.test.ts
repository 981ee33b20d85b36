import { expect, test } from "vitest";
import { toggleSelected } from "./toggle-selected.ts";

const ids = ["a", "b", "c", "d"];
const toggled = (selected: string[], id: string, from: string | null) => [
  ...toggleSelected(new Set(selected), ids, id, from),
];

test("a row is in or out", () => {
  expect(toggled(["a"], "c", null)).toEqual(["a", "c"]);
  expect(toggled(["a", "c"], "a", null)).toEqual(["c"]);
});

test("all from the row that was chosen last are in, whichever of them is above", () => {
  expect(toggled(["b"], "d", "b")).toEqual(["b", "c", "d"]);
  expect(toggled(["d"], "b", "d")).toEqual(["d", "b", "c"]);
});

test("a row that left the list is the beginning of nothing", () => {
  expect(toggled(["x"], "b", "x")).toEqual(["x", "b"]);
});
