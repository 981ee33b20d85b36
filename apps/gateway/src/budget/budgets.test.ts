import type { Caller } from "@signalbox/api-contract/server";
import { describe, expect, it, vi } from "vitest";
import { loadConfig } from "../config/index.ts";
import type { AttemptEnd, Fact } from "../recorder/index.ts";
import { openState } from "../state/index.ts";
import { temporaryDirectory } from "../state/testing/temporary-directory.ts";
import type { Target } from "../upstream/index.ts";
import { Budgets } from "./budgets.ts";
import { Ledger } from "./ledger.ts";
import { defaultOutputTokens, maxOutputTokens, type PlannedCall } from "./planned-call.ts";
import { Tallies } from "./tallies.ts";

const alice: Caller = { tokenId: "a", name: "alice", role: "ingest" };
const bob: Caller = { tokenId: "b", name: "bob", role: "ingest" };
const usdPerToken = 0.01;
const noon = Date.UTC(2026, 10, 22, 12);
const hourMs = 3_600_000;

/** Budgets over facts that are stated by hand. */
async function createBudgets(written: object, agent: object | null = null) {
  const providers = {
    local: { kind: "openai-compatible", baseUrl: "http://127.0.0.1:1/v1", allowPrivate: true },
  };
  const agents = agent === null ? {} : { agents: { support: { model: "local/m", budget: agent } } };
  const prices = { "local/m": { inputPerMTok: 1e4, outputPerMTok: 1e4 } };
  const file = JSON.stringify({ providers, prices, budget: written, ...agents });
  const readFile = () => Promise.resolve(file);
  const { config } = await loadConfig({ argv: [], env: {}, cwd: "/", readFile });
  const provider = config.providers.get("local");
  if (provider === undefined) throw new Error("There is no provider local.");
  let now = noon;
  const clock = { now: () => now, mono: () => now };
  const tallies = new Tallies(clock);
  const ledger = new Ledger({
    tallies,
    costOf: (_, __, usage) => ((usage.inputTokens ?? 0) + (usage.outputTokens ?? 0)) * usdPerToken,
    ownerOf: () => undefined,
  });
  const events: Fact[] = [];
  const budgets = new Budgets({
    config: () => config,
    clock,
    ledger,
    tallies,
    isPriced: ({ model }) => model === "m",
    state: (fact) => events.push(fact),
  });
  const progress = { outputTokens: 0, lastTokenMono: null, text: () => "" };
  const target = (model: string): Target => ({ provider, model, baseUrl: new URL("http://x/v1") });
  const apply = (fact: Fact) => ledger.apply({ seq: 1, at: now, mono: now, fact });
  return {
    tallies,
    ledger,
    events,
    progress,
    pass: (ms: number) => (now += ms),
    guard: (
      requestId: string,
      over: { caller?: Caller; sessionId?: string; model?: string } = {},
    ) =>
      budgets.guard({
        caller: over.caller ?? alice,
        requestId,
        sessionId: over.sessionId ?? null,
        agent: agent === null ? null : (config.agents.get("support") ?? null),
        targets: [target(over.model ?? "m")],
        signal: new AbortController().signal,
      }),
    begin: (requestId: string) => {
      progress.outputTokens = 0;
      apply({
        type: "attempt.started",
        requestId,
        spanId: "1",
        provider: "local",
        model: "m",
        modelCall: 1,
        attempt: 1,
        progress,
      });
    },
    abandon: (requestId: string) => apply({ type: "attempt.abandoned", requestId, modelCall: 1 }),
    end: (
      requestId: string,
      inputTokens: number | null,
      outputTokens: number | null,
      over: Partial<AttemptEnd> & { readonly final?: boolean } = {},
    ) => {
      const { final = true, ...rest } = over;
      apply({
        type: "attempt.ended",
        requestId,
        spanId: "1",
        final,
        end: { ...endOf(inputTokens, outputTokens), ...rest },
      });
    },
  };
}

function endOf(inputTokens: number | null, outputTokens: number | null): AttemptEnd {
  const isReported = inputTokens !== null;
  return {
    ok: isReported,
    errorKind: null,
    errorMessage: null,
    httpStatus: 200,
    sent: true,
    retryAfterMs: null,
    latencyMs: 1,
    ttftMs: 1,
    gapMs: 1,
    tokensPerSec: 1,
    usage: {
      inputTokens,
      outputTokens,
      cachedTokens: null,
      reasoningTokens: null,
      source: isReported ? "reported" : "estimated",
    },
    costUsd: isReported ? (inputTokens + (outputTokens ?? 0)) * usdPerToken : null,
    finishReason: null,
  };
}

