import type { Socket } from "node:net";
import type { Random } from "../random.ts";
import type { LinkFaults } from "./link-faults.ts";

// More than this waiting in one direction, and no more is read: the sender feels it, as with TCP.
const MAX_HELD_BYTES = 1024 * 1024;
// A slow link carries a little all the time, not a lot now and then.
const THROTTLED_WRITES_PER_SECOND = 50;

/** What waits for its time. */
type Held =
  | { readonly kind: "data"; dueAt: number; readonly data: Buffer }
  | { readonly kind: "end" | "reset"; dueAt: number };

/** One direction of a connection: carries bytes, the end and a reset from one socket to another. */
export class Pipe {
  readonly #source: Socket;
  readonly #target: Socket;
  readonly #random: Random;
  readonly #carried: (bytes: number) => void;
  readonly #held: Held[] = [];
  #heldBytes = 0;
  #faults: LinkFaults;
  #lastDueAt = 0;
  #freeAt = 0;
  #isWriting = false;
  #timer: NodeJS.Timeout | undefined;

  constructor({
    source,
    target,
    faults,
    random,
    carried,
  }: {
    readonly source: Socket;
    readonly target: Socket;
    readonly faults: LinkFaults;
    readonly random: Random;
    /** Told of every byte that is handed on. */
    readonly carried: (bytes: number) => void;
  }) {
    this.#source = source;
    this.#target = target;
    this.#faults = faults;
    this.#random = random;
    this.#carried = carried;
    source.on("data", (data: Buffer) => {
      if (target.destroyed) return;
      this.#heldBytes += data.length;
      this.#hold({ kind: "data", dueAt: this.#dueAt(), data });
    });
    source.once("end", () => this.#hold({ kind: "end", dueAt: this.#dueAt() }));
    source.once("close", (hadError) => {
      if (hadError) this.#hold({ kind: "reset", dueAt: this.#dueAt() });
    });
    target.once("close", () => this.#stop());
    this.apply(faults);
  }

  /** Changes what is wrong from now on. What is held already comes no later than it would now. */
  apply(faults: LinkFaults): void {
    this.#faults = faults;
    this.#freeAt = 0;
    const { delayMs = 0, jitterMs = 0 } = faults;
    const latest = performance.now() + delayMs + jitterMs;
    this.#lastDueAt = Math.min(this.#lastDueAt, latest);
    for (const held of this.#held) held.dueAt = Math.min(held.dueAt, latest);
    this.#run();
  }

  #hold(held: Held): void {
    this.#held.push(held);
    this.#run();
  }

  /** Never before what came earlier, however the jitter falls. */
  #dueAt(): number {
    const { delayMs = 0, jitterMs = 0 } = this.#faults;
    const dueAt = performance.now() + delayMs + jitterMs * this.#random.float();
    this.#lastDueAt = Math.max(this.#lastDueAt, dueAt);
    return this.#lastDueAt;
  }

  /** Does what is due, and comes back when the next thing is. Reads on while there is room. */
  readonly #run = (): void => {
    clearTimeout(this.#timer);
    const isSilent = this.#faults.silent === true;
    if (isSilent || this.#heldBytes >= MAX_HELD_BYTES) this.#source.pause();
    else this.#source.resume();
    const [next] = this.#held;
    if (next === undefined || isSilent || this.#isWriting || this.#target.destroyed) return;
    const waitMs = Math.max(next.dueAt, this.#freeAt) - performance.now();
    if (waitMs > 0) this.#timer = setTimeout(this.#run, Math.ceil(waitMs));
    else if (next.kind === "data") this.#write(next);
    else this.#close(next.kind);
  };

  #write({ data, dueAt }: Extract<Held, { kind: "data" }>): void {
    const piece = data.subarray(0, this.#pieceBytes());
    const rest = data.subarray(piece.length);
    if (rest.length > 0) this.#held[0] = { kind: "data", dueAt, data: rest };
    else this.#held.shift();
    this.#heldBytes -= piece.length;
    const { bytesPerSecond = Infinity } = this.#faults;
    this.#freeAt = performance.now() + (piece.length * 1_000) / bytesPerSecond;
    this.#isWriting = true;
    this.#carried(piece.length);
    this.#target.write(piece, () => {
      // Two writes in one turn of the event loop would leave as one.
      setImmediate(() => {
        this.#isWriting = false;
        this.#run();
      });
    });
  }

  #pieceBytes(): number {
    const { splitBytes, bytesPerSecond = Infinity } = this.#faults;
    const slow = Math.max(Math.floor(bytesPerSecond / THROTTLED_WRITES_PER_SECOND), 1);
    return splitBytes === undefined ? slow : Math.min(slow, 1 + this.#random.below(splitBytes));
  }

  #close(kind: "end" | "reset"): void {
    this.#held.shift();
    if (kind === "end") this.#target.end();
    else this.#target.resetAndDestroy();
    this.#run();
  }

  /** Nobody is left to hear what is held. */
  #stop(): void {
    clearTimeout(this.#timer);
    this.#held.length = 0;
    this.#heldBytes = 0;
    // Read on, so that the end of the other side is noticed.
    if (this.#faults.silent !== true) this.#source.resume();
  }
}
