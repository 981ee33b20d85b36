import type { DatabaseSync } from "node:sqlite";
import type { HistoryLimits } from "./messages.ts";

/** Rows that one step deletes at most: writing waits for no more than that. */
export const rowsPerStep = 200;

/** Pages that one step gives back to the disk at most, beyond those of the rows it deleted. */
const pagesPerStep = 500;

const requestsPerStep = 50;
const msPerDay = 86_400_000;

/** What is at the end of its time, or of its room: the oldest go, a step at a time. */
export class HistoryRetention {
  readonly #db: DatabaseSync;
  readonly #boot: number;

  constructor(db: DatabaseSync, boot: number) {
    this.#db = db;
    this.#boot = boot;
  }

  usedBytes(): number {
    const pages = this.#pragma("page_count") - this.#pragma("freelist_count");
    return pages * this.#pragma("page_size");
  }

  /** Deletes a little of what is to go, and shrinks the file. False where nothing is left to do. */
  step({ retainDays, maxBytes }: HistoryLimits, now: number): boolean {
    const before = now - retainDays * msPerDay;
    const deleted = this.#delete(this.usedBytes() > maxBytes ? Infinity : before);
    const free = this.#pragma("freelist_count");
    if (free > 0) {
      // Its statement gives a row for each page: they have to be read for it to go on.
      this.#db.prepare(`PRAGMA incremental_vacuum(${pagesPerStep})`).all();
    }
    return deleted > 0 || free > pagesPerStep;
  }

  /** How many rows of those older than a moment were deleted; the oldest of all go first. */
  #delete(before: number): number {
    const request = this.#oldest(
      "SELECT started_at AS at FROM requests ORDER BY boot, seq LIMIT 1",
    );
    const event = this.#oldest("SELECT at FROM events ORDER BY boot, seq LIMIT 1");
    if (Math.min(request, event) >= before) return 0;
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      const deleted = event <= request ? this.#deleteEvents(before) : this.#deleteRequests(before);
      this.#deleteBoots();
      this.#db.exec("COMMIT");
      return deleted;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  #deleteEvents(before: number): number {
    const sql = `DELETE FROM events WHERE rowid IN
      (SELECT rowid FROM events WHERE at < ? ORDER BY boot, seq LIMIT ?)`;
    return Number(this.#db.prepare(sql).run(bounded(before), rowsPerStep).changes);
  }

  /** First what belongs to the oldest requests, then they themselves; those in flight stay. */
  #deleteRequests(before: number): number {
    const db = this.#db;
    const oldest = db
      .prepare("SELECT boot, seq, started_at, ended_seq FROM requests ORDER BY boot, seq LIMIT ?")
      .all(requestsPerStep)
      .filter((row) => Number(row["started_at"]) < before)
      .filter((row) => row["ended_seq"] !== null || row["boot"] !== this.#boot);
    let left = rowsPerStep;
    for (const row of oldest) {
      const key = [Number(row["boot"]), Number(row["seq"])] as const;
      for (const table of ["texts", "spans"] as const) {
        const sql = `DELETE FROM ${table} WHERE rowid IN
          (SELECT rowid FROM ${table} WHERE boot = ? AND request_seq = ? LIMIT ?)`;
        left -= Number(db.prepare(sql).run(...key, left).changes);
      }
      if (left <= 0) break;
      left -= Number(
        db.prepare("DELETE FROM requests WHERE boot = ? AND seq = ?").run(...key).changes,
      );
    }
    return rowsPerStep - left;
  }

  /** Starts of which nothing is left. */
  #deleteBoots(): void {
    const first = `(SELECT min(n) FROM (SELECT min(boot) AS n FROM requests
      UNION ALL SELECT min(boot) FROM events UNION ALL SELECT ${this.#boot}))`;
    this.#db.exec(`DELETE FROM gaps WHERE boot < ${first}; DELETE FROM boots WHERE n < ${first}`);
  }

  #oldest(sql: string): number {
    return Number(this.#db.prepare(sql).get()?.["at"] ?? Infinity);
  }

  /** What was given back leaves the file once its log is in it. */
  checkpoint(): void {
    this.#db.prepare("PRAGMA wal_checkpoint(PASSIVE)").get();
  }

  #pragma(name: string): number {
    return Number(this.#db.prepare(`PRAGMA ${name}`).get()?.[name]);
  }
}

/** SQLite knows no infinity in a column of whole numbers. */
function bounded(at: number): number {
  return Math.min(at, Number.MAX_SAFE_INTEGER);
}
