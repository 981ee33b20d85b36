import { expect, test } from "vitest";
import { filterOf, inputOf } from "./error-filter.ts";

test("of an address, only what narrows is a filter", () => {
  expect(filterOf({ client: "crm", sort: "last", dir: "asc", text: undefined })).toEqual({
    client: "crm",
  });
});

test("an unknown kind of error is not asked for", () => {
  expect(inputOf({ errorKind: "no_such", text: "429" })).toEqual({ text: "429" });
  expect(inputOf({ errorKind: "timeout" })).toEqual({ errorKind: "timeout" });
});
