import type { Clock } from "../clock.ts";
import type { Fact, FactSink, StampedFact } from "./fact.ts";

export interface RecorderOptions {
  readonly clock: Clock;
  /** Applied in this order, each fact to all of them before the next fact. */
  readonly sinks: readonly FactSink[];
  /** Further facts that follow from one: a failed request's error event. */
  readonly derive: (fact: Fact) => readonly Fact[];
  readonly onSinkError: (error: unknown, fact: Fact) => void;
}

/**
 * Takes facts from the runtime and applies them: one order everywhere. Stating a fact never throws,
 * never awaits, and never makes the work wait.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  #seq = 0;
  #sinkErrors = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  get seq(): number {
    return this.#seq;
  }

  /** How often something that observes failed on a fact. */
  get sinkErrors(): number {
    return this.#sinkErrors;
  }

  state(fact: Fact): void {
    const { clock } = this.#options;
    this.#apply({ seq: ++this.#seq, at: clock.now(), mono: clock.mono(), fact });
  }

  #apply(stamped: StampedFact): void {
    const { sinks, derive, clock } = this.#options;
    for (const sink of sinks) {
      try {
        sink.apply(stamped);
      } catch (error) {
        this.#failed(error, stamped.fact);
      }
    }
    try {
      for (const fact of derive(stamped.fact)) {
        this.#apply({ seq: ++this.#seq, at: clock.now(), mono: clock.mono(), fact });
      }
    } catch (error) {
      this.#failed(error, stamped.fact);
    }
  }

  #failed(error: unknown, fact: Fact): void {
    this.#sinkErrors += 1;
    try {
      this.#options.onSinkError(error, fact);
    } catch {
      // The log is one more thing that only observes.
    }
  }
}
