import { expect, test } from "vitest";
import { EndedRows } from "./ended-rows.ts";
import { requestRow } from "./request-row.fixture.ts";

test("what the live state forgets stays, up to a bound, and nothing comes twice", () => {
  let recent = [requestRow({ id: "1" })];
  const ended = new EndedRows({ getState: () => ({ recent }), subscribe: () => () => undefined });
  const first = ended.get();
  expect(ended.get()).toBe(first);
  recent = [requestRow({ id: "2" }), requestRow({ id: "1" })];
  recent = [requestRow({ id: "3" }), requestRow({ id: "2" })];
  expect(ended.get().map((row) => row.id)).toEqual(["3", "2", "1"]);
  for (let i = 0; i < 3_000; i += 1) {
    recent = [requestRow({ id: `n${i}` })];
    ended.get();
  }
  expect(ended.get()).toHaveLength(2_000);
  expect(ended.get()[0]?.id).toBe("n2999");
});