/** A call that streams, with a short answer. */
const plan = (inputTokens: number, over: Partial<PlannedCall> = {}): PlannedCall => ({
  inputTokens,
  maxTokens: 10,
  answers: 1,
  isStream: true,
  ...over,
});

const over = { code: "budget", detail: { errorKind: "budget" } };

describe("Budgets", () => {
  it("lets pass what has no limit, and watches nothing of it", async () => {
    const { guard, ledger } = await createBudgets({});
    const signal = new AbortController().signal;
    using free = await guard("r");
    expect(free.signal.aborted).toBe(signal.aborted);
    free.beforeCall(() => plan(1e9));
    expect(ledger.open.size).toBe(0);
  });

  it("stops a request while it streams, as soon as what it says is too much", async () => {
    const { guard, begin, progress, ledger } = await createBudgets({}, { tokensPerRequest: 100 });
    using held = await guard("r");
    held.beforeCall(() => plan(60));
    begin("r");
    progress.outputTokens = 40;
    const stopped = vi.waitFor(() => expect(held.signal.aborted).toBe(true));
    progress.outputTokens = 41;
    await stopped;
    expect(held.signal.reason).toMatchObject({
      kind: "budget",
      message:
        "The budget of agent support allows 100 tokens for one request (tokensPerRequest), and 101 tokens are spent. The request was stopped.",
    });
    expect(ledger.open.size).toBe(1);
  });

  it("counts what was cut short: what came of it, and its input by estimate", async () => {
    const { guard, begin, end, tallies, ledger } = await createBudgets({ tokensPerKeyPerDay: 500 });
    {
      using held = await guard("r");
      held.beforeCall(() => plan(60));
      begin("r");
    }
    // Its attempt ends after the request did.
    end("r", null, 40);
    expect(tallies.ofDay("a")).toEqual({ tokens: 100, usd: 100 * usdPerToken });
    expect(ledger.open.size).toBe(0);
  });

  it.each([{ sent: false, httpStatus: null }, { httpStatus: 429 }, { httpStatus: 500 }])(
    "counts nothing for what was not sent, or was answered with an error: %j",
    async (over) => {
      const { guard, begin, end, tallies } = await createBudgets({ tokensPerKeyPerDay: 500 });
      using held = await guard("r");
      held.beforeCall(() => plan(60));
      begin("r");
      end("r", null, null, { errorKind: "network", ...over });
      expect(tallies.ofDay("a")).toEqual({ tokens: 0, usd: 0 });
    },
  );

  it.each([
    [{}, 60],
    [{ isStream: false }, 60 + 10],
    [{ isStream: false, answers: 3 }, 60 + 30],
    [{ isStream: false, maxTokens: null }, 60 + defaultOutputTokens],
    [{ isStream: false, maxTokens: 1e9 }, 60 + maxOutputTokens],
  ])("counts what was sent and given up before anything came: %j", async (over, tokens) => {
    for (const httpStatus of [null, 200]) {
      const { guard, begin, end, tallies } = await createBudgets({ tokensPerKeyPerDay: 5e4 });
      using held = await guard("r");
      held.beforeCall(() => plan(60, over));
      begin("r");
      end("r", null, null, { errorKind: "cancelled", httpStatus });
      expect(tallies.ofDay("a").tokens).toBe(tokens);
      expect(tallies.ofDay("a").usd).toBeCloseTo(tokens * usdPerToken);
    }
  });

  it("makes no further call once its dollars are used up", async () => {
    const { guard, begin, end } = await createBudgets({}, { usdPerRequest: 1 });
    using held = await guard("r");
    held.beforeCall(() => plan(1));
    begin("r");
    end("r", 50, 50);
    expect(() => held.beforeCall(() => plan(1))).toThrow(
      /allows \$1\.00 for one request.*\$1\.00 is/,
    );
  });

  it("makes no call whose input is more than is left", async () => {
    const { guard, begin, end } = await createBudgets({}, { tokensPerRequest: 100 });
    using held = await guard("r");
    held.beforeCall(() => plan(100));
    begin("r");
    end("r", 30, 30);
    held.beforeCall(() => plan(40));
    expect(() => held.beforeCall(() => plan(41))).toThrow(
      "and 60 tokens are spent. What the next model call would be sent, about 41 tokens, is more than is left.",
    );
  });

  it("adds up what one token's requests say at the same time", async () => {
    const { guard, begin, progress } = await createBudgets({ tokensPerKeyPerDay: 100 });
    using one = await guard("one");
    using two = await guard("two");
    using others = await guard("three", { caller: bob });
    begin("one");
    begin("two");
    progress.outputTokens = 60;
    await vi.waitFor(() =>
      expect([one, two].map(({ signal }) => signal.aborted)).toEqual([true, true]),
    );
    expect(others.signal.aborted).toBe(false);
  });

  it("lets as many calls go at once as there is something left for", async () => {
    for (const limit of [{ tokensPerKeyPerDay: 200 }, { usdPerKeyPerDay: 200 * usdPerToken }]) {
      const { guard, begin, end, tallies, ledger } = await createBudgets(limit);
      const ids = Array.from({ length: 20 }, (_, index) => `r${index}`);
      const guards = await Promise.all(ids.map((id) => guard(id)));
      const sent = guards.flatMap((held, index) => {
        try {
          held.beforeCall(() => plan(50, { maxTokens: 50, isStream: false }));
          return [`r${index}`];
        } catch (error) {
          expect(error).toMatchObject({ kind: "budget", retryAfterMs: 2_000 });
          expect(String(error)).toMatch(/Calls under way may take .* Send it again when they/);
          return [];
        }
      });
      for (const id of sent) begin(id);
      for (const id of sent) end(id, 50, 50);
      expect(tallies.ofDay("a").tokens).toBeGreaterThanOrEqual(200);
      expect(tallies.ofDay("a").tokens).toBeLessThanOrEqual(200 + 100);
      for (const held of guards) held[Symbol.dispose]();
      expect(ledger.open.size).toBe(0);
    }
  });

  it("holds nothing back for who has another token or session, and counts a session's own", async () => {
    const { guard } = await createBudgets({}, { tokensPerSession: 100 });
    const ask = async (id: string, over: { caller?: Caller; sessionId: string }) => {
      (await guard(id, over)).beforeCall(() => plan(60, { maxTokens: 60 }));
    };
    await ask("one", { sessionId: "s" });
    await ask("two", { sessionId: "t" });
    await ask("three", { sessionId: "s", caller: bob });
    await expect(ask("four", { sessionId: "s" })).rejects.toThrow("Calls under way may take");
  });

  it.each<[string, (made: Awaited<ReturnType<typeof createBudgets>>, held: Disposable) => void]>([
    [
      "its end",
      ({ begin, end }) => {
        begin("r");
        end("r", 1, 1);
      },
    ],
    ["a cancel before it was sent", (_, held) => held[Symbol.dispose]()],
    [
      "a cancel after it was sent",
      ({ begin, end }, held) => {
        begin("r");
        held[Symbol.dispose]();
        end("r", null, null, { errorKind: "cancelled" });
      },
    ],
    [
      "giving up between two attempts",
      ({ begin, end, abandon }) => {
        begin("r");
        end("r", null, null, { final: false, httpStatus: 503 });
        abandon("r");
      },
    ],
  ])("frees what a call held back at %s", async (_, finish) => {
    const made = await createBudgets({ tokensPerKeyPerDay: 200 });
    const first = await made.guard("r");
    using second = await made.guard("s");
    first.beforeCall(() => plan(50, { maxTokens: 150 }));
    const ask = () => second.beforeCall(() => plan(50, { maxTokens: 10 }));
    expect(ask).toThrow("Calls under way may take 200 tokens more");
    finish(made, first);
    expect(ask).not.toThrow();
  });

  it("holds on to it while the same call is tried again", async () => {
    const { guard, begin, end } = await createBudgets({ tokensPerKeyPerDay: 200 });
    using first = await guard("r");
    using second = await guard("s");
    first.beforeCall(() => plan(50, { maxTokens: 150 }));
    begin("r");
    end("r", null, null, { final: false, httpStatus: 503 });
    expect(() => second.beforeCall(() => plan(50))).toThrow("Calls under way may take 200 tokens");
  });

  it("refuses a token until its day is over, and tells an operator once", async () => {
    const made = await createBudgets({ usdPerKeyPerDay: 1 });
    const { guard, begin, end, events, pass } = made;
    {
      using held = await guard("r");
      held.beforeCall(() => plan(1));
      begin("r");
      end("r", 50, 50);
    }
    for (const id of ["s", "t"]) {
      await expect(guard(id)).rejects.toMatchObject({
        ...over,
        message: expect.stringContaining("begins anew at midnight UTC"),
        detail: { retryAfterMs: 12 * hourMs },
      });
    }
    expect(events).toMatchObject([{ type: "event", level: "warn", source: "budget" }]);
    using others = await guard("u", { caller: bob });
    expect(others.signal.aborted).toBe(false);
    pass(12 * hourMs);
    using next = await guard("v");
    expect(next.signal.aborted).toBe(false);
  });

  it("has limits of a token's own in the place of everyone's", async () => {
    const { guard, begin, end } = await createBudgets({
      tokensPerKeyPerDay: 10,
      keys: { bob: { tokensPerDay: 1_000 } },
    });
    for (const caller of [alice, bob]) {
      using held = await guard(caller.name, { caller });
      held.beforeCall(() => plan(1));
      begin(caller.name);
      end(caller.name, 20, 20);
    }
    await expect(guard("x")).rejects.toMatchObject(over);
    using still = await guard("y", { caller: bob });
    expect(still.signal.aborted).toBe(false);
  });

  it("keeps each session's own, by its token", async () => {
    const { guard, begin, end } = await createBudgets({}, { tokensPerSession: 50 });
    {
      using held = await guard("r", { sessionId: "s" });
      held.beforeCall(() => plan(1));
      begin("r");
      end("r", 30, 30);
    }
    await expect(guard("x", { sessionId: "s" })).rejects.toMatchObject(over);
    using another = await guard("y", { sessionId: "t" });
    using others = await guard("z", { sessionId: "s", caller: bob });
    expect([another, others].map(({ signal }) => signal.aborted)).toEqual([false, false]);
  });

  it("refuses what it could not count, unless tokens are limited beside the dollars", async () => {
    const alone = await createBudgets({ usdPerKeyPerDay: 1 });
    await expect(alone.guard("r", { model: "other" })).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("no known price for local/other"),
    });
    const both = await createBudgets({ usdPerKeyPerDay: 1, tokensPerKeyPerDay: 9 });
    using held = await both.guard("r", { model: "other" });
    expect(held.signal.aborted).toBe(false);
  });
});

