import { mkdir, mkdtemp, readFile, rm, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { migrations } from "../../../apps/gateway/src/history/schema.ts";
import { fill, type Filled } from "./fill.ts";
import type { HistoryFlags } from "./flags.ts";
import { line } from "./report.ts";

/** Counts up when the traffic changes: a file that was filled before is filled anew. */
const trafficVersion = 3;
const bytesAtOne = 14e9;

/** A filled history.db, which is gone afterwards where nobody asked to keep it. */
export interface FilledFile extends AsyncDisposable {
  readonly path: string;
  readonly filled: Filled;
}

export async function openFilledFile({
  scale,
  seed,
  file,
  keep,
}: HistoryFlags & { readonly scale: number }): Promise<FilledFile> {
  const isNamed = file !== undefined;
  const path =
    file ?? join(await mkdtemp(join(tmpdir(), "signalbox-bench-history-")), "history.db");
  const key = JSON.stringify({ scale, seed, trafficVersion, format: migrations.length });
  const sidecar = `${path}.bench.json`;
  const known = await readKnown(sidecar, key);
  const filled = known ?? (await fillAnew(path, { scale, seed }));
  if (known === null) await writeFile(sidecar, JSON.stringify({ key, filled }));
  else line(`reuses ${path}`);
  report(filled);
  return {
    path,
    filled,
    async [Symbol.asyncDispose]() {
      if (keep || isNamed) line(`kept: ${path}`);
      else await rm(dirname(path), { recursive: true, force: true });
    },
  };
}

async function readKnown(sidecar: string, key: string): Promise<Filled | null> {
  try {
    // This file alone writes it, and the key tells its version.
    const known = JSON.parse(await readFile(sidecar, "utf8")) as { key: string; filled: Filled };
    return known.key === key ? known.filled : null;
  } catch {
    return null;
  }
}

async function fillAnew(
  path: string,
  { scale, seed }: { scale: number; seed: number },
): Promise<Filled> {
  const directory = dirname(path);
  await mkdir(directory, { recursive: true });
  for (const end of ["", "-wal", "-shm", ".bench.json"]) await rm(path + end, { force: true });
  const { bavail, bsize } = await statfs(directory);
  const needed = 1e9 + bytesAtOne * scale;
  if (bavail * bsize < needed) {
    const gb = (bytes: number): string => (bytes / 1e9).toFixed(1);
    throw new Error(
      `${directory} has ${gb(bavail * bsize)} GB of room, and ${gb(needed)} are needed: name another place with --file, or fill less with --scale.`,
    );
  }
  line(`fills ${path} with scale ${scale}, seed ${seed}`);
  return await fill({ path, scale, seed });
}

function report({
  requests,
  facts,
  rows,
  seconds,
  fileBytes,
  cpuSeconds,
  ownCpuSeconds,
}: Filled): void {
  const all = Object.values(rows).reduce((a, b) => a + b, 0);
  const kinds = Object.entries(rows)
    .map(([kind, count]) => `${kind} ${count.toLocaleString("en")}`)
    .join(", ");
  const spanRows = rows.spans ?? 0;
  line(
    `  requests ${requests.toLocaleString("en")}, spans and events ${(spanRows + (rows.events ?? 0)).toLocaleString("en")}; rows: ${kinds}`,
  );
  line(
    `  filled in ${seconds.toFixed(0)} s, ${cpuSeconds.toFixed(0)} s of processor time (${ownCpuSeconds.toFixed(0)} s of it making rows): ${(all / seconds).toFixed(0)} rows/s, ${(facts / seconds).toFixed(0)} facts/s, ${(all / facts).toFixed(2)} rows per fact`,
  );
  line(
    `  ${(fileBytes / 1e9).toFixed(2)} GB, ${(fileBytes / requests).toFixed(0)} bytes per request`,
  );
}
