import { expect } from "vitest";
import { openCompressedTime } from "../bench/src/dashboard/compressed-time.ts";
import { devtoolsOf } from "../bench/src/dashboard/devtools.ts";
import { listPages } from "../bench/src/dashboard/open-dashboard.ts";
import { weighPage, type PageWeight } from "../bench/src/dashboard/page-weight.ts";
import { test } from "./test.ts";

const rounds = 4;
const minutesPerRound = 4;
/** A list may be longer by some rows at one time than at another; what leaks doubles that with each round. */
const mayDiffer = 1.3;

test(
  "minutes of traffic over every page leave no nodes and no listeners behind",
  {
    timeout: 240_000,
  },
  async ({ visit }) => {
    const load = { speed: 60, inFlight: 40, endsPerSecond: 2, eventsPerSecond: 1 };
    await using time = await openCompressedTime(load);
    const { page, context } = await visit(time.gateway);
    const devtools = devtoolsOf(await context.newCDPSession(page));
    const nav = page.getByRole("navigation", { name: "Pages" });
    const pages = await listPages(page);
    expect(pages.length).toBeGreaterThan(1);
    const weights: PageWeight[] = [];

    for (let round = 0; round < rounds; round += 1) {
      for (const { name } of [...pages.slice(1), ...pages.slice(0, 1)]) {
        await nav.getByRole("link", { name }).click();
        await time.pass(minutesPerRound / pages.length);
      }
      weights.push(await weighPage(devtools));
    }

    // The first round loads the pages and fills what is bounded.
    const [, second, ...later] = weights;
    const told = JSON.stringify(weights);
    const last = later.at(-1);
    expect(last?.nodes, told).toBeLessThan((second?.nodes ?? 0) * mayDiffer);
    expect(last?.listeners, told).toBeLessThan((second?.listeners ?? 0) * mayDiffer);
  },
);
