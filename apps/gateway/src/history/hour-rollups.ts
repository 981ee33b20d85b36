import type { DatabaseSync, StatementSync } from "node:sqlite";
import {
  counterAccumulator,
  gaugeAccumulator,
  MergedRollup,
  sketchAccumulator,
} from "./merged-rollup.ts";
import { rollupKinds } from "./rollup-kinds.ts";
import { hourLevel, minuteLevel } from "./rollup-level.ts";
import { writeStatement } from "./write-statement.ts";

interface Due {
  readonly boot: number;
  /** Epoch hours. */
  readonly hour: number;
}

const minutesPerHour = 60;
const msPerMinute = 60_000;

/**
 * Makes an hour of sixty minutes once all of them are there: a window of weeks is read from hours. Sketches
 * are merged, so an hour says what its minutes say.
 */
export class HourRollups {
  readonly #db: DatabaseSync;
  readonly #due: StatementSync;
  readonly #rows: StatementSync;
  readonly #insert: StatementSync;
  readonly #done: StatementSync;

  constructor(db: DatabaseSync, boot: number) {
    this.#db = db;
    // What a start that is over has of its last hour is all there will be.
    this.#due = db.prepare(
      `SELECT n, hour FROM (
         SELECT n, minutes_to,
           ifnull(hours_to, started_at / ${msPerMinute * minutesPerHour}) AS hour,
           CASE n WHEN ${boot} THEN ${minutesPerHour - 1} ELSE 0 END AS least
         FROM boots WHERE minutes_to IS NOT NULL)
       WHERE hour * ${minutesPerHour} + least <= minutes_to ORDER BY n LIMIT 1`,
    );
    this.#rows = db.prepare(
      `SELECT dimension, part, data FROM rollups
       WHERE level = ${minuteLevel} AND dimension = ? AND part = ? AND minute >= ? AND minute < ? AND boot = ?
       ORDER BY minute`,
    );
    this.#insert = writeStatement(
      db,
      `INSERT INTO rollups (level, dimension, part, minute, boot, data)
       VALUES (${hourLevel}, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET data = excluded.data`,
    );
    this.#done = writeStatement(db, "UPDATE boots SET hours_to = ? WHERE n = ?");
  }

  /** One hour of one start; false where none is due. */
  step(): boolean {
    const due = this.#next();
    if (due === null) return false;
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      for (const { level, dimension, part } of rollupKinds(this.#db)) {
        if (level === minuteLevel) this.#make(due, dimension, part);
      }
      this.#done.run(due.hour + 1, due.boot);
      this.#db.exec("COMMIT");
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      throw error;
    }
    return true;
  }

  #next(): Due | null {
    const row = this.#due.get();
    return row === undefined ? null : { boot: Number(row["n"]), hour: Number(row["hour"]) };
  }

  #make({ boot, hour }: Due, dimension: string, part: string): void {
    const merged =
      part === "counters"
        ? new MergedRollup(counterAccumulator)
        : part === "gauges"
          ? new MergedRollup(gaugeAccumulator)
          : new MergedRollup(sketchAccumulator);
    const first = hour * minutesPerHour;
    for (const row of this.#rows.iterate(dimension, part, first, first + minutesPerHour, boot)) {
      if (row["data"] instanceof Uint8Array) merged.add(row["data"]);
    }
    if (merged.values().length === 0) return;
    this.#insert.run(dimension, part, first, boot, merged.bytes());
  }
}
