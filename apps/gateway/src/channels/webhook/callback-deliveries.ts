import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../../clock.ts";
import type { Config } from "../../config/index.ts";
import { PrivateAddressError } from "../../network/private-address.ts";
import type { Fact } from "../../recorder/index.ts";
import type { WebhookJob, WebhookJobStore } from "../../state/index.ts";
import { callbackIdOf, type CallbackClient } from "./callback-client.ts";
import { retryDelayMs } from "./retry-delay.ts";

const maxAtOnce = 8;
/** A receiver that answers nobody must not keep the others from their results. */
const maxAtOnceOfOne = 4;
const giveUpAfterMs = 24 * 60 * 60 * 1_000;
/** A look at the disk at least this often, whatever the clock does. */
const lookEveryMs = 60_000;
/** After the disk refused to keep what came of a delivery, or to say what is due. */
const diskPauseMs = 10_000;

const gone = 410;

export interface CallbackDeliveriesOptions {
  readonly config: () => Config;
  readonly clock: Clock;
  readonly state: (fact: Fact) => void;
  readonly store: WebhookJobStore;
  readonly client: CallbackClient;
  readonly random: () => number;
  readonly firstRetryMs: number;
  /** Ends a job that was delivered, or given up. */
  readonly finish: (job: WebhookJob) => Promise<void>;
}

/** What came of one attempt. */
type Attempt =
  | { readonly kind: "delivered" }
  /** Another attempt would end the same. */
  | { readonly kind: "final"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };

/**
 * Delivers the results that wait on disk: eight at once, each again and again until its receiver takes
 * it, says that it is gone, or a day is over. One that was under way when the process ended is sent again.
 */
export class CallbackDeliveries {
  readonly #options: CallbackDeliveriesOptions;
  readonly #stopping = new AbortController();
  readonly #inFlight = new Map<WebhookJob, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | null = null;
  #isWanted = false;

  constructor(options: CallbackDeliveriesOptions) {
    this.#options = options;
  }

  /** Something may be due. */
  wake(): void {
    this.#isWanted = true;
    if (this.#stopping.signal.aborted) return;
    this.#looking ??= this.#look();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#stopping.abort(new Error("The gateway is stopping."));
    await this.#looking;
    await Promise.all(this.#inFlight.values());
    await this.#options.client.close();
  }

  async #look(): Promise<void> {
    const { clock, store } = this.#options;
    const { signal } = this.#stopping;
    clearTimeout(this.#timer);
    let nextInMs = lookEveryMs;
    try {
      let lookedAt = clock.now();
      while (this.#isWanted && !signal.aborted) {
        this.#isWanted = false;
        lookedAt = clock.now();
        if (await this.#startDue(lookedAt)) this.#isWanted = true;
      }
      // After that very moment: what became due since then is no less awaited.
      const nextAt = await store.nextDueAfter(lookedAt);
      if (nextAt !== null) nextInMs = Math.max(0, Math.min(nextInMs, nextAt - clock.now()));
    } catch {
      // The disk does not answer; its status is shown where it belongs.
      nextInMs = diskPauseMs;
    }
    this.#looking = null;
    if (signal.aborted) return;
    if (this.#isWanted && nextInMs !== diskPauseMs) {
      this.wake();
      return;
    }
    this.#timer = setTimeout(() => this.wake(), nextInMs);
    this.#timer.unref();
  }

  /** Starts what is due, as far as there is room. True where there may be more. */
  async #startDue(now: number): Promise<boolean> {
    const { store } = this.#options;
    const room = maxAtOnce - this.#inFlight.size;
    if (room === 0) return false;
    const due = await store.due({
      now,
      limit: room,
      exceptWebhooks: [...this.#countByWebhook()].flatMap(([webhook, count]) =>
        count >= maxAtOnceOfOne ? [webhook] : [],
      ),
      except: [...this.#inFlight.keys()].map(({ webhook, messageId }) => ({ webhook, messageId })),
    });
    for (const job of due) {
      if ((this.#countByWebhook().get(job.webhook) ?? 0) < maxAtOnceOfOne) this.#start(job);
    }
    return due.length > 0;
  }

  #countByWebhook(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { webhook } of this.#inFlight.keys()) {
      counts.set(webhook, (counts.get(webhook) ?? 0) + 1);
    }
    return counts;
  }

  #start(job: WebhookJob): void {
    const delivery = this.#deliver(job).finally(() => {
      this.#inFlight.delete(job);
      this.wake();
    });
    this.#inFlight.set(job, delivery);
  }

  /** Never rejects. */
  async #deliver(job: WebhookJob): Promise<void> {
    const { signal } = this.#stopping;
    const attempt = await this.#attempt(job);
    // It is sent again by the next process.
    if (signal.aborted && attempt.kind !== "delivered") return;
    try {
      await this.#keep(job, attempt);
    } catch {
      // Still due, on a disk that can't say otherwise: not again at once.
      await wait(diskPauseMs, undefined, { signal }).catch(() => {});
    }
  }

  async #attempt(job: WebhookJob): Promise<Attempt> {
    const { config, client, clock } = this.#options;
    const callback = config().webhooks.get(job.webhook)?.callback ?? null;
    if (callback === null) return { kind: "failed", reason: "the config names no callback now" };
    const message = {
      id: callbackIdOf(job.webhook, job.messageId),
      body: job.result ?? "",
      at: clock.now(),
    };
    try {
      const status = await client.post(callback, message, this.#stopping.signal);
      if (status >= 200 && status < 300) return { kind: "delivered" };
      const reason = `${callback.url.host} answered ${status}`;
      return { kind: status === gone ? "final" : "failed", reason };
    } catch (error) {
      return {
        kind: error instanceof PrivateAddressError ? "final" : "failed",
        reason: said(error),
      };
    }
  }

  async #keep(job: WebhookJob, attempt: Attempt): Promise<void> {
    const { store, clock, random, firstRetryMs, finish } = this.#options;
    if (attempt.kind === "delivered") return finish(job);
    const { reason } = attempt;
    if (attempt.kind === "final") {
      await finish(job);
      this.#tell("error", job, `${reason}, so it is not sent again`);
      return;
    }
    const failed = job.attempts + 1;
    const nextAt = clock.now() + retryDelayMs(failed, firstRetryMs, random);
    if (nextAt > job.updatedAt + giveUpAfterMs) {
      await finish(job);
      this.#tell("error", job, `${reason}; after ${failed} attempts in a day it is given up`);
      return;
    }
    await store.retry(job, failed, nextAt);
    if (failed === 1) this.#tell("warn", job, `${reason}; it is sent again for a day`);
  }

  #tell(level: "warn" | "error", job: WebhookJob, what: string): void {
    this.#options.state({
      type: "event",
      level,
      source: "channel.webhook",
      message: `The result of request ${job.requestId} did not reach the callback of webhook ${job.webhook}: ${what}.`,
      requestId: job.requestId,
      context: { webhook: job.webhook },
    });
  }
}

function said(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "it took longer than 15 seconds";
  return error.message.replace(/\.$/, "") || error.name;
}
