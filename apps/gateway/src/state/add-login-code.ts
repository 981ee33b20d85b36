import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { isInUse } from "./is-in-use.ts";
import type { LoginCodeRecord } from "./records.ts";
import { StateError } from "./state-error.ts";

/**
 * Adds a login code to a data directory from beside the gateway that runs on it: it takes no lock and
 * waits up to five seconds for the gateway's own write.
 * @throws {StateError} `unreadable`, `newer`, `corrupt` or `write_failed`.
 */
export async function addLoginCode(
  options: LoginCodeRecord & { readonly dataDir: string },
): Promise<void> {
  const { dataDir, ...code } = options;
  const path = join(resolve(dataDir), "state.db");
  if (!existsSync(path)) {
    const message = `There is no state.db in ${resolve(dataDir)}. Start the gateway once, or name its directory with --data-dir.`;
    throw new StateError("unreadable", message);
  }
  // The gateway's own main thread never opens the file, and starts sooner without SQLite.
  const { checkLeft, openBeside } = await import("./open-database.ts");
  const { insertLoginCode } = await import("./operations.ts");
  if (!(await isInUse(dataDir))) checkLeft(path);
  const db = openBeside(path);
  try {
    db.exec("BEGIN IMMEDIATE");
    insertLoginCode(db, code);
    db.exec("COMMIT");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `${path} did not take the login code (${reason}). Check the disk for space and errors.`;
    throw new StateError("write_failed", message, error);
  } finally {
    db.close();
  }
}
