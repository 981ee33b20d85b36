import { expect, test } from "vitest";
import { KnownAddresses } from "./known-addresses.ts";

test("a token is known where it was used, and the bound forgets the oldest", () => {
  const known = new KnownAddresses(2);
  known.add("a", "192.0.2.1");
  known.add("b", "192.0.2.1");
  expect([known.has("a", "192.0.2.1"), known.has("a", "192.0.2.2")]).toEqual([true, false]);
  known.add("a", "192.0.2.2");
  expect([known.has("a", "192.0.2.1"), known.has("a", "192.0.2.2")]).toEqual([false, true]);
});
