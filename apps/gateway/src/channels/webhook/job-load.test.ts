import { expect, it } from "vitest";
import { JobLoad } from "./job-load.ts";

const overloaded = expect.objectContaining({ code: "overloaded" });

it("takes no more jobs than it may, and again once one is over", () => {
  const load = new JobLoad({ maxJobs: 2, maxSize: 100 });
  load.restore({ jobs: 1, size: 10 });
  load.take(10);
  expect(() => load.take(1)).toThrow(overloaded);
  load.give(10);
  load.take(1);
});

it("takes no more text than it may, results that wait included", () => {
  const load = new JobLoad({ maxJobs: 10, maxSize: 100 });
  load.take(40);
  load.grow(50);
  expect(() => load.take(11)).toThrow(overloaded);
  load.take(10);
  load.give(90);
  load.take(90);
});
