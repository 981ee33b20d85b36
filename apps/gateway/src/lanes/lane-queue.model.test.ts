import fc from "fast-check";
import { expect, it } from "vitest";
import { LaneHolds, LaneQueue } from "./index.ts";
import { shareOf } from "./slot-pool.ts";

interface Model {
  /** In the order they came, by key. */
  readonly waiting: Map<string, string[]>;
  readonly running: Map<string, string>;
  readonly pools: Map<string, string>;
  /** Keys, and `*` for all of them. */
  readonly paused: Set<string>;
  readonly limits: Record<string, number>;
  entered: number;
}

interface Real {
  readonly queue: LaneQueue;
  readonly holds: LaneHolds;
  readonly limits: Record<string, number>;
  readonly cancels: Map<string, () => void>;
  readonly leaves: Map<string, () => void>;
  /** What was admitted since the model looked last, in order. */
  readonly admitted: { id: string; key: string }[];
}

const maxDepth = 4;
const limits: Readonly<Record<string, number>> = { agents: 2, "provider:a": 4 };
const clock = { now: () => 0, mono: () => 0 };

/** One has most of the keys. */
const ownerOf = (key: string): string => (key === "e" ? "few" : "many");

/** Whether a key's owner holds less of a pool than it may. */
function hasShareLeft({ running, pools, limits }: Model, key: string, pool: string): boolean {
  const held = [...running].filter(
    ([other, id]) => ownerOf(other) === ownerOf(key) && pools.get(id) === pool,
  );
  return held.length < shareOf(limits[pool] ?? 0);
}

/** Promises that were settled have told it by then. */
const settled = () =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** Takes what was admitted into the model, and checks that it might have been. */
async function reconcile(model: Model, real: Real): Promise<void> {
  await settled();
  for (const { id, key } of real.admitted.splice(0)) {
    expect(model.running.has(key), "one of a key at a time").toBe(false);
    expect(model.paused.has(key) || model.paused.has("*"), "none of a paused one").toBe(false);
    const pool = model.pools.get(id) ?? "";
    const inPool = [...model.running.values()].filter((other) => model.pools.get(other) === pool);
    expect(inPool.length, "no more than fit").toBeLessThan(model.limits[pool] ?? 0);
    expect(hasShareLeft(model, key, pool), "no more than its owner's share").toBe(true);
    expect(model.waiting.get(key)?.shift(), "first come, first served").toBe(id);
    if (model.waiting.get(key)?.length === 0) model.waiting.delete(key);
    model.running.set(key, id);
  }
  const pending = [...model.waiting.values()].reduce((sum, ids) => sum + ids.length, 0);
  expect(real.queue.totalPending()).toBe(pending);
  const used = Map.groupBy(model.running.values(), (id) => model.pools.get(id) ?? "");
  for (const pool of Object.keys(limits)) {
    expect(real.queue.slots(pool).used).toBe(used.get(pool)?.length ?? 0);
    const isFree = real.queue.slots(pool).used < (model.limits[pool] ?? 0);
    for (const [key, [head = ""]] of model.waiting) {
      const isPaused = model.paused.has(key) || model.paused.has("*");
      const mayHave = model.pools.get(head) === pool && hasShareLeft(model, key, pool);
      const mayRun = !isPaused && !model.running.has(key) && mayHave;
      expect(isFree && mayRun, "no slot is free while one could run").toBe(false);
    }
  }
  const lanes = [...real.queue.lanes()];
  expect(new Set(lanes.map(({ key }) => key))).toEqual(
    new Set([...model.waiting.keys(), ...model.running.keys()]),
  );
}

