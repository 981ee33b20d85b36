import type { ErrorKind } from "@signalbox/api-contract";
import { describe, expect, it } from "vitest";
import type { Fact } from "../../recorder/index.ts";
import { providerConfig } from "../testing/start-upstream.ts";
import { Gates } from "./gates.ts";
import type { ModelGate, Pass, Settled } from "./model-gate.ts";

const config = providerConfig();
const startedAt = 1_700_000_000_000;

/** Gates on a clock of the test's own; what is drawn is always 0. */
function createScene() {
  let mono = 0;
  let skew = 0;
  const facts: Fact[] = [];
  const gates = new Gates({
    clock: { now: () => startedAt + mono + skew, mono: () => mono },
    state: (fact) => void facts.push(fact),
    random: () => 0,
  });
  const settle = (gate: ModelGate, kind: ErrorKind | null, over: Partial<Settled> = {}): Pass => {
    const pass = gate.enter();
    if (pass === null) throw new Error(`Not to be called: ${gate.block()?.reason}.`);
    finish(gate, pass, kind, over);
    return pass;
  };
  const finish = (
    gate: ModelGate,
    pass: Pass,
    kind: ErrorKind | null,
    over: Partial<Settled> = {},
  ) => {
    const failure = kind === null ? null : { kind, message: "m" };
    gate.settle(pass, { failure, status: 200, retryAfterMs: null, quota: null, ...over }, config);
  };
  return {
    gates,
    facts,
    settle,
    finish,
    gate: gates.of("p", "m"),
    pass: (ms: number) => (mono += ms),
    jump: (ms: number) => (skew += ms),
    states: () => facts.flatMap((fact) => (fact.type === "breaker.changed" ? [fact.state] : [])),
  };
}

function open({ gate, settle }: Pick<ReturnType<typeof createScene>, "gate" | "settle">): void {
  for (let call = 0; call < 5; call += 1) settle(gate, "upstream_5xx");
}

describe("a breaker opens", () => {
  it("at five failures that are half of the calls, and not before", () => {
    const { gate, settle } = createScene();
    for (let call = 0; call < 4; call += 1) settle(gate, "network");
    for (let call = 0; call < 4; call += 1) settle(gate, null);
    expect(gate.circuit.state).toBe("closed");
    settle(gate, null);
    settle(gate, "timeout");
    expect(gate.block()).toMatchObject({
      waitsFor: "breaker",
      kind: "network",
      what: "p · m",
      reason: "5 of 10 attempts failed, mostly network",
      since: startedAt,
      until: startedAt + 5_000,
      remainingMs: 5_000,
    });
  });

  it("for what happened in the window, not for what is long over", () => {
    const { gate, settle, pass } = createScene();
    for (let call = 0; call < 20; call += 1) {
      settle(gate, "upstream_5xx");
      pass(8_000);
    }
    expect(gate.circuit.state).toBe("closed");
  });

  it.each<[ErrorKind, Partial<Settled>]>([
    ["context_length", {}],
    ["content_filter", {}],
    ["invalid_request", { status: 404 }],
    ["cancelled", {}],
    ["budget", {}],
    ["rate_limit", { retryAfterMs: 0, status: 429 }],
    ["rate_limit", { retryAfterMs: 3_600_000, status: 429 }],
  ])("never for %s, %j", (kind, over) => {
    const { gate, settle } = createScene();
    for (let call = 0; call < 50; call += 1) settle(gate, kind, over);
    expect(gate.circuit.state).toBe("closed");
    expect(gate.block()).toBeNull();
  });

  it("for its own model alone", () => {
    const scene = createScene();
    open(scene);
    expect(scene.gates.of("p", "other").enter()).not.toBeNull();
    expect(scene.gates.of("q", "m").enter()).not.toBeNull();
    expect(scene.gate.enter()).toBeNull();
  });
});

