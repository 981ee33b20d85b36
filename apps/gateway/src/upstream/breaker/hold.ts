import type { Clock } from "../../clock.ts";
import type { Fact } from "../../recorder/index.ts";
import { patienceWithFallbackMs } from "../retry-policy.ts";
import type { UpstreamRequest } from "../upstream-request.ts";
import type { Block } from "./block.ts";
import type { ModelGate, Pass } from "./model-gate.ts";

/** Those who were held together go on apart: for each that waits this much, up to a second. */
const spreadPerWaiterMs = 20;
const maxSpreadMs = 1_000;

export interface HoldOptions {
  readonly clock: Clock;
  readonly state: (fact: Fact) => void;
  readonly random: () => number;
}

/** Leave to make the call; or what stood in its way to the last; or neither, where its request was ended. */
export interface Held {
  readonly pass: Pass | null;
  readonly block: Block | null;
}

/**
 * Holds a call back whose model is not to be called now, until it may be, or for as long as it makes
 * sense. A wait that can only end too late is not begun: of a breaker and of a throttle it is known
 * when they end.
 */
export async function hold(
  { clock, state, random }: HoldOptions,
  gate: ModelGate,
  request: UpstreamRequest,
  spanId: string,
): Promise<Held> {
  const { signal, target, requestId, modelCall, owner = null } = request;
  const startedMono = clock.mono();
  const spreadMs = (): number =>
    random() * Math.min(maxSpreadMs, spreadPerWaiterMs * (gate.waiters.size - 1));
  let told = "";
  let spans = 0;
  for (;;) {
    if (signal.aborted) return { pass: null, block: null };
    const pass = gate.enter(owner);
    if (pass !== null) return { pass, block: null };
    const block = gate.block(owner);
    // Its time came between the two.
    if (block === null) continue;
    const key = `${block.waitsFor} ${block.until}`;
    if (key !== told) {
      told = key;
      spans += 1;
      state({
        type: "attempt.held",
        requestId,
        spanId: `${spanId}.held${spans}`,
        provider: target.provider.name,
        model: target.model,
        modelCall,
        waitsFor: block.waitsFor,
        until: block.until,
      });
    }
    const leftMs = patienceFor(block, request) - (clock.mono() - startedMono);
    if (leftMs <= 0 || isTooLate(block, leftMs)) return { pass: null, block };
    if (gate.waiters.isFull) return { pass: null, block: crowded(block, gate.waiters.size) };
    const waitMs = Math.min(leftMs, block.remainingMs ?? block.trialLeftMs ?? leftMs);
    const extraMs = block.waitsFor === "throttled" ? spreadMs() : 0;
    // Timers may be a little early.
    await gate.waiters.wait(Math.ceil(waitMs + Math.max(0, extraMs)) + 1, { signal, spreadMs });
  }
}

/** With another model to ask, a throttle is waited for a moment, and nothing else at all. */
function patienceFor({ waitsFor }: Block, { hasFallback, target }: UpstreamRequest): number {
  if (hasFallback !== true) return target.provider.breaker.maxHoldMs;
  return waitsFor === "throttled" ? patienceWithFallbackMs : 0;
}

/** An operator's pause may end at any moment, by another word of an operator. */
function isTooLate({ waitsFor, remainingMs }: Block, leftMs: number): boolean {
  return waitsFor !== "paused" && remainingMs !== null && remainingMs > leftMs;
}

function crowded(block: Block, waiting: number): Block {
  return { ...block, reason: `${block.reason}, and ${waiting} calls wait for it already` };
}
