import type { DatabaseSync } from "node:sqlite";

/** Something that can be asked of the database. */
export interface Operation<Input, Result> {
  readonly writes: boolean;
  readonly run: (db: DatabaseSync, input: Input) => Result;
}

export function read<Input, Result>(
  run: (db: DatabaseSync, input: Input) => Result,
): Operation<Input, Result> {
  return { writes: false, run };
}

export function write<Input, Result>(
  run: (db: DatabaseSync, input: Input) => Result,
): Operation<Input, Result> {
  return { writes: true, run };
}

export function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

export function numberOrNull(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
