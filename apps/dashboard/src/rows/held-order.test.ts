import { expect, test } from "vitest";
import { holdOrder } from "./held-order.ts";

const row = (id: string, value = 0) => ({ id, value });
const keyOf = ({ id }: { id: string }) => id;

test("keeps the order, shows new values, counts what came since", () => {
  const held = [row("a"), row("b"), row("c")];
  const fresh = [row("new", 9), row("c", 3), row("a", 1)];
  expect(holdOrder(held, fresh, keyOf)).toEqual({
    rows: [row("a", 1), row("b"), row("c", 3)],
    newCount: 1,
  });
});

test("a row that left the list is kept up to date as long as it is known", () => {
  const known = new Map([["a", row("a", 5)]]);
  expect(holdOrder([row("a"), row("b")], [row("c")], keyOf, known)).toEqual({
    rows: [row("a", 5), row("b")],
    newCount: 1,
  });
});
