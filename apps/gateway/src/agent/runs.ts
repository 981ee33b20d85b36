import { createHash } from "node:crypto";
import {
  ContractError,
  type Accepted,
  type RunEvent,
  type RunResult,
  type StartInput,
} from "@signalbox/api-contract";
import type { Caller, Stream, StreamOptions } from "@signalbox/api-contract/server";
import type { Clock } from "../clock.ts";
import { CancelledError, RequestFailure, toContractError } from "../requests/index.ts";
import {
  asReplayed,
  keptMs,
  replay,
  type ArchivedRun,
  type NewRun,
  type RunArchive,
  type RunOutcome,
} from "./run-archive.ts";
import { RunJournal } from "./run-journal.ts";
import { RunTable, type Run } from "./run-table.ts";

export interface RunContext {
  readonly id: string;
  readonly sessionId: string;
  readonly channel: string;
  readonly caller: Caller;
  readonly input: StartInput;
  readonly journal: RunJournal;
  /** Aborts when nobody waits for the run any more. */
  readonly signal: AbortSignal;
  readonly onAccepted: () => void;
  /** Its turn has come; no model and no tool is called before this resolves. */
  readonly onStarted?: () => Promise<void>;
  /** Its session has a name that the gateway gave it. */
  readonly isUnnamed?: boolean;
  /** Where it came in; `agent.send` unless told. */
  readonly route?: string;
}

export interface RunsOptions {
  readonly bootId: string;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Whether another token's request goes by this id. */
  readonly isTaken: (id: string, caller: Caller) => boolean;
  /** Does the work; rejects with a {@link RequestFailure}, or refuses with a ContractError. */
  readonly execute: (context: RunContext) => Promise<RunResult>;
  /** Of runs before a restart. */
  readonly archive: RunArchive;
}

/** Agent runs by token and id: each runs once, whoever asks again gets its result. */
export class Runs {
  readonly #options: RunsOptions;
  readonly #table = new RunTable();

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  /** Resolves once the run was accepted: it is in its lane, or was turned away. */
  async start(caller: Caller, input: StartInput, channel: string): Promise<Accepted> {
    const run = this.#findOrBegin(caller, input, channel);
    run.isDetached = true;
    await Promise.race([run.accepted, refusalOf(run)]);
    return { requestId: run.id, sessionId: run.sessionId };
  }

  /** Resolves with the run's result. Where the signal aborts and nobody else waits, the run is cancelled. */
  async send(
    caller: Caller,
    input: StartInput,
    channel: string,
    signal: AbortSignal,
  ): Promise<RunResult> {
    const run = this.#findOrBegin(caller, input, channel);
    const isReplay = run.isOver;
    run.waiters += 1;
    const onAbort = (): void => {
      run.waiters -= 1;
      if (run.waiters > 0 || run.isDetached || run.isOver) return;
      run.leaving.abort(new CancelledError("The client that waited for it went away."));
    };
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      return await run.result;
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error;
      const told = isReplay && !mayBeSentAgain(error) ? asReplayed(error) : error;
      throw toContractError(told, run.id);
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  /** Rejects with `not_found` where there is no such run, in memory or on disk. */
  async *watch(
    caller: Caller,
    requestId: string,
    { lastEventId, signal }: StreamOptions,
  ): Stream<RunEvent> {
    const run = this.#table.find(caller, requestId);
    if (run !== undefined) {
      yield* run.journal.watch(lastEventId, signal);
      return;
    }
    const archived = await this.#options.archive.recall(caller.tokenId, requestId);
    if (archived === null) throw unknownRun(requestId);
    const journal = new RunJournal(this.#options.bootId);
    journal.add(endOf(archived.outcome));
    yield* journal.watch(lastEventId, signal);
  }

  /** The id this caller's request goes by inside the gateway; undefined where it has none of that name. */
  idOf(caller: Caller, requestId: string): string | undefined {
    return this.#table.own(caller.tokenId, requestId)?.id;
  }

  /** Ends a run that is still on its way into its lane. False where there is none. */
  cancelEarly(caller: Caller, requestId: string, reason: string): boolean {
    const run = this.#table.find(caller, requestId);
    if (run === undefined || run.isAccepted || run.isOver) return false;
    run.leaving.abort(new CancelledError(reason));
    return true;
  }

  /** Whether the caller may ask for a run of that name, and there is one. */
  has(caller: Caller, requestId: string): boolean {
    return this.#table.find(caller, requestId) !== undefined;
  }

  #findOrBegin(caller: Caller, input: StartInput, channel: string): Run {
    const { requestId = this.#options.newId() } = input;
    const bodyHash = hashOf(input);
    const known = this.#table.own(caller.tokenId, requestId);
    if (known === undefined) return this.#begin(caller, input, channel, requestId, bodyHash);
    if (known.noted.bodyHash === bodyHash) return known;
    throw otherBody(requestId);
  }

  #begin(
    caller: Caller,
    input: StartInput,
    channel: string,
    requestId: string,
    bodyHash: string,
  ): Run {
    const { bootId, clock, newId, isTaken } = this.#options;
    // Ids belong to their token; two tokens that chose the same one get two requests.
    const isFree = !this.#table.hasId(requestId) && !isTaken(requestId, caller);
    const id = isFree ? requestId : `${caller.tokenId}:${newId()}`;
    const sessionId = input.sessionId ?? newId();
    const startedAt = clock.now();
    const { promise: accepted, resolve: accept } = Promise.withResolvers<void>();
    const { promise: result, ...settle } = Promise.withResolvers<RunResult>();
    const run: Run = {
      id,
      caller,
      sessionId,
      noted: { clientId: caller.tokenId, requestId, bodyHash, sessionId, startedAt },
      journal: new RunJournal(bootId),
      accepted,
      accept: () => {
        run.isAccepted = true;
        accept();
      },
      leaving: new AbortController(),
      result,
      isAccepted: false,
      isOver: false,
      isDetached: false,
      waiters: 0,
    };
    this.#table.add(run, startedAt - keptMs);
    void this.#carryOut(run, input, channel).then(settle.resolve, settle.reject);
    return run;
  }

  /** Runs it, unless it ran before the last restart: then it is told what came of that. */
  async #carryOut(run: Run, input: StartInput, channel: string): Promise<RunResult> {
    // Nobody could have sent an id before that the gateway has just made, so that one is noted on the way.
    const claimed = this.#options.archive.claim(run.noted);
    const before = input.requestId === undefined ? null : await claimed;
    return before === null ? this.#execute(run, input, channel) : this.#replay(run, before);
  }