describe("Tallies", () => {
  it("are after a restart what they were, but for days that are over", async () => {
    await using directory = await temporaryDirectory();
    let now = noon;
    const clock = { now: () => now, mono: () => now };
    const spent = { tokens: 5, usd: 0.25 };
    {
      await using state = await openState({ dataDir: directory.path, now: clock.now });
      await using tallies = new Tallies(clock);
      await tallies.restore(state.spend);
      tallies.addToDay("a", spent);
      tallies.addToDay("a", spent);
      tallies.addToSession("a/s", spent);
    }
    await using state = await openState({ dataDir: directory.path, now: clock.now });
    await using today = new Tallies(clock);
    await today.restore(state.spend);
    expect(today.ofDay("a")).toEqual({ tokens: 10, usd: 0.5 });
    expect(today.ofSession("a/s")).toEqual(spent);
    now += 13 * hourMs;
    expect(today.ofDay("a")).toEqual({ tokens: 0, usd: 0 });
    await using tomorrow = new Tallies(clock);
    await tomorrow.restore(state.spend);
    expect(tomorrow.ofDay("a")).toEqual({ tokens: 0, usd: 0 });
    expect(tomorrow.ofSession("a/s")).toEqual(spent);
  });

  it("remember so many sessions, and begin the quietest of who has the most anew", () => {
    const tallies = new Tallies({ now: () => noon, mono: () => noon });
    const spent = { tokens: 1, usd: 0 };
    tallies.addToSession("honest/s", spent);
    for (let index = 0; index < 10_001; index += 1) tallies.addToSession(`flood/${index}`, spent);
    tallies.addToSession("honest/s", spent);
    expect(tallies.ofSession("honest/s").tokens).toBe(2);
    expect(tallies.ofSession("flood/1").tokens).toBe(0);
    expect(tallies.ofSession("flood/2").tokens).toBe(1);
  });
});
