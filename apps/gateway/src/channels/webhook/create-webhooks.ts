import type { RunResult } from "@signalbox/api-contract";
import type { Caller } from "@signalbox/api-contract/server";
import type { RunContext } from "../../agent/index.ts";
import type { Clock } from "../../clock.ts";
import type { Config } from "../../config/index.ts";
import type { Fact } from "../../recorder/index.ts";
import type { WebhookJobStore } from "../../state/index.ts";
import { CallbackClient } from "./callback-client.ts";
import { CallbackDeliveries } from "./callback-deliveries.ts";
import { JobLoad } from "./job-load.ts";
import { JobResume } from "./job-resume.ts";
import { JobRunner } from "./job-runner.ts";
import { Repeated } from "./repeated.ts";
import { WebhookChannel, type WebhookChannelOptions } from "./webhook-channel.ts";
import { WebhookJobs } from "./webhook-jobs.ts";

/** Messages that are not over: run, or delivered. */
const maxJobs = 10_000;
/** What they hold together, in UTF-16 units. */
const maxJobsSize = 256 * 1024 * 1024;
const firstRetryMs = 5_000;
/** Messages that are over, kept for who sends them again; beyond it the oldest are forgotten. */
const maxKept = 100_000;
const sweepEveryMs = 60_000;

export interface WebhooksOptions {
  readonly bootId: string;
  readonly config: () => Config;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly state: (fact: Fact) => void;
  readonly store: WebhookJobStore;
  readonly execute: (context: RunContext) => Promise<RunResult>;
  readonly isTaken: (id: string, caller: Caller) => boolean;
  readonly isStopping: () => boolean;
  readonly userAgent: string;
  /** Before a callback that failed is sent again; longer each time after that. */
  readonly firstRetryMs: number | undefined;
}

/** The webhook channel: what comes in, what is run, and what goes back. */
export interface Webhooks {
  /** Goes on with what another process left. */
  start(): void;
  channel(doors: Pick<WebhookChannelOptions, "log" | "shed">): WebhookChannel;
  /** What is not delivered by then is on disk, and delivered by the next process. */
  close(): Promise<void>;
}

export function createWebhooks(options: WebhooksOptions): Webhooks {
  const { config, clock, state, store } = options;
  const load = new JobLoad({ maxJobs, maxSize: maxJobsSize });
  const deliveries = new CallbackDeliveries({
    config,
    clock,
    state,
    store,
    client: new CallbackClient(options.userAgent),
    random: Math.random,
    firstRetryMs: options.firstRetryMs ?? firstRetryMs,
    finish: (job) => runner.finish(job),
  });
  const runner: JobRunner = new JobRunner({
    ...options,
    load,
    onResult: () => {
      deliveries.wake();
    },
  });
  const stopping = new AbortController();
  const resume = new JobResume({ ...options, load, runner, signal: stopping.signal });
  const resumed = Promise.withResolvers<void>();
  const jobs = new WebhookJobs({ ...options, load, runner, resumed: resumed.promise });
  const sweeping = new Repeated(sweepEveryMs, async () => {
    // A disk in trouble shows in its status; the next sweep is in a minute.
    await store.sweep(clock.now(), maxKept).catch(() => {});
  });
  const goOn = async (): Promise<void> => {
    await resume.run();
    deliveries.wake();
  };
  return {
    start() {
      resumed.resolve(goOn());
      sweeping.start();
    },
    channel: (doors) => new WebhookChannel({ ...doors, config, jobs, state, now: clock.now }),
    async close() {
      stopping.abort(new Error("The gateway is stopping."));
      await Promise.all([sweeping.stop(), resume.settled(), runner.settled()]);
      await deliveries.close();
    },
  };
}