  #replay(run: Run, { bodyHash, sessionId, outcome }: ArchivedRun): RunResult {
    const { requestId } = run.noted;
    if (bodyHash !== run.noted.bodyHash) {
      const error = otherBody(requestId);
      this.#settle(run, failureOf(run, error));
      this.#table.forget(run);
      throw error;
    }
    const id = outcome.ok ? outcome.result.requestId : outcome.requestId;
    this.#table.rename(run, id);
    run.sessionId = sessionId;
    run.accept();
    this.#settle(run, outcome);
    return replay(outcome);
  }

  /** Settles it, whatever comes of it. */
  async #execute(run: Run, input: StartInput, channel: string): Promise<RunResult> {
    const { archive, execute } = this.#options;
    const { id, sessionId, caller, journal, noted, accept } = run;
    const { signal } = run.leaving;
    try {
      const isUnnamed = input.sessionId === undefined;
      const context = { id, sessionId, channel, caller, input, journal, signal, isUnnamed };
      const result = await execute({ ...context, onAccepted: accept });
      const outcome = { ok: true, result } as const;
      await this.#note(input, noted, outcome);
      this.#settle(run, outcome);
      return result;
    } catch (error) {
      const outcome = failureOf(run, error);
      // One that was never taken leaves nothing behind: the same id may be sent again.
      const wasTaken = error instanceof RequestFailure;
      const isKept = wasTaken && !mayBeSentAgain(error);
      await (isKept ? this.#note(input, noted, outcome) : archive.remove(noted));
      this.#settle(run, outcome);
      if (!wasTaken) this.#table.forget(run);
      throw error;
    }
  }

  /** A client that chose the id may rely on it from the moment that it has its answer. */
  async #note(input: StartInput, noted: NewRun, outcome: RunOutcome): Promise<void> {
    const ended = this.#options.archive.end(noted, outcome);
    if (input.requestId !== undefined) await ended;
  }

  #settle(run: Run, outcome: RunOutcome): void {
    run.isOver = true;
    run.journal.add(endOf(outcome));
    this.#table.ended(run);
  }
}

/** What fails after it was accepted is told to those who watch, not to the one who started it. */
async function refusalOf(run: Run): Promise<void> {
  try {
    await run.result;
  } catch (error) {
    if (error instanceof ContractError) throw error;
  }
}

function hashOf({ message, sessionId, agent, model }: StartInput): string {
  const body = JSON.stringify([message, sessionId ?? null, agent ?? null, model ?? null]);
  return createHash("sha256").update(body).digest("base64url");
}

function endOf(outcome: RunOutcome): RunEvent {
  if (outcome.ok) return { type: "done", result: outcome.result };
  const { requestId, errorKind, message, text } = outcome;
  return { type: "failed", requestId, errorKind, message, text };
}

/** A gateway that stops tells whose run it cancels to send it to the next one. */
function mayBeSentAgain({ kind, retryAfterMs }: RequestFailure): boolean {
  return kind === "cancelled" && retryAfterMs !== null;
}

function failureOf({ id, journal }: Run, error: unknown): RunOutcome {
  return {
    ok: false,
    requestId: id,
    errorKind: error instanceof RequestFailure ? error.kind : "internal",
    message: error instanceof Error ? error.message : String(error),
    text: journal.text,
  };
}

function otherBody(requestId: string): ContractError {
  return new ContractError(
    "conflict",
    `The request ${requestId} was sent before with another body. Use a new requestId for a new request.`,
    { requestId },
  );
}

function unknownRun(requestId: string): ContractError {
  return new ContractError(
    "not_found",
    `There is no run ${requestId} of this token. A run is kept for 24 hours.`,
    { requestId },
  );
}