describe("an open breaker", () => {
  it("lets one call through when it is due, and closes with its success", () => {
    const scene = createScene();
    const { gate, pass, finish, states } = scene;
    open(scene);
    pass(4_999);
    expect(gate.enter()).toBeNull();
    pass(1);
    const trial = gate.enter();
    expect(trial).toMatchObject({ isModelTrial: true });
    expect(gate.enter()).toBeNull();
    expect(gate.block()).toMatchObject({ waitsFor: "breaker", until: null, remainingMs: null });
    if (trial !== null) finish(gate, trial, null);
    expect(gate.enter()).not.toBeNull();
    expect(states()).toEqual(["open", "half-open", "closed"]);
  });

  it("closes with its trial's first token: the rest may take minutes", () => {
    const scene = createScene();
    open(scene);
    scene.pass(5_000);
    const trial = scene.gate.enter();
    if (trial !== null) scene.gate.works(trial);
    expect(scene.gate.circuit.state).toBe("closed");
  });

  it("lets another call try where its trial takes its time, and believes whoever is first", () => {
    const scene = createScene();
    const { gate, pass, finish } = scene;
    open(scene);
    pass(5_000);
    const slow = gate.enter();
    expect(gate.block()).toMatchObject({ remainingMs: null, trialLeftMs: 5_000 });
    pass(4_999);
    expect(gate.enter()).toBeNull();
    pass(1);
    const second = gate.enter();
    expect(second).toMatchObject({ isModelTrial: true });
    expect(gate.enter()).toBeNull();
    if (second !== null) finish(gate, second, "cancelled");
    expect(gate.enter()).not.toBeNull();
    if (slow !== null) finish(gate, slow, null);
    expect(gate.circuit.state).toBe("closed");
  });

  it("waits for the proof of a trial no longer than for a first byte", () => {
    const hasty = providerConfig({ timeouts: { firstByteMs: 1_000 } });
    const { gate, pass } = createScene();
    for (let call = 0; call < 5; call += 1) {
      const entered = gate.enter();
      const failure = { kind: "network", message: "m" } as const;
      const settled = { failure, status: 0, retryAfterMs: null, quota: null };
      if (entered !== null) gate.settle(entered, settled, hasty);
    }
    pass(5_000);
    gate.enter();
    expect(gate.block()?.trialLeftMs).toBe(1_000);
  });

  it("stays open for twice as long each time its trial fails, a minute at most", () => {
    const scene = createScene();
    const { gate, pass, settle } = scene;
    open(scene);
    const waits = [5_000];
    pass(5_000);
    for (let trial = 0; trial < 5; trial += 1) {
      settle(gate, "timeout");
      const remaining = gate.block()?.remainingMs ?? 0;
      waits.push(remaining);
      pass(remaining);
    }
    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    settle(gate, "timeout");
    expect(gate.block()).toMatchObject({
      since: startedAt,
      kind: "timeout",
      reason: "5 of 5 attempts failed, mostly upstream_5xx, and so did its trial (timeout)",
    });
    pass(60_000);
    settle(gate, null);
    open(scene);
    expect(gate.block()?.remainingMs).toBe(5_000);
  });

  it("takes the next call for its trial where one told nothing", () => {
    const scene = createScene();
    open(scene);
    scene.pass(5_000);
    scene.settle(scene.gate, "cancelled");
    expect(scene.gate.circuit.state).toBe("half-open");
    expect(scene.settle(scene.gate, null).isModelTrial).toBe(true);
    expect(scene.gate.circuit.state).toBe("closed");
  });

  it("is told nothing by calls that began before it opened", () => {
    const scene = createScene();
    const { gate, finish } = scene;
    const early = [gate.enter(), gate.enter()];
    open(scene);
    for (const [index, pass] of early.entries()) {
      if (pass !== null) finish(gate, pass, index === 0 ? null : "network");
    }
    expect(gate.circuit.state).toBe("open");
    expect(gate.block()?.remainingMs).toBe(5_000);
  });

  it("is told nothing by an earlier trial that still runs", () => {
    const scene = createScene();
    const { gate, pass, finish } = scene;
    open(scene);
    pass(5_000);
    const first = gate.enter();
    if (first !== null) gate.works(first);
    open(scene);
    pass(5_000);
    const second = gate.enter();
    if (first !== null) finish(gate, first, "network");
    expect(gate.circuit.state).toBe("half-open");
    expect(gate.enter()).toBeNull();
    if (second !== null) finish(gate, second, null);
    expect(gate.circuit.state).toBe("closed");
  });

  it("is due by the clock that does not jump", () => {
    const scene = createScene();
    open(scene);
    scene.jump(3_600_000);
    expect(scene.gate.enter()).toBeNull();
    scene.jump(-7_200_000);
    scene.pass(5_000);
    expect(scene.gate.enter()).not.toBeNull();
  });

  it("closes at an operator's word", () => {
    const scene = createScene();
    open(scene);
    expect(scene.gates.reset({ provider: "p", model: null }, "ada resumed it")).toBe(1);
    expect(scene.gate.enter()).not.toBeNull();
    expect(scene.facts.at(-1)).toMatchObject({
      type: "event",
      level: "info",
      message: "p · m is called again: ada resumed it.",
    });
  });
});

