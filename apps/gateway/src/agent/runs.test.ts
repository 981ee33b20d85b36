import type { RunResult } from "@signalbox/api-contract";
import { ContractError } from "@signalbox/api-contract";
import type { Caller } from "@signalbox/api-contract/server";
import { describe, expect, it, vi } from "vitest";
import { CancelledError, RequestFailure } from "../requests/index.ts";
import { openState } from "../state/index.ts";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import { RunArchive } from "./run-archive.ts";
import { Runs, type RunContext } from "./runs.ts";

const alice: Caller = { tokenId: "a", name: "alice", role: "ingest" };
const bob: Caller = { tokenId: "b", name: "bob", role: "ingest" };
const boss: Caller = { tokenId: "c", name: "boss", role: "operator" };
const forEver = new AbortController().signal;
const dayMs = 24 * 60 * 60 * 1_000;

const resultOf = ({ id, sessionId }: RunContext): RunResult => ({
  requestId: id,
  sessionId,
  text: "done",
  usage: {
    inputTokens: 0,
    outputTokens: 0,
    totalTokens: 0,
    cachedTokens: null,
    reasoningTokens: null,
    source: "unknown",
  },
  durable: true,
  agent: null,
  provider: "p",
  model: "m",
  finishReason: null,
  steps: 1,
  durationMs: 1,
  costUsd: null,
});

interface Begun {
  readonly context: RunContext;
  readonly finish: () => void;
  readonly fail: (error: unknown) => void;
}

