import { rowsCountedTo, type DiskUse, type SystemStorage } from "@signalbox/api-contract";
import type { Config } from "../config/index.ts";
import type { History } from "../history/index.ts";

type Extent = Awaited<ReturnType<typeof extentOf>>;

/** What is kept, how much of it, and for how long. */
export async function systemStorage(options: {
  readonly config: Config;
  readonly disk: DiskUse | null;
  readonly history: History;
  readonly tellsPaths: boolean;
}): Promise<SystemStorage> {
  const { config, disk, history, tellsPaths } = options;
  const extent: Extent = await extentOf(history);
  return {
    dataDir: tellsPaths ? config.dataDir : null,
    disk,
    history: {
      ...config.history,
      oldestAt: extent?.oldestAt ?? null,
      oldestFiguresAt: extent?.oldestFiguresAt ?? null,
      rows: extent && {
        requests: extent.requests,
        events: extent.events,
        failures: extent.failures,
      },
    },
    sessions: config.sessions,
  };
}

/** Null where the disk does not answer: the rest is known without it. */
async function extentOf(history: History) {
  if (history.boot === 0) return null;
  return history.ask("extent", { countedTo: rowsCountedTo }).catch(() => null);
}
