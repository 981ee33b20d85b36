import { stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Component, DiskUse } from "@signalbox/api-contract";
import type { Fact } from "../recorder/index.ts";

const readEveryMs = 2_000;
/** Below it both databases soon can't be written. */
const lowBytes = 100_000_000;

export interface DiskWatchOptions {
  readonly dataDir: string;
  readonly state: (fact: Fact) => void;
  readonly mono: () => number;
  readonly read?: (dataDir: string) => Promise<DiskUse>;
}

/** How full the data directory's disk is. It never waits for it: a disk that hangs answers when it does. */
export class DiskWatch {
  readonly #options: Required<DiskWatchOptions>;
  #use: DiskUse | null = null;
  #readAt = Number.NEGATIVE_INFINITY;
  #isReading = false;
  #isLow = false;

  constructor(options: DiskWatchOptions) {
    this.#options = { read: readDisk, ...options };
  }

  /** As it was read last, seconds ago; null where it can't be read. */
  get use(): DiskUse | null {
    return this.#use;
  }

  /** Called once a second; reads when the last reading is old, one reading at a time. */
  sample(): void {
    const mono = this.#options.mono();
    if (this.#isReading || mono - this.#readAt < readEveryMs) return;
    this.#readAt = mono;
    void this.read();
  }

  /** Reads now. Never rejects. */
  async read(): Promise<void> {
    this.#isReading = true;
    try {
      this.#use = await this.#options.read(this.#options.dataDir);
    } catch {
      this.#use = null;
    }
    this.#isReading = false;
    this.#tellLow();
  }

  component(): Component {
    const name = "disk";
    if (this.#use === null) return { name, status: "ok", reason: "how full it is is not known" };
    const { freeBytes, totalBytes } = this.#use;
    const reason = `${inGigabytes(freeBytes)} free of ${inGigabytes(totalBytes)}`;
    if (!this.#isLow) return { name, status: "ok", reason };
    return { name, status: "warn", reason: `${reason}; make room, or keep less: ${howToKeepLess}` };
  }

  #tellLow(): void {
    const wasLow = this.#isLow;
    this.#isLow = this.#use !== null && this.#use.freeBytes < lowBytes;
    if (wasLow || !this.#isLow) return;
    const message = `The disk of the data directory is nearly full: ${inGigabytes(this.#use?.freeBytes ?? 0)} free. Make room, or keep less: ${howToKeepLess}.`;
    this.#options.state({ type: "event", level: "warn", source: "gateway", message });
  }
}

const howToKeepLess = "history.maxBytes and history.retainDays bound stored history";

async function readDisk(dataDir: string): Promise<DiskUse> {
  const { bavail, blocks, bsize } = await statfs(dataDir);
  return {
    freeBytes: bavail * bsize,
    totalBytes: blocks * bsize,
    stateBytes: await sizeWithLog(join(dataDir, "state.db")),
    historyBytes: await sizeWithLog(join(dataDir, "history.db")),
  };
}

async function sizeWithLog(path: string): Promise<number> {
  const sizes = await Promise.all([path, `${path}-wal`].map(sizeOf));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Nothing where there is no such file, as with a log that was taken in. */
async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  return found?.size ?? 0;
}

/** `250 MB`, `4.1 GB`. */
export function inGigabytes(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
