import { expect, test } from "vitest";
import { NoticeWatch } from "./notice-watch.ts";

const minute = 60_000;

/** Tabs of one browser, which know together when something was last said. */
function createTabs(count: number) {
  const tabs = Array.from({ length: count }, () => ({ watch: new NoticeWatch(), isHidden: true }));
  let now = 10 * minute;
  let lastAt = 0;
  const told: string[] = [];
  return {
    tabs,
    told,
    pass: (ms: number, red: string | null): void => {
      now += ms;
      for (const { watch, isHidden } of tabs) {
        const step = watch.step({ now, red, isHidden, lastAt });
        if (step.kind !== "nothing") lastAt = now;
        if (step.kind === "tell") told.push(step.text);
      }
    },
  };
}

test("what turns red while the tab is hidden is told once, and again when it turns red again", () => {
  const { pass, told } = createTabs(1);
  pass(1_000, null);
  pass(1_000, "a");
  pass(5 * minute, "a");
  expect(told).toEqual(["a"]);
  pass(minute, null);
  pass(minute, "b");
  expect(told).toEqual(["a", "b"]);
});

test("at most one a minute; what is still red then is told late", () => {
  const { pass, told } = createTabs(1);
  pass(1_000, "a");
  pass(1_000, null);
  pass(1_000, "b");
  expect(told).toEqual(["a"]);
  pass(minute, "b");
  expect(told).toEqual(["a", "b"]);
});

test("nothing is told of what is seen, nor of what was red when the tab was left", () => {
  const { pass, told, tabs } = createTabs(1);
  const [tab] = tabs;
  if (tab === undefined) throw new Error("There is a tab.");
  tab.isHidden = false;
  pass(1_000, "a");
  tab.isHidden = true;
  pass(5 * minute, "a");
  expect(told).toEqual([]);
});

test("of several tabs one tells, and none where another is in view", () => {
  const hidden = createTabs(3);
  hidden.pass(1_000, "a");
  hidden.pass(5 * minute, "a");
  expect(hidden.told).toEqual(["a"]);

  const mixed = createTabs(2);
  const [first] = mixed.tabs;
  if (first === undefined) throw new Error("There is a tab.");
  first.isHidden = false;
  mixed.pass(1_000, "a");
  mixed.pass(5 * minute, "a");
  expect(mixed.told).toEqual([]);
});
