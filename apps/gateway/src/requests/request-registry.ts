import { ContractError } from "@signalbox/api-contract";
import type { Caller } from "@signalbox/api-contract/server";
import type { LaneQueue } from "../lanes/index.ts";
import type { Fact } from "../recorder/index.ts";
import { CancelledError, RequestFailure, toRequestFailure } from "./request-failure.ts";
import { accepted, laneOf, sessionOf, type RequestSpec } from "./request-spec.ts";

/** A request that runs: its name and its end. */
export interface RunningRequest {
  readonly id: string;
  readonly sessionId: string;
  /** Aborts with a {@link CancelledError} or, past the deadline, a `timeout` failure. */
  readonly signal: AbortSignal;
}

export interface RequestRegistryOptions {
  readonly lanes: LaneQueue;
  readonly state: (fact: Fact) => void;
  readonly maxWaitMs: number;
  /** More requests in flight than this are refused, and of one token more than half of it. */
  readonly maxInFlight: number;
  /** What those in flight may hold together. */
  readonly maxBytes: number;
  /** Why the gateway takes nothing at all now; null where it does. */
  readonly shed?: () => string | null;
}

/** What clients of a stopping gateway are told to wait, for the next one to be there. */
const stoppingRetryMs = 2_000;

interface InFlight {
  readonly spec: RequestSpec;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

/**
 * Every request in flight, from its acceptance to its end: the one place that lets it into its lane,
 * gives it its deadline, can cancel it, and states how it ended.
 */
export class RequestRegistry {
  readonly #options: RequestRegistryOptions;
  readonly #inFlight = new Map<string, InFlight>();
  /** Requests in flight by token. */
  readonly #byToken = new Map<string, number>();
  #bytes = 0;
  #isDraining = false;

