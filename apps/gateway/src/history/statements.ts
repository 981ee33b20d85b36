import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";

/** Statements kept; they differ by the filters that were asked for. */
const maxStatements = 100;

export interface ListStatement {
  all(...parameters: SQLInputValue[]): (readonly SQLOutputValue[])[];
}

/** Statements of one connection, each prepared once. */
export class Statements {
  readonly #db: DatabaseSync;
  readonly #bySql = new Map<string, StatementSync>();
  readonly #listsBySql = new Map<string, ListStatement>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  get(sql: string): StatementSync {
    return kept(this.#bySql, sql, () => this.#db.prepare(sql));
  }

  /** One whose rows are lists of values, in the order of its columns. */
  lists(sql: string): ListStatement {
    return kept(this.#listsBySql, sql, () => {
      const statement = this.#db.prepare(sql);
      statement.setReturnArrays(true);
      // The types know the other kind of rows alone.
      return statement as unknown as ListStatement;
    });
  }
}

function kept<T>(bySql: Map<string, T>, sql: string, prepare: () => T): T {
  const known = bySql.get(sql);
  if (known !== undefined) return known;
  if (bySql.size >= maxStatements) bySql.clear();
  const statement = prepare();
  bySql.set(sql, statement);
  return statement;
}
