import type { ErrorKind } from "@signalbox/api-contract";
import type { Failure } from "../failure.ts";

/** What stands between a call and its model. */
export interface Block {
  readonly waitsFor: "throttled" | "breaker" | "paused";
  /** What a call fails with that does not wait for it. */
  readonly kind: ErrorKind;
  /** `openai` or `openai · gpt-5.1`. */
  readonly what: string;
  /** As the end of a sentence. */
  readonly reason: string;
  /** Epoch milliseconds; null where it is not known, or where nobody waits for a time. */
  readonly since: number | null;
  readonly until: number | null;
  /** How long until then, on the clock that never jumps. */
  readonly remainingMs: number | null;
  /** When another one may try, though the trial that runs may not be over; null or nothing where none runs. */
  readonly trialLeftMs?: number | null;
}

/**
 * What a call is turned away with that its model's pause keeps from being made: it waited with the
 * gateway, and its turn did not come. No provider failed or limited it, so it is none of theirs.
 */
export const pausedKind: ErrorKind = "queue_full";

/** A sentence for who sent the call: which model, since when, why, and when it is called again. */
export function failureOfBlock({ kind, what, reason, since, until, waitsFor }: Block): Failure {
  const from = since === null ? "" : ` since ${timeOf(since)}`;
  return { kind, message: `${what} is not called${from}: ${reason}. ${again(waitsFor, until)}` };
}

function again(waitsFor: Block["waitsFor"], until: number | null): string {
  if (until !== null) {
    return waitsFor === "breaker"
      ? `It is tried again at ${timeOf(until)}.`
      : `It is called again at ${timeOf(until)}.`;
  }
  return waitsFor === "paused"
    ? "It is called again when somebody resumes it."
    : "Another call is trying it now.";
}

/** Where nothing is known, so much is advised. */
const trialMs = 1_000;
const untilResumedMs = 60_000;

/** How long to wait before asking again. */
export function retryAfterOf({ remainingMs, waitsFor }: Block): number {
  if (remainingMs === null) return waitsFor === "paused" ? untilResumedMs : trialMs;
  return Math.max(trialMs, Math.ceil(remainingMs));
}

/** Time of day, with its zone: who reads it may be anywhere. */
export function timeOf(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(11, 19)} UTC`;
}
