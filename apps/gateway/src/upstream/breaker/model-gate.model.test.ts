import type { ErrorKind } from "@signalbox/api-contract";
import fc from "fast-check";
import { expect, it } from "vitest";
import { providerConfig } from "../testing/start-upstream.ts";
import { Gates } from "./gates.ts";
import type { ModelGate, Pass } from "./model-gate.ts";

type Step =
  | { readonly do: "enter"; readonly model: "a" | "b" }
  | {
      readonly do: "end";
      readonly which: number;
      readonly kind: ErrorKind | null;
      readonly status: number;
    }
  | { readonly do: "token"; readonly which: number }
  | { readonly do: "reset" }
  | { readonly do: "pass"; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("enter"), model: fc.constantFrom("a", "b") }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("end"),
      which: fc.nat(50),
      kind: fc.constantFrom(
        null,
        "network",
        "upstream_5xx",
        "upstream_5xx",
        "cancelled",
        "invalid_request",
        "rate_limit",
        "auth",
      ),
      status: fc.constantFrom(0, 200, 401, 403, 429, 503),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("token"), which: fc.nat(50) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reset") }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("pass"), ms: fc.integer({ min: 1, max: 20_000 }) }),
  },
);

it("whatever calls do, trials are few and keep nobody waiting for long, and in the end all is called again", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      let mono = 0;
      const clock = { now: () => 1e12 + mono, mono: () => mono };
      const gates = new Gates({ clock, state: () => {}, random: () => 0.5 });
      const config = providerConfig();
      const open: { gate: ModelGate; pass: Pass }[] = [];
      const end = (which: number, kind: ErrorKind | null, status: number): void => {
        const [one] = open.splice(which % Math.max(1, open.length), 1);
        const failure = kind === null ? null : { kind, message: "m" };
        const retryAfterMs = status === 429 ? 2_000 : null;
        one?.gate.settle(one.pass, { failure, status, retryAfterMs, quota: null }, config);
      };
      for (const one of steps) {
        if (one.do === "pass") mono += one.ms;
        if (one.do === "reset") gates.reset({ provider: "p", model: null }, "for the test");
        if (one.do === "end") end(one.which, one.kind, one.status);
        if (one.do === "token") {
          const at = open[one.which % Math.max(1, open.length)];
          at?.gate.works(at.pass);
        }
        if (one.do === "enter") {
          const gate = gates.of("p", one.model);
          const block = gate.block();
          const pass = gate.enter();
          // What it says of itself is what it does.
          expect(pass === null).toBe(block !== null);
          if (pass !== null) open.push({ gate, pass });
        }
        for (const model of ["a", "b"]) {
          const gate = gates.of("p", model);
          const trials = open.filter(({ pass }) => gate.circuit.isTrial(pass));
          // A trial that nobody makes would tell nothing for ever; of those that take long, a few are known.
          expect(trials.length > 0).toBe(gate.circuit.isTrialRunning);
          expect(trials.length).toBeLessThanOrEqual(8);
          expect(gate.circuit.trialLeftMs ?? 0).toBeLessThanOrEqual(5_000);
          expect(gate.block()?.remainingMs ?? 0).toBeLessThanOrEqual(72_000);
        }
      }
      while (open.length > 0) end(0, "cancelled", 0);
      for (const model of ["a", "b"]) {
        mono += 72_001;
        const gate = gates.of("p", model);
        const pass = gate.enter();
        if (pass === null) throw new Error(`Not called for good: ${gate.block()?.reason}.`);
        gate.settle(pass, { failure: null, status: 200, retryAfterMs: null, quota: null }, config);
        expect(gate.block()).toBeNull();
      }
    }),
    { numRuns: 500 },
  );
});