/** Runs whose work is done by hand. */
async function createRuns(dataDir?: string) {
  await using cleanup = new AsyncDisposableStack();
  let now = 1_000;
  const clock = { now: () => now, mono: () => now };
  const path = dataDir ?? cleanup.use(await temporaryDirectory()).path;
  const state = cleanup.use(await openState({ dataDir: path, now: clock.now }));
  let ids = 0;
  const begun: Begun[] = [];
  const runs = new Runs({
    bootId: "boot",
    clock,
    archive: new RunArchive({ store: state.runs, clock, state: () => {} }),
    newId: () => `id-${(ids += 1)}`,
    isTaken: (id, caller) =>
      begun.some(({ context }) => context.id === id && context.caller.tokenId !== caller.tokenId),
    execute: (context) => {
      const { promise, resolve, reject } = Promise.withResolvers<RunResult>();
      begun.push({ context, finish: () => resolve(resultOf(context)), fail: reject });
      const onAbort = () => reject(context.signal.reason);
      context.signal.addEventListener("abort", onAbort);
      if (context.signal.aborted) onAbort();
      return promise;
    },
  });
  const at = (index: number): Promise<Begun> =>
    vi.waitFor(() => {
      const one = begun[index];
      if (one === undefined) throw new Error(`Run ${index} has not begun.`);
      return one;
    });
  const owned = cleanup.move();
  return {
    runs,
    begun,
    at,
    pass: (ms: number) => (now += ms),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const input = { message: "hello", requestId: "r" };

describe("Runs", () => {
  it("cancels a run when the last of its waiters leaves, and not before", async () => {
    await using made = await createRuns();
    const { runs, begun, at } = made;
    const [first, second] = [new AbortController(), new AbortController()];
    const one = runs.send(alice, input, "trpc", first.signal);
    const two = runs.send(alice, input, "trpc", second.signal);
    const { context } = await at(0);
    first.abort();
    expect(context.signal.aborted).toBe(false);
    second.abort();
    expect((await at(0)).context.signal.reason).toBeInstanceOf(CancelledError);
    await expect(one).rejects.toMatchObject({ code: "cancelled" });
    await expect(two).rejects.toMatchObject({ code: "cancelled" });
    expect(begun).toHaveLength(1);
  });

  it("cancels one whose only waiter had left before it came, and none that was started as well", async () => {
    await using made = await createRuns();
    const { runs, at } = made;
    const gone = runs.send(alice, input, "trpc", AbortSignal.abort());
    await expect(gone).rejects.toMatchObject({ code: "cancelled" });
    const leaving = new AbortController();
    const other = { message: "hello", requestId: "s" };
    const sent = runs.send(alice, other, "trpc", leaving.signal);
    const started = runs.start(alice, other, "trpc");
    (await at(1)).context.onAccepted();
    await started;
    leaving.abort();
    expect((await at(1)).context.signal.aborted).toBe(false);
    (await at(1)).finish();
    expect((await sent).text).toBe("done");
  });

  it("starts when the run is in its lane, and says what refused it otherwise", async () => {
    await using made = await createRuns();
    const { runs, at } = made;
    const started = runs.start(alice, { message: "hello", sessionId: "s" }, "trpc");
    (await at(0)).context.onAccepted();
    expect(await started).toEqual({ requestId: "id-1", sessionId: "s" });
    const refused = runs.start(alice, input, "trpc");
    (await at(1)).fail(new ContractError("queue_full", "full"));
    await expect(refused).rejects.toMatchObject({ code: "queue_full" });
    const again = runs.start(alice, { message: "another", requestId: "r" }, "trpc");
    (await at(2)).context.onAccepted();
    expect(await again).toMatchObject({ requestId: "r" });
  });

  it("cancels a run on its way into its lane, for its own token and for operators", async () => {
    await using made = await createRuns();
    const { runs, at } = made;
    const sent = runs.send(alice, input, "trpc", forEver);
    expect(runs.cancelEarly(bob, "r", "no")).toBe(false);
    expect(runs.cancelEarly(boss, "r", "no")).toBe(true);
    await expect(sent).rejects.toMatchObject({ code: "cancelled", message: "no" });
    const next = runs.send(alice, { ...input, requestId: "n" }, "trpc", forEver);
    (await at(1)).context.onAccepted();
    expect(runs.cancelEarly(alice, "n", "no")).toBe(false);
    (await at(1)).finish();
    await next;
  });

  it("gives one id of two tokens two names inside", async () => {
    await using made = await createRuns();
    const { runs, at } = made;
    void runs.start(alice, input, "trpc");
    void runs.start(bob, input, "trpc");
    expect([(await at(0)).context.id, (await at(1)).context.id]).toEqual(["r", "b:id-2"]);
    expect([runs.idOf(alice, "r"), runs.idOf(bob, "r"), runs.idOf(boss, "r")]).toEqual([
      "r",
      "b:id-2",
      undefined,
    ]);
  });

  it("gives a result for a day, and begins anew after it", async () => {
    await using made = await createRuns();
    const { runs, begun, at, pass } = made;
    const first = runs.send(alice, input, "trpc", forEver);
    (await at(0)).finish();
    await first;
    pass(dayMs - 1);
    await runs.send(alice, input, "trpc", forEver);
    expect(begun).toHaveLength(1);
    pass(2);
    const other = runs.send(alice, { message: "other" }, "trpc", forEver);
    (await at(1)).finish();
    await other;
    void runs.send(alice, { message: "new", requestId: "r" }, "trpc", forEver);
    await at(2);
    expect(begun).toHaveLength(3);
  });

  it("keeps the journals of the last runs whole, and of older ones the end", async () => {
    await using made = await createRuns();
    const { runs, at } = made;
    const many = 250;
    for (let index = 0; index < many; index += 1) {
      const sent = runs.send(alice, { message: "x", sessionId: "s" }, "trpc", forEver);
      (await at(index)).context.journal.add({ type: "text", text: "hello" });
      (await at(index)).finish();
      await sent;
    }
    const told = async (requestId: string) =>
      Array.fromAsync(
        runs.watch(alice, requestId, { lastEventId: undefined, signal: forEver }),
        ({ data }) => data.type,
      );
    expect(await told("id-1")).toEqual(["gap", "done"]);
    expect(await told(`id-${many}`)).toEqual(["text", "done"]);
  });

  it("tells a failure in the words of the contract, and its watchers what there was", async () => {
    await using made = await createRuns();
    const { runs, at } = made;
    const sent = runs.send(alice, input, "trpc", forEver);
    (await at(0)).context.journal.add({ type: "text", text: "half" });
    (await at(0)).fail(new RequestFailure("rate_limit", "slow down", { retryAfterMs: 5 }));
    await expect(sent).rejects.toMatchObject({
      code: "rate_limit",
      detail: { errorKind: "rate_limit", requestId: "r", retryAfterMs: 5 },
    });
    const events = await Array.fromAsync(
      runs.watch(alice, "r", { lastEventId: undefined, signal: forEver }),
    );
    expect(events.at(-1)?.data).toMatchObject({ type: "failed", text: "half" });
    expect([runs.has(alice, "r"), runs.has(bob, "r")]).toEqual([true, false]);
    const others = runs.watch(bob, "r", { lastEventId: undefined, signal: forEver });
    await expect(Array.fromAsync(others)).rejects.toThrow(ContractError);
  });

  it("tells after a restart what there was, and runs nothing again", async () => {
    await using directory = await temporaryDirectory();
    const failing = { message: "fail", requestId: "f" };
    const open = { message: "open", requestId: "o" };
    {
      await using made = await createRuns(directory.path);
      const { runs, at } = made;
      const sent = runs.send(alice, { ...input, sessionId: "s" }, "trpc", forEver);
      (await at(0)).finish();
      await sent;
      const failed = runs.send(alice, failing, "trpc", forEver);
      const begun = await at(1);
      begun.context.journal.add({ type: "text", text: "half" });
      begun.fail(new RequestFailure("rate_limit", "slow down", { retryAfterMs: 5 }));
      await expect(failed).rejects.toMatchObject({ code: "rate_limit" });
      void runs.start(alice, open, "trpc");
      await at(2);
    }
    await using made = await createRuns(directory.path);
    const { runs, begun } = made;
    const again = await runs.send(alice, { ...input, sessionId: "s" }, "trpc", forEver);
    expect(again).toMatchObject({ requestId: "r", sessionId: "s", text: "done" });
    await expect(runs.send(alice, input, "trpc", forEver)).rejects.toMatchObject({
      code: "conflict",
    });
    for (const time of ["from the disk", "from memory"]) {
      const error: unknown = await runs
        .send(alice, failing, "trpc", forEver)
        .catch((thrown: unknown) => thrown);
      expect(error, time).toMatchObject({
        code: "rate_limit",
        message: "slow down. This is how it ended; send it again with another requestId.",
      });
      expect(error, time).not.toHaveProperty("detail.retryAfterMs");
    }
    const other = { ...failing, message: "another" };
    await expect(runs.start(alice, other, "trpc")).rejects.toMatchObject({ code: "conflict" });
    await expect(runs.send(alice, open, "trpc", forEver)).rejects.toMatchObject({
      code: "interrupted",
      message: expect.stringContaining("was interrupted and is not run again"),
    });
    expect(begun).toHaveLength(0);
    // Another token's request of that name is its own.
    void runs.start(bob, input, "trpc");
    expect((await made.at(0)).context.caller).toBe(bob);
  });

  it("tells who watches after a restart how it ended", async () => {
    await using directory = await temporaryDirectory();
    {
      await using made = await createRuns(directory.path);
      const sent = made.runs.send(alice, input, "trpc", forEver);
      (await made.at(0)).finish();
      await sent;
    }
    await using made = await createRuns(directory.path);
    const options = { lastEventId: undefined, signal: forEver };
    const told = await Array.fromAsync(made.runs.watch(alice, "r", options));
    expect(told.map(({ data }) => data)).toMatchObject([
      { type: "done", result: { text: "done" } },
    ]);
    await expect(Array.fromAsync(made.runs.watch(bob, "r", options))).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("lets what a stopping gateway cancelled be sent to the next one", async () => {
    await using directory = await temporaryDirectory();
    {
      await using made = await createRuns(directory.path);
      const sent = made.runs.send(alice, input, "trpc", forEver);
      (await made.at(0)).fail(new CancelledError("stopping", { retryAfterMs: 5 }));
      await expect(sent).rejects.toMatchObject({ code: "draining" });
    }
    await using made = await createRuns(directory.path);
    const sent = made.runs.send(alice, input, "trpc", forEver);
    (await made.at(0)).finish();
    expect((await sent).text).toBe("done");
  });
});
