import type { DatabaseSync, StatementSync } from "node:sqlite";

/** Statements kept; they differ by the filters that were asked for. */
const maxStatements = 100;

/** Statements of one connection, each prepared once. */
export class Statements {
  readonly #db: DatabaseSync;
  readonly #bySql = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  get(sql: string): StatementSync {
    const known = this.#bySql.get(sql);
    if (known !== undefined) return known;
    if (this.#bySql.size >= maxStatements) this.#bySql.clear();
    const statement = this.#db.prepare(sql);
    this.#bySql.set(sql, statement);
    return statement;
  }
}
