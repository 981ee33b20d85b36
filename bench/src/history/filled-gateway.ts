import { copyFile, mkdir, mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startChild, type Child } from "../child.ts";

const gateway = fileURLToPath(new URL("../../../apps/gateway/src/main.ts", import.meta.url));
const token = "bench-admin-token-of-enough-length-00";

export interface FilledGateway extends Child {
  readonly url: string;
  readonly token: string;
}

/** A gateway with everything on, a copy of a filled history, and the provider `local` at `base`. */
export async function startFilledGateway(base: string, file: string): Promise<FilledGateway> {
  const directory = await mkdtemp(join(tmpdir(), "signalbox-bench-filled-"));
  const dataDir = join(directory, "data");
  const config = join(directory, "signalbox.yaml");
  await mkdir(dataDir, { mode: 0o700 });
  const copy = join(dataDir, "history.db");
  await copyFile(file, copy);
  // Else the disk would be busy with it while requests are timed.
  await using handle = await open(copy);
  await handle.sync();
  // What was filled is not to be deleted for its age or its size.
  await writeFile(
    config,
    `providers:\n  local: { kind: openai-compatible, baseUrl: ${base}, allowPrivate: true }\nhistory: { retainDays: 3650, maxBytes: 1000GB }\n`,
  );
  const flags = ["--port", "0", "--config", config, "--data-dir", dataDir];
  const child = await startChild([gateway, ...flags], { SIGNALBOX_ADMIN_TOKEN: token });
  return {
    ...child,
    url: `http://127.0.0.1:${child.port}`,
    token,
    async [Symbol.asyncDispose]() {
      await child[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
