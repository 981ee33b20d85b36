import { setTimeout as wait } from "node:timers/promises";
import { ContractError } from "@signalbox/api-contract";
import type { Config } from "../../config/index.ts";
import type { Fact } from "../../recorder/index.ts";
import type { WebhookJobKey, WebhookJobStore } from "../../state/index.ts";
import { jobOf, webhookChannel, type Job } from "./job.ts";
import type { JobLoad } from "./job-load.ts";
import type { JobRunner } from "./job-runner.ts";
import { Owned } from "./owned.ts";

/** Between two tries to get a message into a lane that is full. */
const retryEveryMs = 1_000;
/** Refusals that another try later may not meet. */
const roomErrors: ReadonlySet<string> = new Set(["queue_full", "overloaded", "draining"]);

export interface JobResumeOptions {
  readonly config: () => Config;
  readonly state: (fact: Fact) => void;
  readonly store: WebhookJobStore;
  readonly load: JobLoad;
  readonly runner: JobRunner;
  readonly isStopping: () => boolean;
  readonly signal: AbortSignal;
}

/**
 * Goes on with what another process left, in the order it came: what was accepted is run, and what was
 * under way is reported as interrupted. Resolves once all of it was looked at. Never rejects.
 */
export class JobResume {
  readonly #options: JobResumeOptions;
  readonly #waiting = new Owned();

  constructor(options: JobResumeOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { store, load, state, signal } = this.#options;
    try {
      load.restore(await store.load());
      for (const { webhook, messageId } of await store.unfinished()) {
        if (signal.aborted) return;
        await this.#goOn({ webhook, messageId });
      }
    } catch (error) {
      const message = `What webhooks brought before the last stop could not be read: ${said(error)}`;
      state({ type: "event", level: "error", source: `channel.${webhookChannel}`, message });
    }
  }

  async settled(): Promise<void> {
    await this.#waiting.settled();
  }

  async #goOn(key: WebhookJobKey): Promise<void> {
    const { store, state, runner } = this.#options;
    const found = await store.get(key);
    if (found === null) return;
    const job = jobOf(found);
    if (found.state === "accepted") {
      if (!(await this.#begin(job))) this.#waiting.add(this.#untilBegun(job));
      return;
    }
    const { requestId } = job;
    const message = `Request ${requestId} of webhook ${key.webhook} was under way when the gateway stopped, and is not run again.`;
    const source = `channel.${webhookChannel}`;
    state({ type: "event", level: "warn", source, message, requestId });
    await runner.keep(job, { kind: "failed", errorKind: "interrupted", message, text: "" });
  }

  async #untilBegun(job: Job): Promise<void> {
    const { signal } = this.#options;
    do {
      await wait(retryEveryMs, undefined, { signal }).catch(() => {});
    } while (!signal.aborted && !(await this.#begin(job)));
  }

  /** False where there is no room for it now. */
  async #begin(job: Job): Promise<boolean> {
    const { config, isStopping, runner } = this.#options;
    try {
      if (!config().webhooks.has(job.key.webhook)) {
        const message = `The config has no webhook ${job.key.webhook} any more.`;
        throw new ContractError("not_found", message);
      }
      await runner.begin(job);
    } catch (error) {
      if (isStopping()) return true;
      if (error instanceof ContractError && roomErrors.has(error.code)) return false;
      const message = said(error);
      await runner.keep(job, { kind: "failed", errorKind: "invalid_request", message, text: "" });
    }
    return true;
  }
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
