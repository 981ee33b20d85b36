import { expect, test, vi } from "vitest";
import { DrawTurns, type Drawing } from "./draw-turns.ts";

const tickMs = 10;

/** Time that stands still until it is moved on, and with it what was to be run. */
function setUp(count: number) {
  let at = 0;
  let later: { readonly at: number; readonly callback: () => void }[] = [];
  let soon: (() => void)[] = [];
  const turns = new DrawTurns({
    now: () => at,
    soon: (callback) => soon.push(callback),
    delay: (callback, ms) => later.push({ at: at + ms, callback }),
  });
  const drawn: number[] = [];
  const drawings = Array.from({ length: count }, (_, n): Drawing => ({
    draw: () => drawn.push(n),
  }));
  for (const one of drawings) turns.drawn(one);
  const run = () => {
    const now = soon;
    soon = [];
    for (const callback of now) callback();
  };
  return {
    turns,
    drawings,
    /** Those that were drawn since it was last asked. */
    drawn: () => drawn.splice(0),
    frame: () => {
      for (const one of drawings) turns.ask(one);
      run();
    },
    pass: (ms: number) => {
      const until = at + ms;
      for (; at < until; at += tickMs) {
        const due = later.filter((one) => one.at <= at);
        later = later.filter((one) => one.at > at);
        for (const { callback } of due) callback();
        run();
      }
    },
  };
}

test("with each of four frames a second a quarter is drawn, and all within that second", () => {
  const { drawn, frame, pass } = setUp(8);
  const frames = Array.from({ length: 8 }, () => {
    frame();
    pass(250);
    return drawn();
  });
  expect(frames).toEqual([
    [0, 1],
    [2, 3],
    [4, 5],
    [6, 7],
    [0, 1],
    [2, 3],
    [4, 5],
    [6, 7],
  ]);
});

test("what waits is drawn though no frame comes any more, and then there is rest", () => {
  const { drawn, frame, pass } = setUp(5);
  frame();
  expect(drawn()).toEqual([0, 1]);
  for (let n = 0; n < 4; n += 1) pass(300);
  expect(drawn()).toEqual([2, 3, 4]);
  for (let n = 0; n < 4; n += 1) pass(300);
  expect(drawn()).toEqual([]);
});

test("frames that come faster draw no more often", () => {
  const { drawn, frame, pass } = setUp(1);
  for (let n = 0; n < 20; n += 1) {
    frame();
    pass(50);
  }
  expect(drawn().length).toBeLessThanOrEqual(6);
});

test("what was drawn without waiting, or is not seen any more, has no turn", () => {
  const { turns, drawings, drawn, pass } = setUp(2);
  const [one, other] = drawings;
  if (one === undefined || other === undefined) throw new Error("There are two.");
  const draw = vi.spyOn(one, "draw");
  turns.ask(one);
  turns.ask(other);
  turns.drawn(one);
  turns.left(other);
  pass(1_000);
  expect(draw).not.toHaveBeenCalled();
  expect(drawn()).toEqual([]);
});
