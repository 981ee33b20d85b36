import type { DatabaseSync } from "node:sqlite";
import type { HistoryLimits } from "./messages.ts";
import { rowNumber, type Place } from "./place.ts";
import { minuteLevel } from "./rollup-level.ts";
import { allMinutes, isInRange, rangeParameters, rollupKinds, rowBoot } from "./rollup-rows.ts";
import { writeStatement } from "./write-statement.ts";

/** Rows that one step deletes at most: writing waits for no more than that. */
export const rowsPerStep = 200;

/** Pages that one step gives back to the disk at most, beyond those of the rows it deleted. */
const pagesPerStep = 500;

const requestsPerStep = 50;
const msPerDay = 86_400_000;
const msPerMinute = 60_000;

/** Rows that stand for themselves, in the order of time: the oldest go first, of all tables alike. */
const tables = ["events", "failures", "changes"] as const;

/** The oldest rows of each that may go: what is in flight stays, and what tells of a state that lasts. */
const goable = {
  events: "SELECT boot, seq, at FROM events ORDER BY n LIMIT ?",
  failures: "SELECT boot, seq, at FROM failures ORDER BY n LIMIT ?",
  changes: `SELECT boot, seq, at FROM changes AS one WHERE EXISTS
    (SELECT 1 FROM changes AS later WHERE later.kind = one.kind AND later.subject = one.subject
       AND later.n > one.n) ORDER BY n LIMIT ?`,
  requests: `SELECT boot, seq, started_at AS at FROM requests
    WHERE ended_seq IS NOT NULL OR boot <> ? ORDER BY n LIMIT ?`,
} as const;