describe("a refused key", () => {
  it("keeps all of the provider's models from being called, and is tried again after a minute", () => {
    const { gates, gate, settle, pass } = createScene();
    settle(gate, "auth", { status: 401 });
    const other = gates.of("p", "other");
    expect(other.block()).toMatchObject({ what: "p", kind: "auth", remainingMs: 60_000 });
    pass(60_000);
    const trial = other.enter();
    expect(trial).toMatchObject({ isProviderTrial: true });
    expect(gate.enter()).toBeNull();
    if (trial !== null) other.works(trial);
    expect(gate.enter()).not.toBeNull();
  });

  it("is nothing that the practice provider can have: one of its models plays it", () => {
    const { gates, gate } = createScene();
    const pass = gate.enter();
    if (pass === null) throw new Error("It may be called.");
    const failure = { kind: "auth" as const, message: "m" };
    const settled = { failure, status: 401, retryAfterMs: null, quota: null };
    gate.settle(pass, settled, { ...config, kind: "practice" });
    expect(gates.of("p", "other").block()).toBeNull();
    expect(gate.block()).toBeNull();
  });

  it.each<[ErrorKind, number, boolean]>([
    ["rate_limit", 429, true],
    ["invalid_request", 400, true],
    ["network", 0, false],
    ["upstream_5xx", 503, false],
    ["auth", 401, false],
  ])("tried again with %s and status %i closes it: %s", (kind, status, closes) => {
    const { gates, gate, settle, pass } = createScene();
    settle(gate, "auth", { status: 401 });
    pass(60_000);
    settle(gate, kind, { status });
    expect(gates.provider("p").circuit.trouble === null).toBe(closes);
  });

  it("is over when the config gives another", () => {
    const { gates, gate, settle } = createScene();
    settle(gate, "auth", { status: 401 });
    gates.providerChanged("q");
    expect(gate.enter()).toBeNull();
    gates.providerChanged("p");
    expect(gate.enter()).not.toBeNull();
  });

  it.each([402, 403, 200])("is no answer of %i: it may be of this one call", (status) => {
    const { gates, gate, settle } = createScene();
    for (let call = 0; call < 4; call += 1) settle(gate, "auth", { status });
    expect(gate.enter()).not.toBeNull();
    expect(gates.of("p", "other").enter()).not.toBeNull();
    // As any other failure, it counts, and for its model alone.
    settle(gate, "auth", { status });
    expect(gate.block()).toMatchObject({ what: "p · m", kind: "auth" });
    expect(gates.of("p", "other").enter()).not.toBeNull();
  });
});

