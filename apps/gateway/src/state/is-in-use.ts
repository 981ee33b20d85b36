import { existsSync } from "node:fs";
import { join } from "node:path";

const sqliteBusy = 5;

/** Whether a gateway holds this data directory now, as its lock tells; false where that can't be known. */
export async function isInUse(dataDir: string): Promise<boolean> {
  const path = join(dataDir, "gateway.lock");
  if (!existsSync(path)) return false;
  const { DatabaseSync } = await import("node:sqlite");
  const { sqliteCode } = await import("./open-database.ts");
  try {
    const db = new DatabaseSync(path, { timeout: 0 });
    try {
      db.exec("BEGIN IMMEDIATE; ROLLBACK");
    } finally {
      db.close();
    }
  } catch (error) {
    return sqliteCode(error) === sqliteBusy;
  }
  return false;
}
