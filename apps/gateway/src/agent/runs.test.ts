import type { RunResult } from "@signalbox/api-contract";
import { ContractError } from "@signalbox/api-contract";
import type { Caller } from "@signalbox/api-contract/server";
import { describe, expect, it } from "vitest";
import { CancelledError, RequestFailure } from "../requests/index.ts";
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
function createRuns() {
  let now = 1_000;
  let ids = 0;
  const begun: Begun[] = [];
  const runs = new Runs({
    bootId: "boot",
    clock: { now: () => now, mono: () => now },
    newId: () => `id-${(ids += 1)}`,
    isTaken: (id, caller) =>
      begun.some(({ context }) => context.id === id && context.caller.tokenId !== caller.tokenId),
    execute: (context) => {
      const { promise, resolve, reject } = Promise.withResolvers<RunResult>();
      begun.push({ context, finish: () => resolve(resultOf(context)), fail: reject });
      context.signal.addEventListener("abort", () => reject(context.signal.reason));
      return promise;
    },
  });
  const at = (index: number): Begun => {
    const one = begun[index];
    if (one === undefined) throw new Error(`Run ${index} has not begun.`);
    return one;
  };
  return { runs, begun, at, pass: (ms: number) => (now += ms) };
}

const input = { message: "hello", requestId: "r" };

describe("Runs", () => {
  it("cancels a run when the last of its waiters leaves, and not before", async () => {
    const { runs, begun, at } = createRuns();
    const [first, second] = [new AbortController(), new AbortController()];
    const one = runs.send(alice, input, "trpc", first.signal);
    const two = runs.send(alice, input, "trpc", second.signal);
    first.abort();
    expect(at(0).context.signal.aborted).toBe(false);
    second.abort();
    expect(at(0).context.signal.reason).toBeInstanceOf(CancelledError);
    await expect(one).rejects.toMatchObject({ code: "cancelled" });
    await expect(two).rejects.toMatchObject({ code: "cancelled" });
    expect(begun).toHaveLength(1);
  });

  it("cancels one whose only waiter had left before it came, and none that was started as well", async () => {
    const { runs, at } = createRuns();
    const gone = runs.send(alice, input, "trpc", AbortSignal.abort());
    await expect(gone).rejects.toMatchObject({ code: "cancelled" });
    const leaving = new AbortController();
    const other = { message: "hello", requestId: "s" };
    const sent = runs.send(alice, other, "trpc", leaving.signal);
    const started = runs.start(alice, other, "trpc");
    at(1).context.onAccepted();
    await started;
    leaving.abort();
    expect(at(1).context.signal.aborted).toBe(false);
    at(1).finish();
    expect((await sent).text).toBe("done");
  });

  it("starts when the run is in its lane, and says what refused it otherwise", async () => {
    const { runs, at } = createRuns();
    const started = runs.start(alice, { message: "hello", sessionId: "s" }, "trpc");
    at(0).context.onAccepted();
    expect(await started).toEqual({ requestId: "id-1", sessionId: "s" });
    const refused = runs.start(alice, input, "trpc");
    at(1).fail(new ContractError("queue_full", "full"));
    await expect(refused).rejects.toMatchObject({ code: "queue_full" });
    const again = runs.start(alice, { message: "another", requestId: "r" }, "trpc");
    at(2).context.onAccepted();
    expect(await again).toMatchObject({ requestId: "r" });
  });

  it("cancels a run on its way into its lane, for its own token and for operators", async () => {
    const { runs, at } = createRuns();
    const sent = runs.send(alice, input, "trpc", forEver);
    expect(runs.cancelEarly(bob, "r", "no")).toBe(false);
    expect(runs.cancelEarly(boss, "r", "no")).toBe(true);
    await expect(sent).rejects.toMatchObject({ code: "cancelled", message: "no" });
    const next = runs.send(alice, { ...input, requestId: "n" }, "trpc", forEver);
    at(1).context.onAccepted();
    expect(runs.cancelEarly(alice, "n", "no")).toBe(false);
    at(1).finish();
    await next;
  });

  it("gives one id of two tokens two names inside", async () => {
    const { runs, at } = createRuns();
    void runs.start(alice, input, "trpc");
    void runs.start(bob, input, "trpc");
    expect([at(0).context.id, at(1).context.id]).toEqual(["r", "b:id-2"]);
    expect([runs.idOf(alice, "r"), runs.idOf(bob, "r"), runs.idOf(boss, "r")]).toEqual([
      "r",
      "b:id-2",
      undefined,
    ]);
  });

  it("gives a result for a day, and begins anew after it", async () => {
    const { runs, begun, at, pass } = createRuns();
    const first = runs.send(alice, input, "trpc", forEver);
    at(0).finish();
    await first;
    pass(dayMs - 1);
    await runs.send(alice, input, "trpc", forEver);
    expect(begun).toHaveLength(1);
    pass(2);
    const other = runs.send(alice, { message: "other" }, "trpc", forEver);
    at(1).finish();
    await other;
    void runs.send(alice, { message: "new", requestId: "r" }, "trpc", forEver);
    expect(begun).toHaveLength(3);
  });

  it("keeps the journals of the last runs whole, and of older ones the end", async () => {
    const { runs, at } = createRuns();
    const many = 250;
    for (let index = 0; index < many; index += 1) {
      const sent = runs.send(alice, { message: "x", requestId: `r${index}` }, "trpc", forEver);
      at(index).context.journal.add({ type: "text", text: "hello" });
      at(index).finish();
      await sent;
    }
    const told = async (requestId: string) =>
      Array.fromAsync(
        runs.watch(alice, requestId, { lastEventId: undefined, signal: forEver }),
        ({ data }) => data.type,
      );
    expect(await told("r0")).toEqual(["gap", "done"]);
    expect(await told(`r${many - 1}`)).toEqual(["text", "done"]);
  });

  it("tells a failure in the words of the contract, and its watchers what there was", async () => {
    const { runs, at } = createRuns();
    const sent = runs.send(alice, input, "trpc", forEver);
    at(0).context.journal.add({ type: "text", text: "half" });
    at(0).fail(new RequestFailure("rate_limit", "slow down", { retryAfterMs: 5 }));
    await expect(sent).rejects.toMatchObject({
      code: "rate_limit",
      detail: { errorKind: "rate_limit", requestId: "r", retryAfterMs: 5 },
    });
    const events = await Array.fromAsync(
      runs.watch(alice, "r", { lastEventId: undefined, signal: forEver }),
    );
    expect(events.at(-1)?.data).toMatchObject({ type: "failed", text: "half" });
    expect([runs.has(alice, "r"), runs.has(bob, "r")]).toEqual([true, false]);
    expect(() => runs.watch(bob, "r", { lastEventId: undefined, signal: forEver })).toThrow(
      ContractError,
    );
  });
});