interface Timed extends Place {
  readonly at: number;
}

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
    const isFull = this.usedBytes() > maxBytes;
    const deleted = this.#inOne(() => {
      const rows = this.#deleteOldest(isFull ? Infinity : before, now);
      // What was counted takes little room and is looked at longest: of no age, it goes last.
      return rows > 0 ? rows : this.#deleteCounted(isFull ? now : before);
    });
    const free = this.#pragma("freelist_count");
    if (free > 0) {
      // Its statement gives a row for each page: they have to be read for it to go on.
      this.#db.prepare(`PRAGMA incremental_vacuum(${pagesPerStep})`).all();
    }
    return deleted > 0 || free > pagesPerStep;
  }

  /** What was given back leaves the file once its log is in it. */
  checkpoint(): void {
    this.#db.prepare("PRAGMA wal_checkpoint(PASSIVE)").get();
  }

  /** How many rows of those older than a moment were deleted; the oldest of all go first. */
  #deleteOldest(before: number, now: number): number {
    // What a wrong clock put days ahead would keep all that comes after it.
    const isOld = (at: number): boolean => at < before || at > now + msPerDay;
    const kinds = [
      ...tables.map((table) => ({
        rows: this.#rows(goable[table], rowsPerStep),
        remove: (rows: readonly Timed[]) => this.#deleteRows(table, rows),
      })),
      {
        rows: this.#rows(goable.requests, requestsPerStep, this.#boot),
        remove: (rows: readonly Timed[]) => this.#deleteRequests(rows),
      },
    ];
    const [oldest] = kinds
      .map(({ rows, remove }) => ({ rows: rows.filter(({ at }) => isOld(at)), remove }))
      .filter(({ rows }) => rows.length > 0)
      .sort((a, b) => (a.rows[0]?.at ?? 0) - (b.rows[0]?.at ?? 0));
    return oldest === undefined ? 0 : oldest.remove(oldest.rows);
  }

  #rows(sql: string, limit: number, ...values: number[]): Timed[] {
    const rows = this.#db.prepare(sql).all(...values, limit);
    return rows.map((row) => ({
      boot: Number(row["boot"]),
      seq: Number(row["seq"]),
      at: Number(row["at"]),
    }));
  }

  #deleteRows(table: (typeof tables)[number], rows: readonly Timed[]): number {
    const db = this.#db;
    const gone = rows.map(rowNumber);
    const remove = writeStatement(db, `DELETE FROM ${table} WHERE n = ?`);
    for (const n of gone) remove.run(n);
    if (table === "events") this.#unindex("event_terms", gone);
    return gone.length;
  }

  /** First what belongs to the oldest requests, then they themselves; those in flight stay. */
  #deleteRequests(rows: readonly Timed[]): number {
    const db = this.#db;
    let left = rowsPerStep;
    const gone: bigint[] = [];
    const remove = writeStatement(db, "DELETE FROM requests WHERE n = ?");
    for (const place of rows) {
      for (const [table, id] of parts) {
        const sql = `DELETE FROM ${table} WHERE boot = ?1 AND request_seq = ?2 AND ${id} IN
          (SELECT ${id} FROM ${table} WHERE boot = ?1 AND request_seq = ?2 LIMIT ?3)`;
        left -= Number(writeStatement(db, sql).run(place.boot, place.seq, left).changes);
        if (left <= 0) break;
      }
      if (left <= 0) break;
      const n = rowNumber(place);
      left -= Number(remove.run(n).changes);
      gone.push(n);
    }
    // Last, and together: see createRowWriters.
    this.#unindex("request_terms", gone);
    return rowsPerStep - left;
  }

  #unindex(index: "request_terms" | "event_terms", numbers: readonly bigint[]): void {
    const remove = writeStatement(this.#db, `DELETE FROM ${index} WHERE rowid = ?`);
    for (const n of numbers) remove.run(n);
  }

  /** Samples and rollups. */
  #deleteCounted(before: number): number {
    const samples = Number(
      writeStatement(
        this.#db,
        `DELETE FROM samples WHERE (at, boot) IN
           (SELECT at, boot FROM samples WHERE at < ? ORDER BY at LIMIT ?)`,
      ).run(bounded(before), rowsPerStep).changes,
    );
    if (samples > 0) return samples;
    return this.#deleteRollups(Math.floor(before / msPerMinute));
  }

  /** Of one kind at a time, which has them in the order of time; one goes when all its minutes are to. */
  #deleteRollups(beforeMinute: number): number {
    const remove = writeStatement(
      this.#db,
      `DELETE FROM rollups WHERE n IN
         (SELECT n FROM rollups WHERE ${isInRange} ORDER BY n LIMIT ${rowsPerStep})`,
    );
    for (const kind of rollupKinds(this.#db)) {
      const range = { from: 0, to: beforeMinute - kind.level + 1 };
      const deleted = Number(remove.run(...rangeParameters(kind, range)).changes);
      if (deleted > 0) return deleted;
    }
    return 0;
  }

  /** Starts of which nothing is left. */
  #deleteBoots(): void {
    const first = `(SELECT min(n) FROM (SELECT boot AS n FROM (SELECT boot FROM requests ORDER BY n LIMIT 1)
      UNION ALL SELECT boot FROM (SELECT boot FROM events ORDER BY n LIMIT 1)
      UNION ALL SELECT min(boot) FROM (SELECT boot FROM samples ORDER BY at LIMIT 1)
      UNION ALL SELECT ${this.#boot}))`;
    this.#db.exec(`DELETE FROM gaps WHERE boot < ${first}`);
    writeStatement(
      this.#db,
      `DELETE FROM boots WHERE n < ${first} AND NOT EXISTS (SELECT 1 FROM
         (SELECT ${rowBoot} AS boot FROM rollups WHERE ${isInRange} ORDER BY n LIMIT 1)
         WHERE boot <= boots.n)`,
    ).run(...rangeParameters({ level: minuteLevel, dimension: "", part: "counters" }, allMinutes));
  }

  #inOne(work: () => number): number {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      const done = work();
      if (done > 0) this.#deleteBoots();
      this.#db.exec("COMMIT");
      return done;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  #pragma(name: string): number {
    return Number(this.#db.prepare(`PRAGMA ${name}`).get()?.[name]);
  }
}

const parts = [
  ["texts", "n"],
  ["waits", "at"],
  ["spans", "id"],
] as const;

/** SQLite knows no infinity in a column of whole numbers. */
function bounded(at: number): number {
  return Math.min(at, Number.MAX_SAFE_INTEGER);
}
