import type { DatabaseSync, StatementSync } from "node:sqlite";
import { checkpointLongLog } from "../state/checkpoint.ts";
import { beginBoot, endBoot, insertGap, interrupt, openSeqs } from "./begin-boot.ts";
import { MergedLevels } from "./merged-levels.ts";
import type { BootInfo, HistoryLimits, Opening, Totals, Write } from "./messages.ts";
import { openHistory } from "./open-history.ts";
import { unpackRows } from "./packed-rows.ts";
import { MinuteReplay } from "./minute-replay.ts";
import { HistoryRetention } from "./retention.ts";
import { createRowWriters, type RowWriters } from "./row-writers.ts";
import { writeStatement } from "./write-statement.ts";

/** history.db, open for its one writer, under this start's number in it. */
export class HistoryFile {
  readonly boot: number;
  readonly opening: Opening;
  readonly retention: HistoryRetention;
  readonly #replay: MinuteReplay;
  readonly #levels: MergedLevels;
  readonly #db: DatabaseSync;
  readonly #writers: RowWriters;
  readonly #seen: StatementSync;

  constructor(path: string, boot: BootInfo, state: { now: number; isDamaged: boolean }) {
    const { db, setAside } = openHistory(path, state);
    this.#db = db;
    try {
      const { n, ...found } = beginBoot(db, boot);
      this.boot = n;
      this.opening = { setAside, ...found };
      // That this start began, and what it found, is in the file and not in its log alone.
      db.prepare("PRAGMA wal_checkpoint(PASSIVE)").get();
      this.#writers = createRowWriters(db, n);
      this.#seen = writeStatement(
        db,
        `UPDATE boots SET last_at = max(last_at, ?), messages = ifnull(?, messages),
           errors = ifnull(?, errors), model_calls = ifnull(?, model_calls) WHERE n = ?`,
      );
      this.retention = new HistoryRetention(db, n);
      this.#replay = new MinuteReplay(db, n);
      this.#levels = new MergedLevels(db, n);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /** All of it in one transaction, or nothing. It may come again where only its log could not be taken in. */
  write({ rows, at, totals, mending }: Write): void {
    const db = this.#db;
    db.exec("BEGIN IMMEDIATE");
    try {
      for (const [kind, values] of unpackRows(rows)) this.#writers.write[kind](values);
      if (mending !== null) {
        const open = new Set(mending.openSeqs);
        const lost = openSeqs(db, this.boot).filter(
          (seq) => seq <= mending.upToSeq && !open.has(seq),
        );
        interrupt(db, { boot: this.boot, seqs: lost, at: mending.gap.to, isOver: false });
        insertGap(db, this.boot, mending.gap);
      }
      if (at !== null) {
        const { messages = null, errors = null, modelCalls = null } = totals ?? {};
        this.#seen.run(Math.round(at), messages, errors, modelCalls, this.boot);
      }
      this.#writers.finish();
      db.exec("COMMIT");
    } catch (error) {
      this.#writers.discard();
      if (db.isTransaction) db.exec("ROLLBACK");
      throw error;
    }
    checkpointLongLog(db);
  }

  /** A little of what is due when nothing else is: false where nothing is. Hours and days are made of whole minutes. */
  tidy(limits: HistoryLimits, now: number): boolean {
    const goesOn = this.#replay.step() || this.#levels.step();
    return this.retention.step(limits, now) || goesOn;
  }

  /** Bytes of the file that are in use. */
  get bytes(): number {
    return this.retention.usedBytes();
  }

  /** Closes it as it should be; what is in its log goes into the file. */
  end(now: number, totals: Totals | null): void {
    endBoot(this.#db, this.boot, Math.round(now), totals);
    this.close();
  }

  close(): void {
    this.#db.close();
  }
}