  constructor(options: RequestRegistryOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#inFlight.size;
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** Requests in flight of one token. */
  inFlightOf(tokenId: string): number {
    return this.#byToken.get(tokenId) ?? 0;
  }

  ownerOf(id: string): Caller | undefined {
    return this.#inFlight.get(id)?.spec.caller;
  }

  /**
   * Runs `work` when the request's turn has come. Rejects with a {@link RequestFailure} where it
   * failed or was cancelled; refuses with a ContractError, before anything is stated, where it can't
   * be taken at all.
   */
  async run<T>(spec: RequestSpec, work: (request: RunningRequest) => Promise<T>): Promise<T> {
    this.#refuseUnlessOpen(spec);
    const controller = new AbortController();
    const ended = Promise.withResolvers<void>();
    this.#count(spec, 1);
    this.#inFlight.set(spec.id, { spec, controller, ended: ended.promise });
    this.#options.state({ type: "request.queued", request: accepted(spec) });
    spec.onAccepted?.();
    const deadline = setTimeout(() => {
      controller.abort(
        new RequestFailure("timeout", `The request was not done after ${spec.deadlineMs} ms.`),
      );
    }, spec.deadlineMs);
    const { signal } = controller;
    const onLeft = (): void => {
      controller.abort(spec.signal.reason);
    };
    spec.signal.addEventListener("abort", onLeft, { once: true });
    if (spec.signal.aborted) onLeft();
    let leaveLane = (): void => {};
    try {
      leaveLane = await this.#enterLane(spec, controller);
      signal.throwIfAborted();
      this.#options.state({ type: "request.started", requestId: spec.id });
      const result = await work({ id: spec.id, sessionId: sessionOf(spec), signal });
      this.#end(spec, null);
      return result;
    } catch (error) {
      const failure = toRequestFailure(signal.aborted ? signal.reason : error);
      this.#end(spec, failure);
      throw failure;
    } finally {
      this.#count(spec, -1);
      clearTimeout(deadline);
      spec.signal.removeEventListener("abort", onLeft);
      // After its end was stated: the next one of the lane begins when this one is over.
      leaveLane();
      ended.resolve();
    }
  }

  /** Ends a request wherever it is. False where it is not in flight. */
  cancel(id: string, reason: string): boolean {
    const request = this.#inFlight.get(id);
    if (request === undefined) return false;
    request.controller.abort(new CancelledError(reason));
    return true;
  }

  /** Takes no more requests, waits for those in flight, and cancels what is left when time is up. */
  async drain(timeoutMs: number): Promise<void> {
    this.#isDraining = true;
    const allEnded = Promise.all([...this.#inFlight.values()].map(({ ended }) => ended));
    const { promise: timeUp, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, timeoutMs);
    // They would not even begin by then, and nobody has to wait for that.
    this.#cancelForStop([...this.#options.lanes.pausedBeyond(timeoutMs)], "its lane is paused");
    await Promise.race([allEnded, timeUp]);
    clearTimeout(timer);
    this.#cancelForStop(this.#inFlight.keys(), `${timeoutMs} ms to finish in were over`);
    await allEnded;
  }

  /** What a gateway that stops can't finish is to be sent again, to the next one. */
  #cancelForStop(ids: Iterable<string>, why: string): void {
    const reason = `The gateway is stopping, and ${why}. Send it again.`;
    for (const id of ids) {
      const error = new CancelledError(reason, { retryAfterMs: stoppingRetryMs });
      this.#inFlight.get(id)?.controller.abort(error);
    }
  }

  async #enterLane(spec: RequestSpec, controller: AbortController): Promise<() => void> {
    const { lanes, state, maxWaitMs } = this.#options;
    const key = laneOf(spec);
    const giveUp = (): void => {
      const message = lanes.tooLongMessage(key, maxWaitMs);
      const retryAfterMs = lanes.retryAfterMs(key, spec.pool);
      controller.abort(new RequestFailure("queue_full", message, { retryAfterMs }));
    };
    let tooLong: NodeJS.Timeout | undefined;
    try {
      return await lanes.enter({
        requestId: spec.id,
        key,
        owner: spec.caller.tokenId,
        pool: spec.pool,
        signal: controller.signal,
        onWait: (detail) => {
          tooLong ??= setTimeout(giveUp, maxWaitMs);
          state({ type: "request.phase", requestId: spec.id, phase: "queued", detail });
        },
      });
    } finally {
      clearTimeout(tooLong);
    }
  }

  #end({ id }: RequestSpec, failure: RequestFailure | null): void {
    this.#inFlight.delete(id);
    const outcome = failure === null ? "ok" : failure.kind === "cancelled" ? "cancelled" : "failed";
    this.#options.state({
      type: "request.ended",
      requestId: id,
      outcome,
      errorKind: failure?.kind ?? null,
      message: failure?.message ?? null,
    });
  }

  #count({ body, caller }: RequestSpec, sign: 1 | -1): void {
    this.#bytes += sign * body.length;
    const left = (this.#byToken.get(caller.tokenId) ?? 0) + sign;
    if (left === 0) this.#byToken.delete(caller.tokenId);
    else this.#byToken.set(caller.tokenId, left);
  }

  /** Why there is no room for it; null where there is. */
  #overload({ body, caller }: RequestSpec): string | null {
    const { maxInFlight, maxBytes, shed } = this.#options;
    const shedding = shed?.() ?? null;
    if (shedding !== null) return shedding;
    const { size } = this.#inFlight;
    if (size >= maxInFlight) {
      return `${size} requests are in flight, as many as the gateway takes. Try again later.`;
    }
    const own = this.#byToken.get(caller.tokenId) ?? 0;
    if (own >= maxInFlight / 2) {
      return `${own} requests of this token are in flight, as many as one may have. Try again later.`;
    }
    if (this.#bytes + body.length > maxBytes) {
      return `The requests in flight already hold ${this.#bytes} bytes, as much as the gateway keeps. Try again later.`;
    }
    return null;
  }

  #refuseUnlessOpen(spec: RequestSpec): void {
    if (this.#isDraining) {
      throw new ContractError("draining", "The gateway is stopping and takes no more requests.", {
        retryAfterMs: stoppingRetryMs,
      });
    }
    const overload = this.#overload(spec);
    if (overload !== null) {
      const retryAfterMs = this.#options.lanes.retryAfterMs(laneOf(spec), spec.pool);
      throw new ContractError("overloaded", overload, { retryAfterMs });
    }
    if (this.#inFlight.has(spec.id)) {
      throw new ContractError("conflict", `A request with the id ${spec.id} is already in flight.`);
    }
    this.#options.lanes.refuseUnlessOpen(laneOf(spec), spec.pool);
  }
}
