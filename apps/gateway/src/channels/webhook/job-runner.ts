import type { RunResult } from "@signalbox/api-contract";
import type { Caller } from "@signalbox/api-contract/server";
import { RunJournal, type RunContext } from "../../agent/index.ts";
import type { Clock } from "../../clock.ts";
import type { Config } from "../../config/index.ts";
import type { Fact } from "../../recorder/index.ts";
import { RequestFailure } from "../../requests/index.ts";
import type { WebhookJobKey, WebhookJobStore } from "../../state/index.ts";
import { callbackBody, type WebhookOutcome } from "./callback-body.ts";
import { callerOf, readPlan, webhookChannel, writePlan, type Job } from "./job.ts";
import type { JobLoad } from "./job-load.ts";
import { Owned } from "./owned.ts";

/** The same message gets the same answer for this long. */
const keptMs = 24 * 60 * 60 * 1_000;

export interface JobRunnerOptions {
  readonly bootId: string;
  readonly config: () => Config;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly state: (fact: Fact) => void;
  readonly store: WebhookJobStore;
  readonly load: JobLoad;
  readonly execute: (context: RunContext) => Promise<RunResult>;
  /** Whether another request goes by this id. */
  readonly isTaken: (id: string, caller: Caller) => boolean;
  readonly isStopping: () => boolean;
  /** Something is to be delivered. */
  readonly onResult: () => void;
}

/** What of a job is needed to end it. */
interface Ending extends WebhookJobKey {
  readonly body: string;
  readonly result: string | null;
  readonly receivedAt: number;
}

/** Runs a message that is on disk, and keeps there what came of it. */
export class JobRunner {
  readonly #options: JobRunnerOptions;
  /** No more than there are jobs. */
  readonly #running = new Owned();

  constructor(options: JobRunnerOptions) {
    this.#options = options;
  }

  /** Resolves once it is in its lane. */
  async begin(job: Job): Promise<void> {
    const { bootId, newId, execute, isTaken, store, clock, config } = this.#options;
    const { webhook } = job.key;
    const caller = callerOf(webhook);
    const journal = new RunJournal(bootId);
    const agent = config().webhooks.get(webhook)?.agent ?? null;
    const accepted = Promise.withResolvers<void>();
    const result = execute({
      id: isTaken(job.requestId, caller) ? `${caller.tokenId}:${newId()}` : job.requestId,
      sessionId: job.plan.sessionId,
      channel: webhookChannel,
      caller,
      input: { message: job.plan.message, ...(agent !== null && { agent }) },
      journal,
      signal: new AbortController().signal,
      route: `POST /webhooks/${webhook}`,
      onAccepted: accepted.resolve,
      onStarted: async () => {
        // A disk that refuses does not stop the work; after a crash it would be run once more.
        await store.start(job.key, clock.now()).catch(() => {});
      },
    });
    await Promise.race([accepted.promise, refusalOf(result)]);
    this.#running.add(this.#end(job, result, journal));
  }

  async #end(job: Job, result: Promise<RunResult>, journal: RunJournal): Promise<void> {
    const outcome = await outcomeOf(result, journal);
    const isCut = outcome.kind === "failed" && outcome.errorKind === "cancelled";
    // What the stop cut off is on disk as far as it got: the next process goes on from there.
    if (isCut && this.#options.isStopping()) return;
    await this.keep(job, outcome);
  }

  /** Leaves what came of it to be delivered, or ends it where nobody waits for that. Never rejects. */
  async keep(job: Job, outcome: WebhookOutcome): Promise<void> {
    const { config, clock, store, load, onResult, state } = this.#options;
    const { key, requestId, plan } = job;
    const at = clock.now();
    try {
      if ((config().webhooks.get(key.webhook)?.callback ?? null) === null) {
        await this.finish({ ...key, body: job.body, result: null, receivedAt: job.receivedAt });
        return;
      }
      const { messageId } = key;
      const { sessionId } = plan;
      const body = callbackBody({ requestId, sessionId, messageId, at }, outcome);
      await store.deliver(key, body, at, at);
      load.grow(body.length);
      onResult();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      state({
        type: "event",
        level: "error",
        source: "channel.webhook",
        message: `The result of request ${requestId} of webhook ${key.webhook} was not kept for its callback: ${reason}`,
        requestId,
      });
    }
  }

  /** Ends a job, and keeps what it takes to answer who sends it again. */
  async finish(job: Ending): Promise<void> {
    const { store, clock, load } = this.#options;
    const now = clock.now();
    const left = writePlan({ message: "", sessionId: readPlan(job.body).sessionId });
    const forgetAt = Math.max(now, job.receivedAt + keptMs);
    const { webhook, messageId } = job;
    await store.finish({ webhook, messageId }, left, forgetAt, now);
    load.give(job.body.length + (job.result?.length ?? 0));
  }

  /** Resolves once all that began have ended, and what came of them is kept. */
  async settled(): Promise<void> {
    await this.#running.settled();
  }
}

/** What fails after it was accepted is told by the callback. */
async function refusalOf(result: Promise<RunResult>): Promise<void> {
  try {
    await result;
  } catch (error) {
    if (!(error instanceof RequestFailure)) throw error;
  }
}

async function outcomeOf(result: Promise<RunResult>, journal: RunJournal): Promise<WebhookOutcome> {
  try {
    return { kind: "completed", result: await result };
  } catch (error) {
    const errorKind = error instanceof RequestFailure ? error.kind : "internal";
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "failed", errorKind, message, text: journal.text };
  }
}
