import { expect, test } from "vitest";
import { parseViews, withView } from "./saved-views.ts";

const view = (name: string, path = "/requests?outcome=failed") => ({ name, path });

test("a view is kept by its name, once, in order", () => {
  const views = withView([view("night")], view(" day "));
  expect(views?.map(({ name }) => name)).toEqual(["day", "night"]);
  expect(withView(views ?? [], view("night", "/lanes"))).toEqual([
    view("day"),
    view("night", "/lanes"),
  ]);
});

test("there are no more than thirty, and each has a name and an address of this gateway", () => {
  const full = Array.from({ length: 30 }, (_, i) => view(`view ${i}`));
  expect(withView(full, view("one more"))).toBeNull();
  expect(withView(full, view("view 3", "/"))).toHaveLength(30);
  for (const path of ["https://evil.example/", "//evil.example/", "/\\evil.example", "requests"]) {
    expect(withView([], view("x", path)), path).toBeNull();
  }
  expect(withView([], view("   "))).toBeNull();
});

test.each([
  ["nothing", null],
  ["no JSON", "{"],
  ["no list", '{"name":"x","path":"/"}'],
  [
    "no views",
    '[null,1,"x",{"name":"x"},{"name":1,"path":"/"},{"name":"x","path":"//evil.example"}]',
  ],
])("%s is no view", (_, text) => {
  expect(parseViews(text)).toEqual([]);
});

test("what is good of what was kept is read", () => {
  const text = JSON.stringify([view("a"), { name: "b", path: 7 }, view("x".repeat(200))]);
  expect(parseViews(text)).toEqual([view("a"), view("x".repeat(60))]);
});
