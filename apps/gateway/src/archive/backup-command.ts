import { existsSync } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import { backupReport } from "./backup-report.ts";
import { goneOnSignal } from "./gone-on-signal.ts";
import { checkPlace, makeNewFile, unwritable, type NewFilePlace } from "./new-file.ts";
import { HeldDatabase, type Snapshot } from "./snapshot.ts";
import { writeTar } from "./write-tar.ts";

/** Without the first there is nothing to keep; the second may be gone, for a gateway begins it anew. */
const names = ["state.db", "history.db"] as const;

export interface BackupCommand extends NewFilePlace {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly say: (text: string) => void;
}

/**
 * `signalbox backup`: both databases as they were at one moment, in a tar.
 * @throws {ArchiveError}
 */
export async function runBackup(command: BackupCommand): Promise<void> {
  const { path, dataDir, now, say } = command;
  await checkPlace(command);
  await using owned = new AsyncDisposableStack();
  const snapshots = await takeSnapshots(dataDir, dirname(path));
  for (const snapshot of snapshots) owned.use(snapshot);
  await makeNewFile(command, async (to) => {
    const { uid, gid } = await stat(join(dataDir, names[0]));
    await writeTar(
      to,
      snapshots.map(({ name, file, bytes }) => ({ name, file, bytes, uid, gid, modifiedAt: now })),
    );
  });
  say(backupReport(path, snapshots));
}

/** Both are held before the first is copied: that is what makes it one moment. */
async function takeSnapshots(dataDir: string, beside: string): Promise<Snapshot[]> {
  using holds = new DisposableStack();
  const held = names
    .map((name) => join(dataDir, name))
    .filter((source, i) => i === 0 || existsSync(source))
    .map((source) => holds.use(new HeldDatabase(source)));
  const directory = await mkdtemp(join(beside, ".signalbox-backup-")).catch((error: unknown) => {
    throw unwritable(beside, error);
  });
  using _gone = goneOnSignal(directory, process);
  const snapshots: Snapshot[] = [];
  try {
    for (const database of held) {
      snapshots.push(await database.copyInto(directory));
      database[Symbol.dispose]();
    }
    return snapshots;
  } catch (error) {
    for (const snapshot of snapshots) await snapshot[Symbol.asyncDispose]();
    throw error;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
