import type { DatabaseSync, StatementSync } from "node:sqlite";

/**
 * A statement that writes history.db. What it tells of itself comes as BigInts: the number of the row that
 * was inserted last, here or within a full-text index, may be beyond what a JavaScript number holds.
 */
export function writeStatement(db: DatabaseSync, sql: string): StatementSync {
  const statement = db.prepare(sql);
  statement.setReadBigInts(true);
  return statement;
}
