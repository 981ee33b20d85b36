import type { RunEvent } from "@signalbox/api-contract";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RunWatch } from "./run-watch.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function watching() {
  let tell: (event: RunEvent) => void = () => {};
  const unsubscribe = vi.fn();
  const watch = new RunWatch("r", (_, on) => {
    tell = on.event;
    return { unsubscribe };
  });
  const shown = vi.fn();
  watch.subscribe(shown);
  watch.start();
  return { watch, shown, unsubscribe, tell: (event: RunEvent) => tell(event) };
}

const failed = {
  type: "failed",
  requestId: "r",
  errorKind: "timeout",
  message: "Too late.",
  text: "",
} as const;

test("shows the first word at once and what follows together", () => {
  const { watch, shown, tell } = watching();
  tell({ type: "text", text: "a" });
  expect(shown).toHaveBeenCalledTimes(1);
  for (const text of ["b", "c", "d"]) tell({ type: "text", text });
  expect(shown).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(50);
  expect(shown).toHaveBeenCalledTimes(2);
  expect(watch.getState().parts).toEqual([{ kind: "text", text: "abcd" }]);
});

test("an end is shown at once, and ends the watch", () => {
  const { watch, tell, unsubscribe } = watching();
  tell({ type: "text", text: "a" });
  tell({ type: "text", text: "b" });
  tell(failed);
  expect(watch.getState()).toMatchObject({
    parts: [{ kind: "text", text: "ab" }],
    ending: { errorKind: "timeout" },
  });
  expect(unsubscribe).toHaveBeenCalledOnce();
  watch.start();
  expect(watch.getState().ending).not.toBeNull();
});

test("one that is watched again begins anew, for it is told from its start", () => {
  const { watch, tell } = watching();
  tell({ type: "text", text: "a" });
  watch.stop();
  expect(watch.getState().parts).toHaveLength(1);
  watch.start();
  tell({ type: "text", text: "a" });
  tell({ type: "text", text: "b" });
  vi.advanceTimersByTime(50);
  expect(watch.getState().parts).toEqual([{ kind: "text", text: "ab" }]);
});
