import { expect, it } from "vitest";
import { shortened } from "./shortened.ts";

it("leaves thousandths, or millionths of what is less than one", () => {
  expect(shortened(1_234.567_891_2)).toBe(1_234.568);
  expect(shortened(1 / 3)).toBe(0.333_333);
  expect(shortened(12)).toBe(12);
  expect(shortened(0)).toBe(0);
});

it("leaves what is unknown so", () => {
  expect(shortened(Number.NaN)).toBeNaN();
});

it("changes nothing by more than the sketches' own error is wide", () => {
  for (let figure = 1e-3; figure < 1e13; figure *= 1.7) {
    expect(Math.abs(shortened(figure) - figure) / figure).toBeLessThan(0.001);
  }
});
