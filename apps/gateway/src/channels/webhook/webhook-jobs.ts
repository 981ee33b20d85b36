import { ContractError, type Accepted } from "@signalbox/api-contract";
import type { Clock } from "../../clock.ts";
import { StateError, type WebhookJobKey, type WebhookJobStore } from "../../state/index.ts";
import { acceptedOf, jobOf, writePlan, type Job } from "./job.ts";
import type { JobLoad } from "./job-load.ts";
import type { JobRunner } from "./job-runner.ts";
import type { WebhookMessage } from "./webhook-message.ts";

export interface WebhookJobsOptions {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly store: WebhookJobStore;
  readonly load: JobLoad;
  readonly runner: JobRunner;
  /** Resolves once what came before the last stop is in its lanes: it goes first. */
  readonly resumed: Promise<void>;
}

/** The messages that webhooks bring: each is on disk before it is acknowledged, and runs once. */
export class WebhookJobs {
  readonly #options: WebhookJobsOptions;
  /** By message: who sends it twice at once gets one answer. As bounded as what is taken at once. */
  readonly #accepting = new Map<string, Promise<Accepted>>();

  constructor(options: WebhookJobsOptions) {
    this.#options = options;
  }

  /**
   * Resolves once the message is on disk and in its lane, or was before. Throws a ContractError where there
   * is no room for it, and then nothing is left of it.
   */
  accept(key: WebhookJobKey, message: WebhookMessage): Promise<Accepted> {
    const name = JSON.stringify([key.webhook, key.messageId]);
    const known = this.#accepting.get(name);
    if (known !== undefined) return known;
    const accepting = this.#accept(key, message).finally(() => {
      this.#accepting.delete(name);
    });
    this.#accepting.set(name, accepting);
    return accepting;
  }

  async #accept(key: WebhookJobKey, message: WebhookMessage): Promise<Accepted> {
    const { store, clock, newId, resumed } = this.#options;
    await resumed;
    const known = await onDisk(store.get(key));
    if (known !== null) return acceptedOf(jobOf(known));
    const plan = { message: message.message, sessionId: message.sessionId ?? newId() };
    const job = {
      key,
      plan,
      body: writePlan(plan),
      requestId: message.requestId ?? newId(),
      receivedAt: clock.now(),
    };
    await this.#add(job, message.requestId !== null);
    await this.#begin(job);
    return acceptedOf(job);
  }

  async #add(job: Job, isRequestIdChosen: boolean): Promise<void> {
    const { store, load } = this.#options;
    const { key, body, requestId, receivedAt } = job;
    load.take(body.length);
    try {
      const added = await onDisk(
        store.add({ ...key, body, requestId, isRequestIdChosen, at: receivedAt }),
      );
      if (added.kind === "taken") throw sentBefore(requestId);
    } catch (error) {
      load.give(body.length);
      throw error;
    }
  }

  async #begin(job: Job): Promise<void> {
    const { store, load, runner } = this.#options;
    try {
      await runner.begin(job);
    } catch (error) {
      load.give(job.body.length);
      // Where it can't be taken back it is run after a restart, unless it is sent again before.
      await store.remove(job.key).catch(() => {});
      throw error;
    }
  }
}

function sentBefore(requestId: string): ContractError {
  return new ContractError(
    "conflict",
    `The request ${requestId} came with another message before. Use a new requestId for a new request.`,
    { requestId },
  );
}

async function onDisk<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    const message = "The message could not be kept. Send it again later.";
    throw new ContractError("overloaded", message, { retryAfterMs: 5_000 }, error);
  }
}
