import { monitorEventLoopDelay } from "node:perf_hooks";
import { getHeapStatistics } from "node:v8";
import type { Component, DiskUse, PublicHealth, SystemHealth } from "@signalbox/api-contract";
import type { Clock } from "../clock.ts";
import type { Fact, OwnGauges, RequestLog } from "../recorder/index.ts";
import { ComponentWatch } from "./component-watch.ts";

const sampleEveryMs = 1_000;
const loopWarnMs = 200;
const loopResolutionMs = 20;
const nsPerMs = 1e6;

export interface HealthOptions {
  readonly clock: Clock;
  readonly node: string;
  readonly bootId: string;
  readonly version: string;
  readonly log: RequestLog;
  readonly state: (fact: Fact) => void;
  readonly queueDepth: () => number;
  readonly slots: () => { readonly used: number; readonly total: number };
  readonly connections: () => number;
  readonly toolCount: () => number;
  readonly channels: readonly string[];
  readonly live: () => { subscribers: number; gaps: number; droppedFrames: number };
  readonly disk: () => DiskUse | null;
  readonly history: () => SystemHealth["history"];
  /** What else is to keep up with the seconds. */
  readonly onSample: () => void;
  /** Each component's own word on how it is. */
  readonly components: readonly (() => Component)[];
}

/** Looks at the gateway once a second, from memory: its gauges, and how well it is. */
export class HealthMonitor {
  readonly #options: HealthOptions;
  readonly #loop: ReturnType<typeof monitorEventLoopDelay>;
  readonly #startedMono: number;
  #timer: NodeJS.Timeout | null = null;
  #loopDelay = { p50: 0, p99: 0, max: 0 };
  /** While it is slow: the longest that was told. */
  #toldStallMs = 0;
  readonly #watch = new ComponentWatch();
  #droppedRows = 0;
  #sessions = 0;
  #publicBody = "";
  #publicStatus = 200;

  constructor(options: HealthOptions) {
    this.#options = options;
    this.#startedMono = options.clock.mono();
    this.#loop = monitorEventLoopDelay({ resolution: loopResolutionMs });
  }

  /** What `GET /health` answers, made at most a second ago. */
  get publicAnswer(): { status: number; body: string } {
    return { status: this.#publicStatus, body: this.#publicBody };
  }

  start(): void {
    this.#loop.enable();
    this.#timer = setInterval(() => {
      this.#sample();
    }, sampleEveryMs);
    this.#timer.unref();
    this.#sample();
  }

  stop(): void {
    this.#loop.disable();
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  system(): SystemHealth {
    const { clock, node, bootId, live, disk, history } = this.#options;
    const { rss, heapUsed } = process.memoryUsage();
    return {
      ...this.#public(),
      node,
      bootId,
      components: this.#components().map((one) => this.#watch.dated(one, clock.now())),
      eventLoop: this.#loopDelay,
      memory: {
        rssBytes: rss,
        heapUsedBytes: heapUsed,
        heapLimitBytes: getHeapStatistics().heap_size_limit,
      },
      disk: disk(),
      history: history(),
      live: live(),
    };
  }

  #sample(): void {
    this.#readLoop();
    const { log, clock, state, queueDepth, slots } = this.#options;
    const mono = clock.mono();
    let oldestWaitMs = 0;
    let overdue = 0;
    const sessions = new Set<string>();
    for (const record of log.active.values()) {
      if (record.state === "queued")
        oldestWaitMs = Math.max(oldestWaitMs, mono - record.startedMono);
      if (log.isOverdue(record)) overdue += 1;
      if (!record.accepted.oneShot) sessions.add(record.accepted.lane);
    }
    for (const { accepted } of log.ended()) if (!accepted.oneShot) sessions.add(accepted.lane);
    this.#sessions = sessions.size;
    const { used: slotsUsed, total: slotsTotal } = slots();
    state({
      type: "gauges",
      inFlight: log.active.size,
      queueDepth: queueDepth(),
      oldestWaitMs,
      overdue,
      slotsUsed,
      slotsTotal,
      ...this.#ownGauges(),
    });
    this.#options.onSample();
    this.#watch.look(this.#components(), clock.now(), state);
    this.#publish();
  }

  #ownGauges(): OwnGauges {
    const { disk, history, live } = this.#options;
    const { rss, heapUsed } = process.memoryUsage();
    const { lagMs, droppedRows } = history();
    const historyDropped = droppedRows - this.#droppedRows;
    this.#droppedRows = droppedRows;
    return {
      loopDelayMs: this.#loopDelay.max,
      rssBytes: rss,
      heapUsedBytes: heapUsed,
      diskFreeBytes: disk()?.freeBytes,
      historyLagMs: lagMs,
      historyDropped,
      subscribers: live().subscribers,
    };
  }

  #readLoop(): void {
    // What is sampled is the time between two turns; late is what is beyond the resolution.
    const late = (ns: number): number => Math.max(0, ns / nsPerMs - loopResolutionMs);
    this.#loopDelay = {
      p50: late(this.#loop.percentile(50)),
      p99: late(this.#loop.percentile(99)),
      max: late(this.#loop.max),
    };
    this.#loop.reset();
    this.#tellStall();
  }

  get #isLoopSlow(): boolean {
    return this.#loopDelay.max > loopWarnMs;
  }

  /** Once when it begins, and again where it becomes twice as bad. */
  #tellStall(): void {
    const { max } = this.#loopDelay;
    if (!this.#isLoopSlow) {
      this.#toldStallMs = 0;
      return;
    }
    if (max < 2 * this.#toldStallMs) return;
    this.#toldStallMs = max;
    this.#options.state({
      type: "event",
      level: "warn",
      source: "gateway",
      context: { stalledMs: Math.round(max) },
      message: `The gateway itself stood still for ${Math.round(max)} ms: what was measured then looks slower than it was.`,
    });
  }

  #components(): Component[] {
    const { max } = this.#loopDelay;
    return [
      {
        name: "event loop",
        status: this.#isLoopSlow ? "warn" : "ok",
        reason: `${Math.round(max)} ms late at most in the last second`,
      },
      ...this.#options.components.map((component) => component()),
    ];
  }

  #public(): PublicHealth {
    const { clock, version, connections, toolCount, channels } = this.#options;
    const statuses = new Set(this.#components().map(({ status }) => status));
    const status = statuses.has("error") ? "error" : statuses.has("warn") ? "warn" : "ok";
    return {
      status,
      uptime: Math.round(clock.mono() - this.#startedMono) / 1_000,
      version,
      sessions: this.#sessions,
      connections: connections(),
      tools: toolCount(),
      channels: channels.map((name) => ({ name, status: "ok" })),
    };
  }

  #publish(): void {
    const health = this.#public();
    this.#publicStatus = health.status === "error" ? 503 : 200;
    this.#publicBody = JSON.stringify(health);
  }
}
