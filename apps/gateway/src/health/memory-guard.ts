import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Component } from "@signalbox/api-contract";
import type { Fact } from "../recorder/index.ts";

/** Of the heap that Node gives itself: above the first nothing new is taken, below the second it is again. */
const shedAbove = 0.85;
const takeBelow = 0.8;

const mebibyte = 1024 * 1024;
/** V8's own on a machine of 64 bits. */
const defaultSemiSpaceMiB = 32;

/** Garbage is no reason to turn work away: what is collected before that stops all for a moment. */
const collectEveryMs = 10_000;

export interface HeapUse {
  readonly usedBytes: number;
  readonly limitBytes: number;
}

export interface MemoryGuardOptions {
  readonly read?: () => HeapUse;
  /** Frees what nobody holds any more. */
  readonly collect?: () => void;
  readonly mono?: () => number;
}

/**
 * Turns new work away before the heap is full, for a process out of memory loses all it has. It looks
 * when it is told to, once a second, and never in the way of a request.
 */
export class MemoryGuard {
  readonly #options: Required<MemoryGuardOptions>;
  #collectedAt = Number.NEGATIVE_INFINITY;
  #share = 0;
  #isShedding = false;
  #shed = 0;

  constructor(options: MemoryGuardOptions = {}) {
    this.#options = {
      read: readHeap,
      collect: collectGarbage,
      mono: () => performance.now(),
      ...options,
    };
  }

  /** What the heap may hold. */
  get limitBytes(): number {
    return this.#options.read().limitBytes;
  }

  /** Looks at the heap, and tells when it begins to turn work away. */
  sample(state: (fact: Fact) => void): void {
    const wasShedding = this.#isShedding;
    const bound = wasShedding ? takeBelow : shedAbove;
    this.#share = this.#read();
    if (this.#share > bound && this.#mayCollect()) {
      this.#options.collect();
      this.#share = this.#read();
    }
    this.#isShedding = this.#share > bound;
    if (wasShedding || !this.#isShedding) return;
    const message = `Memory is nearly full: ${percent(this.#share)} of the heap's limit. New work is refused until it is below ${percent(takeBelow)}.`;
    state({ type: "event", level: "warn", source: "gateway", message });
  }

  #read(): number {
    const { usedBytes, limitBytes } = this.#options.read();
    return usedBytes / limitBytes;
  }

  #mayCollect(): boolean {
    const mono = this.#options.mono();
    if (mono - this.#collectedAt < collectEveryMs) return false;
    this.#collectedAt = mono;
    return true;
  }

  /** Requests turned away. */
  get shed(): number {
    return this.#shed;
  }

  /** Why a request can't be taken now, and counts it; null where it can. */
  refusal(): string | null {
    if (!this.#isShedding) return null;
    this.#shed += 1;
    return `The gateway's memory is nearly full: ${percent(this.#share)} of the heap. Try again later.`;
  }

  component(): Component {
    const name = "memory";
    const share = `${percent(this.#share)} of the heap's limit is used`;
    if (!this.#isShedding) return { name, status: "ok", reason: share };
    const reason = `${share}; new work is refused until it is below ${percent(takeBelow)}: ${this.#shed} requests so far. Give Node more with --max-old-space-size, or the gateway less to do`;
    return { name, status: "warn", reason };
  }
}

/** What V8 does by itself only when it needs the room, which it may not while nothing new is taken. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/**
 * What lives on, and how much of it there may be. The limit that V8 tells has room for what is young
 * besides, which is of no use to the rest.
 */
function readHeap(): HeapUse {
  const { heap_size_limit } = getHeapStatistics();
  const old = getHeapSpaceStatistics().filter(({ space_name }) => !space_name.startsWith("new_"));
  const usedBytes = old.reduce((sum, { space_used_size }) => sum + space_used_size, 0);
  return { usedBytes, limitBytes: heap_size_limit - youngBytes() };
}

/** Three semi-spaces, each of a size that may be set in megabytes. */
function youngBytes(): number {
  const flags = [...process.execArgv, process.env["NODE_OPTIONS"] ?? ""].join(" ");
  const told = /--max[-_]semi[-_]space[-_]size[= ](\d+)/.exec(flags)?.[1];
  return 3 * (told === undefined ? defaultSemiSpaceMiB : Number(told)) * mebibyte;
}