describe("what one client meets alone", () => {
  const failFor = (
    { gate, finish }: Pick<ReturnType<typeof createScene>, "gate" | "finish">,
    owner: string,
    calls: number,
  ): void => {
    for (let call = 0; call < calls; call += 1) {
      const pass = gate.enter(owner);
      if (pass !== null) finish(gate, pass, "timeout", { owner });
    }
  };

  it("shuts out nobody else, though none has called yet", () => {
    const scene = createScene();
    const { gate, finish, pass, facts } = scene;
    failFor(scene, "a", 5);
    expect(gate.block("a")).toMatchObject({ waitsFor: "breaker", remainingMs: 5_000 });
    expect(gate.block("b")).toBeNull();
    expect(facts).toContainEqual(
      expect.objectContaining({
        message: expect.stringContaining("p · m is not called for one client: 5 of 5 attempts"),
      }),
    );
    const other = gate.enter("b");
    expect(other).toMatchObject({ isModelTrial: false });
    if (other !== null) finish(gate, other, null, { owner: "b" });
    pass(5_000);
    expect(gate.enter("a")).toMatchObject({ isModelTrial: true });
  });

  it("does not open it at all where others are called well", () => {
    const scene = createScene();
    const pass = scene.gate.enter("b");
    if (pass !== null) scene.finish(scene.gate, pass, null, { owner: "b" });
    failFor(scene, "a", 50);
    expect(scene.gate.block("a")).toBeNull();
  });

  it("opens it for everybody once another meets it too, for as long as a first time takes", () => {
    const scene = createScene();
    failFor(scene, "a", 5);
    for (let trial = 0; trial < 3; trial += 1) {
      scene.pass(scene.gate.block("a")?.remainingMs ?? 0);
      failFor(scene, "a", 1);
    }
    failFor(scene, "b", 5);
    for (const owner of ["a", "b", "c"]) expect(scene.gate.block(owner)?.remainingMs).toBe(5_000);
  });

  it("is nothing that a bound of ours did, or what was asked", () => {
    const scene = createScene();
    for (let call = 0; call < 50; call += 1) {
      const pass = scene.gate.enter();
      const failure = { kind: "empty", message: "m", isNeutral: true } as const;
      if (pass !== null) scene.finish(scene.gate, pass, "empty", { failure });
    }
    expect(scene.gate.block()).toBeNull();
  });
});

describe("a throttle", () => {
  it("holds from a 429 until it may be called, and the longest of them counts", () => {
    const { gate, settle, pass, finish } = createScene();
    const late = gate.enter();
    settle(gate, "rate_limit", { status: 429, retryAfterMs: 3_000 });
    if (late !== null) finish(gate, late, "rate_limit", { status: 429, retryAfterMs: 1_000 });
    expect(gate.block()).toMatchObject({ waitsFor: "throttled", remainingMs: 3_000 });
    expect(gate.throttledUntil).toBe(startedAt + 3_000);
    pass(3_000);
    expect(gate.enter()).not.toBeNull();
    expect(gate.throttledUntil).toBeNull();
  });

  it("comes of a quota that is used up, where that is over soon", () => {
    const { gate, settle } = createScene();
    const tokens = (resetAt: number) => ({
      requests: null,
      tokens: { limit: 5, remaining: 0, resetAt },
    });
    settle(gate, null, { quota: tokens(startedAt + 360_000) });
    expect(gate.block()).toBeNull();
    settle(gate, null, { quota: tokens(startedAt + 1_000) });
    expect(gate.block()).toMatchObject({ waitsFor: "throttled", remainingMs: 1_000 });
    expect(gate.quota?.tokens?.remaining).toBe(0);
  });
});

describe("a pause", () => {
  it("of a provider holds for each of its models, and ends by itself", () => {
    const { gates, gate, pass } = createScene();
    const scope = { provider: "p", model: null };
    const until = startedAt + 1_000;
    gates.pause(scope, { until, reason: null, by: "ada", since: startedAt });
    expect(gate.block()).toMatchObject({ waitsFor: "paused", kind: "queue_full", until });
    expect(gates.pauseOf(scope)).not.toBeNull();
    pass(1_000);
    expect(gate.enter()).not.toBeNull();
    expect(gates.pauseOf(scope)).toBeNull();
  });
});

describe("models that clients name", () => {
  it("are forgotten, the longest unused first, but for those that something is known of", () => {
    const { gates, gate, settle, pass } = createScene();
    for (let call = 0; call < 5; call += 1) settle(gate, "network");
    settle(gates.of("p", "early"), null);
    pass(1);
    const kept = gates.of("p", "model-900");
    for (let index = 0; index < 2_500; index += 1) {
      gates.of("p", `model-${index}`).enter();
      kept.enter();
      pass(1);
    }
    expect([...gates.models()].length).toBe(1_000);
    expect(gates.find("p", "m")).toBe(gate);
    expect(gates.find("p", "model-900")).toBe(kept);
    expect(gates.find("p", "early")).toBeUndefined();
    expect(gates.find("p", "model-2499")).toBeDefined();
  });
});
