import { monitorEventLoopDelay } from "node:perf_hooks";
import { MetricsCollector } from "@signalbox/metrics";
import { systemClock } from "../../../apps/gateway/src/clock.ts";
import { History, RefusalCounts } from "../../../apps/gateway/src/history/index.ts";
import {
  CollectorSink,
  deriveFacts,
  Recorder,
  RequestLog,
  type Fact,
  type StampedFact,
} from "../../../apps/gateway/src/recorder/index.ts";

const sampleEveryMs = 50;
const loopResolutionMs = 5;
const nsPerMs = 1e6;
const limits = { retainDays: 100_000, maxBytes: Number.MAX_SAFE_INTEGER } as const;

/** The worst that was seen since it was last asked. */
export interface Worst {
  readonly rows: number;
  readonly lagMs: number;
  readonly loopDelayMs: number;
}

/** History under a recorder as a gateway has it, in real time; what it is told can be kept from the disk. */
export class LoadedHistory implements AsyncDisposable {
  readonly #history: History;
  readonly #recorder: Recorder;
  readonly #loop = monitorEventLoopDelay({ resolution: loopResolutionMs });
  readonly #sampling: NodeJS.Timeout;
  #worst = { rows: 0, lagMs: 0 };
  #isKept = true;
  #facts = 0;

  constructor(dataDir: string) {
    const collector = new MetricsCollector(systemClock);
    const log = new RequestLog({ clock: systemClock });
    const find = (id: string) => log.get(id);
    const boot = { bootId: "bench-load", node: "bench", version: "0.0.0" };
    this.#history = new History({
      ...boot,
      dataDir,
      clock: systemClock,
      limits: () => limits,
      log,
      collector,
      refusals: new RefusalCounts(systemClock.now),
      state: (fact) => {
        this.state(fact);
      },
    });
    const toHistory = (stamped: StampedFact): void => {
      if (this.#isKept) this.#history.sink.apply(stamped);
    };
    this.#recorder = new Recorder({
      clock: systemClock,
      sinks: [log, new CollectorSink(collector, find), { apply: toHistory }],
      derive: (fact) => deriveFacts(fact, find),
      onSinkError: (error) => {
        throw error;
      },
    });
    this.#loop.enable();
    this.#sampling = setInterval(() => {
      const { rows, lagMs } = this.status();
      this.#worst = {
        rows: Math.max(this.#worst.rows, rows),
        lagMs: Math.max(this.#worst.lagMs, lagMs),
      };
    }, sampleEveryMs);
  }

  opened(): Promise<void> {
    return this.#history.opened();
  }

  get facts(): number {
    return this.#facts;
  }

  /** Whether what is stated from now on goes to the disk. */
  set isKept(isKept: boolean) {
    this.#isKept = isKept;
  }

  state(fact: Fact): void {
    this.#facts += 1;
    this.#recorder.state(fact);
  }

  /** As it tells it to the operator. */
  status(): { readonly rows: number; readonly lagMs: number; readonly lost: number } {
    const { reason } = this.#history.component();
    const [, rows, lagMs] = /rows that wait: (\d+), the oldest for (\d+) ms/.exec(reason) ?? [];
    const [, lost = "0"] = /rows lost since the start: (\d+)/.exec(reason) ?? [];
    return { rows: Number(rows), lagMs: Number(lagMs), lost: Number(lost) };
  }

  worst(): Worst {
    const loopDelayMs = Math.max(0, this.#loop.max / nsPerMs - loopResolutionMs);
    const found = { ...this.#worst, loopDelayMs };
    this.#worst = { rows: 0, lagMs: 0 };
    this.#loop.reset();
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#sampling);
    this.#loop.disable();
    await this.#history.close();
  }
}
