import { expect, test } from "vitest";
import { paced } from "./paced.ts";

function setUp() {
  let value = "a";
  let standing = "live";
  let now = 0;
  const inner = new Set<() => void>();
  const delayed: { readonly run: () => void; readonly at: number }[] = [];
  const source = paced(
    {
      get: () => value,
      subscribe: (listener) => {
        inner.add(listener);
        return () => inner.delete(listener);
      },
    },
    {
      everyMs: 1_000,
      standing: () => standing,
      now: () => now,
      delay: (run, ms) => delayed.push({ run, at: now + ms }),
    },
  );
  const told: string[] = [];
  return {
    source,
    told,
    inner,
    listen: () => source.subscribe(() => told.push(`${source.get()} at ${now}`)),
    set: (next: string, as = standing) => {
      value = next;
      standing = as;
      for (const listener of inner) listener();
    },
    pass: (ms: number) => {
      now += ms;
      for (const { run } of delayed.splice(0).filter(({ at }) => at <= now)) run();
    },
  };
}

test("the first change is told at once, and those soon after it together", () => {
  const { listen, set, pass, told, source } = setUp();
  listen();
  set("b");
  pass(250);
  set("c");
  set("d");
  expect(source.get()).toBe("b");
  pass(750);
  pass(5_000);
  set("e");
  expect(told).toEqual(["b at 0", "d at 1000", "e at 6000"]);
});

test("what stands otherwise is told at once, and what is the same not at all", () => {
  const { listen, set, pass, told } = setUp();
  listen();
  set("b");
  set("c", "paused");
  set("c", "live");
  pass(1_000);
  expect(told).toEqual(["b at 0", "c at 0"]);
});

test("who does not listen reads how it is, and nobody is told after the last has gone", () => {
  const { listen, set, pass, told, source, inner } = setUp();
  set("b");
  expect(source.get()).toBe("b");
  const stop = listen();
  set("c");
  set("d");
  stop();
  pass(1_000);
  expect([told, inner.size, source.get()]).toEqual([["c at 0"], 0, "d"]);
  listen();
  set("e");
  expect(told.at(-1)).toBe("e at 1000");
});
