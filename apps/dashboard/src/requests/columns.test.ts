import { expect, test } from "vitest";
import { columns } from "./columns.tsx";

test("what is shown at a width fits in it", () => {
  const edges = 2 * 16 + 2 * 12;
  const gap = 10;
  for (const { from } of columns.filter((column) => column.from > 0)) {
    const shown = columns.filter((column) => column.from <= from);
    const least = shown.reduce((sum, { track }) => sum + Number(/\d+/.exec(track)?.[0]), 0);
    expect(least + edges + (shown.length + 1) * gap, `from ${from}`).toBeLessThanOrEqual(from);
  }
});
