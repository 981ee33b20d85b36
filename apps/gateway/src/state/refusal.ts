import type { DatabaseSync } from "node:sqlite";
import { corrupt, isCorrupt } from "./database-error.ts";
import { isBusy, lockHolder } from "./lock-holder.ts";

/** Why the file did not do what it was asked for, and what to do about it. */
export interface Refusal {
  readonly reason: string;
  /** The file itself is damaged: no later call makes it whole. */
  readonly isDamage: boolean;
}

export function refusalOf(db: DatabaseSync, error: unknown): Refusal {
  const path = db.location() ?? "state.db";
  const said = error instanceof Error ? error.message : String(error);
  if (isCorrupt(error)) return { reason: corrupt(path, said).message, isDamage: true };
  const reason = isBusy(error)
    ? `${lockHolder(path)} holds the file. Nothing is kept until that is over: end that process.`
    : `${said}. Check the disk of the data directory for space and errors.`;
  return { reason, isDamage: false };
}
