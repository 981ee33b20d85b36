import { expect, test } from "vitest";
import { mostSelectedTold, readRequestsSearch } from "../app/search.ts";
import { selectedText } from "./selected-text.ts";

const some = (count: number, length: number) =>
  Array.from({ length: count }, (_, i) => String(i).padStart(length, "x"));

test("the address holds the first of those that are selected, and reads them back", () => {
  expect(selectedText(new Set())).toBeUndefined();
  const many = some(mostSelectedTold + 10, 36);
  const selected = selectedText(new Set(many));
  expect(selected?.split(",")).toEqual(many.slice(0, mostSelectedTold));
  expect(readRequestsSearch({ selected }).selected).toBe(selected);
});

test("long ids are fewer, so that the address stays one", () => {
  const selected = selectedText(new Set(some(mostSelectedTold, 128)));
  expect(selected?.length).toBeLessThan(2_000);
  expect(readRequestsSearch({ selected }).selected).toBe(selected);
});
