import { expect, it } from "vitest";
import { openState } from "./open-state.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

async function open() {
  const directory = await temporaryDirectory();
  const state = await openState({ dataDir: directory.path, now: () => 1 });
  return {
    jobs: state.webhookJobs,
    async [Symbol.asyncDispose]() {
      await state.close();
      await directory[Symbol.asyncDispose]();
    },
  };
}

const orders = (messageId: string) => ({ webhook: "orders", messageId });
const job = (messageId: string, at = 1, requestId = `r-${messageId}`) => ({
  ...orders(messageId),
  body: "{}",
  requestId,
  isRequestIdChosen: true,
  at,
});

it("keeps a message once, and a request's id for one message", async () => {
  await using one = await open();
  expect(await one.jobs.add(job("a"))).toEqual({ kind: "added" });
  expect(await one.jobs.add(job("a", 2, "other"))).toMatchObject({
    kind: "known",
    job: { requestId: "r-a", state: "accepted", receivedAt: 1 },
  });
  expect(await one.jobs.add(job("b", 2, "r-a"))).toEqual({ kind: "taken" });
  expect(await one.jobs.add({ ...job("b", 2, "r-a"), webhook: "other" })).toEqual({
    kind: "added",
  });
  await one.jobs.remove(orders("a"));
  expect(await one.jobs.get(orders("a"))).toBeNull();
});

it("tells what is unfinished in the order it came, and how much it holds", async () => {
  await using one = await open();
  for (const [id, at] of [
    ["b", 1],
    ["a", 3],
    ["c", 2],
  ] as const)
    await one.jobs.add(job(id, at));
  await one.jobs.start(orders("c"), 4);
  expect(await one.jobs.unfinished()).toEqual([
    { ...orders("b"), state: "accepted" },
    { ...orders("c"), state: "started" },
    { ...orders("a"), state: "accepted" },
  ]);
  expect(await one.jobs.load()).toEqual({ jobs: 3, size: 6 });
  await one.jobs.deliver(orders("b"), "result", 10, 5);
  await one.jobs.finish(orders("c"), "", 10, 5);
  expect(await one.jobs.load()).toEqual({ jobs: 2, size: 10 });
});

it("hands out what is due, and no more than was asked for", async () => {
  await using one = await open();
  for (const [id, dueAt] of [
    ["late", 30],
    ["early", 10],
    ["next", 50],
  ] as const) {
    await one.jobs.add(job(id));
    await one.jobs.deliver(orders(id), "result", dueAt, 5);
  }
  const due = async (input: object) =>
    (await one.jobs.due({ now: 40, limit: 10, exceptWebhooks: [], except: [], ...input })).map(
      ({ messageId }) => messageId,
    );
  expect(await due({})).toEqual(["early", "late"]);
  expect(await due({ limit: 1 })).toEqual(["early"]);
  expect(await due({ except: [orders("early")] })).toEqual(["late"]);
  expect(await due({ exceptWebhooks: ["orders"] })).toEqual([]);
  expect(await one.jobs.nextDueAfter(40)).toBe(50);
  await one.jobs.retry(orders("early"), 3, 60);
  expect(await one.jobs.get(orders("early"))).toMatchObject({ attempts: 3, state: "deliver" });
  expect(await due({})).toEqual(["late"]);
  expect(await one.jobs.nextDueAfter(60)).toBeNull();
});

it("forgets what is over when its time has come, and the oldest beyond a bound", async () => {
  await using one = await open();
  for (const [index, id] of ["a", "b", "c"].entries()) {
    await one.jobs.add(job(id));
    await one.jobs.finish(orders(id), "", 10 * (index + 1), 5);
  }
  const left = async () => {
    const found = await Promise.all(["a", "b", "c"].map((id) => one.jobs.get(orders(id))));
    return found.map((job) => job?.messageId);
  };
  await one.jobs.sweep(10, 10);
  expect(await left()).toEqual([undefined, "b", "c"]);
  await one.jobs.sweep(10, 1);
  expect(await left()).toEqual([undefined, undefined, "c"]);
});
