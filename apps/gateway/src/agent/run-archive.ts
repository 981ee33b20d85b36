import type { ErrorKind, RunResult } from "@signalbox/api-contract";
import type { Clock } from "../clock.ts";
import type { Fact } from "../recorder/index.ts";
import { RequestFailure } from "../requests/index.ts";
import type { RunRecord, RunStore } from "../state/index.ts";

/** The same id gets the same result for this long. */
export const keptMs = 24 * 60 * 60 * 1_000;
/** Ids that are known for so long, and what was sent under them; a few hundred bytes each. */
const maxRuns = 200_000;
/** Of those, the ones whose outcome is kept. */
const maxOutcomes = 5_000;
/** Of one outcome, in UTF-16 units: of a longer one only that it was there is kept. */
const maxOutcomeLength = 256 * 1024;
const pruneEveryMs = 60_000;
/** Of one time; the next one goes on. */
const maxPruneSteps = 1_000;

/** What a run ended with. */
export type RunOutcome =
  | { readonly ok: true; readonly result: RunResult }
  | {
      readonly ok: false;
      /** The id that it went by inside the gateway. */
      readonly requestId: string;
      readonly errorKind: ErrorKind;
      readonly message: string;
      /** What had been said before it failed. */
      readonly text: string;
    };

/** A run as the disk knows it. */
export interface ArchivedRun {
  readonly bodyHash: string;
  readonly sessionId: string;
  readonly outcome: RunOutcome;
}

export type NewRun = Pick<
  RunRecord,
  "clientId" | "requestId" | "bodyHash" | "sessionId" | "startedAt"
>;

export interface RunArchiveOptions {
  readonly store: RunStore;
  readonly clock: Clock;
  readonly state: (fact: Fact) => void;
}

/** Runs on disk: what keeps the promise that one id runs once over a restart. */
export class RunArchive {
  readonly #options: RunArchiveOptions;
  #prunedAt = 0;

  constructor(options: RunArchiveOptions) {
    this.#options = options;
  }

  /**
   * Notes that a run begins. Answers with what there was of that id before, and then it must not run.
   * A disk that refuses is told to an operator, and stands in nobody's way.
   */
  async claim(run: NewRun): Promise<ArchivedRun | null> {
    const { store } = this.#options;
    void this.#prune();
    try {
      const before = await store.claim({ ...run, ...running }, run.startedAt - keptMs);
      return before === null ? null : toArchived(before);
    } catch (error) {
      this.#refused(run, error);
      return null;
    }
  }

  /** Resolves when the outcome is on disk, or was refused there. */
  async end(run: NewRun, outcome: RunOutcome): Promise<void> {
    const { store, clock } = this.#options;
    const text = JSON.stringify(outcome);
    try {
      await store.put({
        ...run,
        state: "ended",
        outcome: text.length > maxOutcomeLength ? null : text,
        endedAt: clock.now(),
      });
    } catch (error) {
      this.#refused(run, error);
    }
  }

  /** One that was never taken leaves nothing behind. */
  async remove({ clientId, requestId }: NewRun): Promise<void> {
    // What stays is an interrupted run that never was: it is told so, and harms nobody.
    await this.#options.store.remove({ clientId, requestId }).catch(() => {});
  }

  /** A run that no longer is, or never was, in memory. */
  async recall(clientId: string, requestId: string): Promise<ArchivedRun | null> {
    const { store, clock } = this.#options;
    const record = await store.get({ clientId, requestId }).catch(() => null);
    if (record === null || record.startedAt < clock.now() - keptMs) return null;
    return toArchived(record);
  }

  async #prune(): Promise<void> {
    const { store, clock } = this.#options;
    const now = clock.now();
    if (Math.abs(now - this.#prunedAt) < pruneEveryMs) return;
    this.#prunedAt = now;
    const bounds = { since: now - keptMs, maxRuns, maxOutcomes };
    for (let step = 0; step < maxPruneSteps; step += 1) {
      // A disk that refuses is asked again the next time.
      if ((await store.prune(bounds).catch(() => 0)) === 0) return;
    }
  }

  #refused({ requestId, sessionId }: NewRun, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.state({
      type: "event",
      level: "warn",
      source: "state",
      message: `The run ${requestId} was not noted, so a restart would not know it: ${reason}`,
      requestId,
      sessionId,
    });
  }
}

const howItEnded = "This is how it ended; send it again with another requestId.";
const running = { state: "running", outcome: null, endedAt: null } as const;

function toArchived({ state, outcome, requestId, bodyHash, sessionId }: RunRecord): ArchivedRun {
  if (state === "ended" && outcome !== null) {
    // Written by `end`, from an outcome.
    return { bodyHash, sessionId, outcome: JSON.parse(outcome) as RunOutcome };
  }
  const message =
    state === "ended"
      ? `The request ${requestId} has ended, and its answer is no longer kept, or was too long to be. It is in its session, and is not run again.`
      : `The gateway stopped while the request ${requestId} ran. It was interrupted and is not run again. ${howItEnded}`;
  return {
    bodyHash,
    sessionId,
    outcome: {
      ok: false,
      requestId,
      errorKind: "interrupted",
      message,
      text: "",
    },
  };
}

/** The result, or the failure thrown. */
export function replay(outcome: RunOutcome): RunResult {
  if (outcome.ok) return outcome.result;
  throw asReplayed(new RequestFailure(outcome.errorKind, outcome.message));
}

/** A failure as it is told again: it is over, so that waiting and sending the same changes nothing. */
export function asReplayed({ kind, message }: RequestFailure): RequestFailure {
  if (message.endsWith(howItEnded)) return new RequestFailure(kind, message);
  const end = /[.!?…]$/.test(message) ? "" : ".";
  return new RequestFailure(kind, `${message}${end} ${howItEnded}`);
}
