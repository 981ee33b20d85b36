import type { DatabaseSync, StatementSync } from "node:sqlite";
import { beginBoot, endBoot, insertGap, interrupt, openSeqs } from "./begin-boot.ts";
import { tables, type TableName } from "./fields.ts";
import type { BootInfo, Opening, Write } from "./messages.ts";
import { openHistory } from "./open-history.ts";
import { HistoryRetention } from "./retention.ts";

/** history.db, open for its one writer, under this start's number in it. */
export class HistoryFile {
  readonly boot: number;
  readonly opening: Opening;
  readonly retention: HistoryRetention;
  readonly #db: DatabaseSync;
  readonly #upserts: Record<TableName, StatementSync>;
  readonly #seen: StatementSync;

  constructor(path: string, boot: BootInfo, state: { now: number; isDamaged: boolean }) {
    const { db, setAside } = openHistory(path, state);
    this.#db = db;
    try {
      const { n, interrupted, gap } = beginBoot(db, boot);
      this.boot = n;
      this.opening = { setAside, interrupted, gap };
      this.#upserts = {
        requests: prepareUpsert(db, "requests"),
        spans: prepareUpsert(db, "spans"),
        texts: prepareUpsert(db, "texts"),
        events: prepareUpsert(db, "events"),
      };
      this.#seen = db.prepare("UPDATE boots SET last_at = max(last_at, ?) WHERE n = ?");
      this.retention = new HistoryRetention(db, n);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /** All of it in one transaction, or nothing. */
  write({ rows, at, mending }: Write): void {
    const db = this.#db;
    db.exec("BEGIN IMMEDIATE");
    try {
      for (const [table, values] of rows) this.#upserts[table].run(this.boot, ...values);
      if (mending !== null) {
        const open = new Set(mending.openSeqs);
        const lost = openSeqs(db, this.boot).filter(
          (seq) => seq <= mending.upToSeq && !open.has(seq),
        );
        interrupt(db, { boot: this.boot, seqs: lost, at: mending.gap.to, isOver: false });
        insertGap(db, this.boot, mending.gap);
      }
      if (at !== null) this.#seen.run(Math.round(at), this.boot);
      db.exec("COMMIT");
    } catch (error) {
      if (db.isTransaction) db.exec("ROLLBACK");
      throw error;
    }
  }

  /** Bytes of the file that are in use. */
  get bytes(): number {
    return this.retention.usedBytes();
  }

  /** Closes it as it should be; what is in its log goes into the file. */
  end(now: number): void {
    endBoot(this.#db, this.boot, Math.round(now));
    this.close();
  }

  close(): void {
    this.#db.close();
  }
}

function prepareUpsert(db: DatabaseSync, table: TableName): StatementSync {
  const { columns, keys } = tables[table];
  const names = ["boot", ...columns];
  const changed = columns.slice(keys).map((column) => `${column} = excluded.${column}`);
  return db.prepare(
    `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})
     ON CONFLICT (${names.slice(0, keys + 1).join(", ")}) DO UPDATE SET ${changed.join(", ")}`,
  );
}
