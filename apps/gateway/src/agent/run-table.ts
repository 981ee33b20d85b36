import type { RunResult } from "@signalbox/api-contract";
import type { Caller } from "@signalbox/api-contract/server";
import { EndedRuns } from "./ended-runs.ts";
import type { NewRun } from "./run-archive.ts";
import type { RunJournal } from "./run-journal.ts";

const maxKept = 5_000;
/** Of the answers that are kept, in UTF-16 units. */
const maxKeptText = 64 * 1024 * 1024;
/** Runs that ended last, whose journals are kept whole for those who come late; of others the end is kept. */
const maxWholeJournals = 200;

export interface Run {
  /** The id it goes by inside the gateway. */
  id: string;
  readonly caller: Caller;
  sessionId: string;
  /** As the disk knows it, by the id that its client knows it by. */
  readonly noted: NewRun;
  readonly journal: RunJournal;
  readonly accepted: Promise<void>;
  readonly accept: () => void;
  readonly leaving: AbortController;
  readonly result: Promise<RunResult>;
  isAccepted: boolean;
  isOver: boolean;
  /** Started to go on by itself, or `send` with so many waiters. */
  isDetached: boolean;
  waiters: number;
}

/** Runs in memory: those under way, and as many of those that ended as there is room for. */
export class RunTable {
  /** By token and the client's id, in the order they began. */
  readonly #runs = new Map<string, Run>();
  /** The same ones, by the id that each goes by inside the gateway. */
  readonly #byId = new Map<string, Run>();
  /** In the order they ended. */
  readonly #whole = new Set<RunJournal>();
  readonly #ended = new EndedRuns();

  /** A token's own run, by the id that it chose or was told. */
  own(tokenId: string, requestId: string): Run | undefined {
    return this.#runs.get(keyOf(tokenId, requestId));
  }

  /** A run that the caller may see: its own, or, by the id inside the gateway, one that its role may. */
  find(caller: Caller, requestId: string): Run | undefined {
    const own = this.own(caller.tokenId, requestId);
    if (own !== undefined) return own;
    const run = this.#byId.get(requestId);
    return run?.caller.tokenId === caller.tokenId || caller.role !== "ingest" ? run : undefined;
  }

  hasId(id: string): boolean {
    return this.#byId.has(id);
  }

  /** Adds one, and forgets those that ended and began before that time, or for which there is no room. */
  add(run: Run, since: number): void {
    this.#runs.set(keyOf(run.caller.tokenId, run.noted.requestId), run);
    this.#byId.set(run.id, run);
    this.#forgetOld(since);
  }

  rename(run: Run, id: string): void {
    this.#byId.delete(run.id);
    run.id = id;
    this.#byId.set(id, run);
  }

  /** Counts what is kept of it, and shortens the journal of one that ended long before it. */
  ended(run: Run): void {
    // One that was forgotten while it ran is nobody's any more.
    if (this.#runs.has(keyOf(run.caller.tokenId, run.noted.requestId))) this.#ended.add(run);
    this.#whole.add(run.journal);
    const oldest = this.#whole.values().next();
    if (this.#whole.size <= maxWholeJournals || oldest.done === true) return;
    oldest.value.shrink();
    this.#whole.delete(oldest.value);
  }

  forget(run: Run): void {
    this.#runs.delete(keyOf(run.caller.tokenId, run.noted.requestId));
    this.#byId.delete(run.id);
    this.#ended.delete(run);
  }

  #forgetOld(since: number): void {
    for (const run of this.#runs.values()) {
      if (run.noted.startedAt >= since) break;
      if (run.isOver) this.forget(run);
    }
    // A token that fills the room takes it from itself.
    while (this.#runs.size > maxKept && this.#forgetNext("runs"));
    while (this.#ended.text > maxKeptText && this.#forgetNext("text"));
  }

  #forgetNext(by: "runs" | "text"): boolean {
    const run = this.#ended.next(by);
    if (run !== undefined) this.forget(run);
    return run !== undefined;
  }
}

function keyOf(tokenId: string, requestId: string): string {
  return `${tokenId} ${requestId}`;
}
