import { expect, it } from "vitest";
import { seededRandom } from "../../test/seeded-random.ts";
import { LaneQueue } from "./index.ts";

/** A request of the load: who sends it when, in which lane, and how long it takes once it runs. */
interface Arrival {
  readonly at: number;
  readonly owner: string;
  readonly key: string;
  readonly tookMs: number;
}

const slots = 8;
const meanMs = 100;

/** Promises that were settled have told it by then. */
const settled = () =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** From a request's arrival to its end. */
interface Served extends Arrival {
  readonly latencyMs: number;
}

/**
 * Plays a load in simulated time: no clock of the machine takes part, so that the figures are those of
 * the queue alone.
 */
async function play(load: readonly Arrival[]): Promise<Served[]> {
  const clock = { at: 0, now: () => clock.at, mono: () => clock.at };
  const queue = new LaneQueue({ limitOf: () => slots, maxDepth: () => 10_000, clock });
  const served: Served[] = [];
  const due: { at: number; run: () => void }[] = [];
  const { signal } = new AbortController();
  const enter = async (arrival: Arrival, index: number): Promise<void> => {
    const { owner, key, at, tookMs } = arrival;
    const request = { requestId: String(index), key, owner, pool: "agents", signal };
    const leave = await queue.enter({ ...request, onWait: () => {} });
    const end = clock.at + tookMs;
    const run = (): void => {
      served.push({ ...arrival, latencyMs: end - at });
      leave();
    };
    due.push({ at: end, run });
  };
  load.forEach((arrival, index) =>
    due.push({ at: arrival.at, run: () => void enter(arrival, index) }),
  );
  while (due.length > 0) {
    due.sort((a, b) => a.at - b.at);
    const next = due.shift();
    clock.at = next?.at ?? clock.at;
    next?.run();
    await settled();
  }
  expect(queue.totalPending()).toBe(0);
  return served;
}

/** Poisson arrivals of one owner, spread over sessions of its own. */
function calls(
  random: () => number,
  owner: string,
  perSecond: number,
  sessions: number,
): Arrival[] {
  const arrivals: Arrival[] = [];
  for (let at = 0; at < 20_000; at -= (Math.log(1 - random()) * 1_000) / perSecond) {
    const key = `${owner}/${Math.floor(random() * sessions)}`;
    arrivals.push({ at, owner, key, tookMs: meanMs * (0.5 + random()) });
  }
  return arrivals;
}

function quietLoad(random: () => number): Arrival[] {
  return ["crm", "web", "till"].flatMap((owner) => calls(random, owner, 4, 40));
}

/** What others do at their worst: a burst as large as the queue takes, and then no pause. */
function burst(owner: string, count: number, keyOf: (index: number) => string): Arrival[] {
  return Array.from({ length: count }, (_, index) => ({
    at: index * 10,
    owner,
    key: keyOf(index),
    tookMs: meanMs,
  }));
}

function p99(served: readonly Served[], of: (one: Served) => boolean): number {
  const values = served.filter(of).map(({ latencyMs }) => latencyMs);
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? 0;
}

it.each([
  ["key that sends one-shot requests", (index: number) => `noisy/~${index}`],
  ["key that floods fifty sessions", (index: number) => `noisy/${index % 50}`],
  ["session with a backlog", () => "noisy/one"],
] as const)("a noisy %s leaves the others' p99 within twice the quiet one", async (_, keyOf) => {
  const quiet = await play(quietLoad(seededRandom(7)));
  const noise = burst("noisy", 1_500, keyOf);
  const both = await play([...quietLoad(seededRandom(7)), ...noise]);
  expect(both.filter(({ owner }) => owner === "noisy")).toHaveLength(noise.length);
  // It is more than the slots can do while the others' load lasts, whatever lanes it is in.
  expect(p99(both, ({ owner }) => owner === "noisy")).toBeGreaterThan(5_000);
  for (const name of ["crm", "web", "till"]) {
    const before = p99(quiet, ({ owner }) => owner === name);
    const after = p99(both, ({ owner }) => owner === name);
    expect(before).toBeGreaterThan(meanMs);
    expect(after, `${name}: ${after} ms after ${before} ms`).toBeLessThanOrEqual(2 * before);
  }
});

it("a noisy session leaves its own key's other sessions within twice the quiet p99", async () => {
  const quiet = await play(calls(seededRandom(3), "crm", 10, 40));
  const noise = burst("crm", 500, () => "crm/noisy");
  const both = await play([...calls(seededRandom(3), "crm", 10, 40), ...noise]);
  const isOther = ({ key }: Served): boolean => key !== "crm/noisy";
  expect(p99(both, (one) => !isOther(one))).toBeGreaterThan(5_000);
  expect(p99(both, isOther)).toBeLessThanOrEqual(2 * p99(quiet, isOther));
});
