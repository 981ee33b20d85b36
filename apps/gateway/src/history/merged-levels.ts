import type { DatabaseSync, StatementSync } from "node:sqlite";
import {
  counterAccumulator,
  gaugeAccumulator,
  MergedRollup,
  sketchAccumulator,
} from "./merged-rollup.ts";
import { refusalAccumulator, refused } from "./refusal-codec.ts";
import { days, hours, type MergedLevel } from "./rollup-level.ts";
import {
  createRollupWriter,
  isInRange,
  rangeParameters,
  rollupKinds,
  rowBoot,
  type RollupPlace,
} from "./rollup-rows.ts";
import { writeStatement } from "./write-statement.ts";

interface Due {
  readonly boot: number;
  /** Since the epoch, in the level's own units. */
  readonly unit: number;
}

const msPerMinute = 60_000;

/**
 * Makes an hour of its minutes once all of them are there, and a day of its hours: a window of weeks is read
 * from those. Sketches are merged, so an hour says what its minutes say.
 */
export class MergedLevels {
  readonly #hours: Merging;
  readonly #days: Merging;

  constructor(db: DatabaseSync, boot: number) {
    // What a start that is over has of its last hour or day is all there will be.
    this.#hours = new Merging(
      db,
      hours,
      `CASE n WHEN ${boot} THEN (unit + 1) * 60 - 1 <= minutes_to ELSE unit * 60 <= minutes_to END`,
    );
    this.#days = new Merging(
      db,
      days,
      `CASE n WHEN ${boot} THEN (unit + 1) * 24 <= hours_to
         ELSE hours_to * 60 > minutes_to AND unit * 1440 <= minutes_to END`,
    );
  }

  /** One hour or day of one start; false where none is due. */
  step(): boolean {
    return this.#hours.step() || this.#days.step();
  }
}

class Merging {
  readonly #db: DatabaseSync;
  readonly #level: MergedLevel;
  readonly #due: StatementSync;
  readonly #rows: StatementSync;
  readonly #insert: (place: RollupPlace, data: Uint8Array) => void;
  readonly #done: StatementSync;

  constructor(db: DatabaseSync, level: MergedLevel, isDue: string) {
    const { minutes, upTo } = level;
    this.#db = db;
    this.#level = level;
    this.#due = db.prepare(
      `SELECT n, unit FROM (
         SELECT n, minutes_to, hours_to, ifnull(${upTo}, started_at / ${msPerMinute * minutes}) AS unit
         FROM boots WHERE minutes_to IS NOT NULL)
       WHERE ${isDue} ORDER BY n LIMIT 1`,
    );
    this.#rows = db.prepare(
      `SELECT data FROM rollups WHERE ${isInRange} AND ${rowBoot} = ?6 ORDER BY n`,
    );
    this.#insert = createRollupWriter(db);
    this.#done = writeStatement(db, `UPDATE boots SET ${upTo} = ? WHERE n = ?`);
  }

  step(): boolean {
    const row = this.#due.get();
    if (row === undefined) return false;
    const due = { boot: Number(row["n"]), unit: Number(row["unit"]) };
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      for (const { level, dimension, part } of rollupKinds(this.#db)) {
        if (level === this.#level.madeOf) this.#make(due, dimension, part);
      }
      this.#done.run(due.unit + 1, due.boot);
      this.#db.exec("COMMIT");
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      throw error;
    }
    return true;
  }

  #make({ boot, unit }: Due, dimension: string, part: string): void {
    const merged = mergedOf(part);
    const { minutes, madeOf } = this.#level;
    const minute = unit * minutes;
    const range = { from: minute, to: minute + minutes };
    const from = rangeParameters({ level: madeOf, dimension, part }, range);
    for (const row of this.#rows.iterate(...from, boot)) {
      if (row["data"] instanceof Uint8Array) merged.add(row["data"]);
    }
    if (merged.values().length === 0) return;
    this.#insert({ level: minutes, dimension, part, minute, boot }, merged.bytes());
  }
}

function mergedOf(part: string) {
  if (part === "counters") return new MergedRollup(counterAccumulator);
  if (part === "gauges") return new MergedRollup(gaugeAccumulator);
  if (part === refused) return new MergedRollup(refusalAccumulator);
  return new MergedRollup(sketchAccumulator);
}
