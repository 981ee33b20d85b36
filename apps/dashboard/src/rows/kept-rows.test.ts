import { expect, test } from "vitest";
import { KeptRows } from "./kept-rows.ts";

const row = (id: string) => ({ id });

test("what the live state forgets stays, up to a bound, and nothing comes twice", () => {
  let list = [row("1")];
  const kept = new KeptRows({ list: () => list, subscribe: () => () => undefined });
  const first = kept.get();
  expect(kept.get()).toBe(first);
  list = [row("2"), row("1")];
  list = [row("3"), row("2")];
  expect(kept.get().map(({ id }) => id)).toEqual(["3", "2", "1"]);
  for (let i = 0; i < 3_000; i += 1) {
    list = [row(`n${i}`)];
    kept.get();
  }
  expect(kept.get()).toHaveLength(2_000);
  expect(kept.get()[0]?.id).toBe("n2999");
});