class Enter implements fc.AsyncCommand<Model, Real> {
  readonly #key: string;
  readonly #pool: string;
  constructor(key: string, pool: string) {
    this.#key = key;
    this.#pool = pool;
  }
  check = (): boolean => true;
  toString = (): string => `enter ${this.#key} of ${this.#pool}`;
  async run(model: Model, real: Real): Promise<void> {
    const id = `r${model.entered}`;
    const key = this.#key;
    model.entered += 1;
    model.pools.set(id, this.#pool);
    const ids = model.waiting.get(key) ?? [];
    const isFull = ids.length >= maxDepth;
    if (!isFull) model.waiting.set(key, [...ids, id]);
    const controller = new AbortController();
    real.cancels.set(id, () => controller.abort(new Error("cancelled")));
    const admitted = (leave: () => void): void => {
      real.admitted.push({ id, key });
      real.leaves.set(id, leave);
    };
    let refused = false;
    real.queue
      .enter({
        requestId: id,
        key,
        pool: this.#pool,
        owner: ownerOf(this.#key),
        signal: controller.signal,
        onWait: () => {},
      })
      .then(admitted, () => (refused = true));
    await reconcile(model, real);
    expect(refused).toBe(isFull);
  }
}

class Leave implements fc.AsyncCommand<Model, Real> {
  readonly #nth: number;
  constructor(nth: number) {
    this.#nth = nth;
  }
  check = ({ running }: Readonly<Model>): boolean => running.size > 0;
  toString = (): string => `leave ${this.#nth}`;
  async run(model: Model, real: Real): Promise<void> {
    const [key, id] = [...model.running][this.#nth % model.running.size] ?? ["", ""];
    model.running.delete(key);
    real.leaves.get(id)?.();
    await reconcile(model, real);
  }
}

class Cancel implements fc.AsyncCommand<Model, Real> {
  readonly #nth: number;
  constructor(nth: number) {
    this.#nth = nth;
  }
  check = ({ waiting }: Readonly<Model>): boolean => waiting.size > 0;
  toString = (): string => `cancel ${this.#nth}`;
  async run(model: Model, real: Real): Promise<void> {
    const all = [...model.waiting].flatMap(([key, ids]) => ids.map((id) => ({ key, id })));
    const { key, id } = all[this.#nth % all.length] ?? { key: "", id: "" };
    const rest = (model.waiting.get(key) ?? []).filter((other) => other !== id);
    if (rest.length === 0) model.waiting.delete(key);
    else model.waiting.set(key, rest);
    real.cancels.get(id)?.();
    await reconcile(model, real);
  }
}

class Pause implements fc.AsyncCommand<Model, Real> {
  readonly #key: string;
  constructor(key: string) {
    this.#key = key;
  }
  check = (): boolean => true;
  toString = (): string => `pause ${this.#key}`;
  async run(model: Model, real: Real): Promise<void> {
    model.paused.add(this.#key);
    real.holds.set(this.#key, { mode: "paused", until: null, reason: null, by: "ops", since: 0 });
    real.queue.holdsChanged(this.#key);
    await reconcile(model, real);
  }
}

class Resume implements fc.AsyncCommand<Model, Real> {
  readonly #key: string;
  constructor(key: string) {
    this.#key = key;
  }
  check = ({ paused }: Readonly<Model>): boolean => paused.has(this.#key);
  toString = (): string => `resume ${this.#key}`;
  async run(model: Model, real: Real): Promise<void> {
    model.paused.delete(this.#key);
    real.holds.delete(this.#key);
    real.queue.holdsChanged(this.#key);
    await reconcile(model, real);
  }
}

class Limit implements fc.AsyncCommand<Model, Real> {
  readonly #pool: string;
  readonly #slots: number;
  constructor(pool: string, slots: number) {
    this.#pool = pool;
    this.#slots = slots;
  }
  check = (): boolean => true;
  toString = (): string => `${this.#slots} slots for ${this.#pool}`;
  async run(model: Model, real: Real): Promise<void> {
    model.limits[this.#pool] = this.#slots;
    real.limits[this.#pool] = this.#slots;
    real.queue.limitsChanged();
    await reconcile(model, real);
  }
}

it("does what a naive queue does, whatever is entered, left, cancelled, paused and resized", async () => {
  const key = fc.constantFrom("a", "b", "c", "d", "e");
  const pool = fc.constantFrom(...Object.keys(limits));
  const commands = fc.commands(
    [
      fc.tuple(key, pool).map(([key, pool]) => new Enter(key, pool)),
      fc.tuple(key, pool).map(([key, pool]) => new Enter(key, pool)),
      fc.nat(20).map((nth) => new Leave(nth)),
      fc.nat(20).map((nth) => new Cancel(nth)),
      fc.constantFrom("a", "b", "*").map((held) => new Pause(held)),
      fc.constantFrom("a", "b", "*").map((held) => new Resume(held)),
      fc.constantFrom("a", "b", "*").map((held) => new Resume(held)),
      fc.tuple(pool, fc.integer({ min: 1, max: 5 })).map(([name, slots]) => new Limit(name, slots)),
    ],
    { maxCommands: 60, size: "max" },
  );
  await fc.assert(
    fc.asyncProperty(commands, async (cmds) => {
      await fc.asyncModelRun((): { model: Model; real: Real } => {
        const holds = new LaneHolds();
        const now = { ...limits };
        const limitOf = (name: string): number => now[name] ?? 1;
        const queue = new LaneQueue({ limitOf, maxDepth: () => maxDepth, clock, holds });
        return {
          model: {
            waiting: new Map(),
            running: new Map(),
            pools: new Map(),
            paused: new Set<string>(),
            limits: { ...limits },
            entered: 0,
          },
          real: {
            queue,
            holds,
            limits: now,
            cancels: new Map(),
            leaves: new Map(),
            admitted: [],
          },
        };
      }, cmds);
    }),
    { numRuns: 150 },
  );
});
