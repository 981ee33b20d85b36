import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startChild, type Child } from "./child.ts";

const gateway = fileURLToPath(new URL("../../apps/gateway/src/main.ts", import.meta.url));
const token = "bench-admin-token-of-enough-length-00";

/** A gateway with everything on, whose provider `local` is at `base`. */
export async function startGateway(
  base: string,
): Promise<Child & { readonly headers: Readonly<Record<string, string>> }> {
  const dataDir = await mkdtemp(join(tmpdir(), "signalbox-bench-"));
  const config = join(dataDir, "signalbox.yaml");
  await writeFile(
    config,
    `providers:\n  local: { kind: openai-compatible, baseUrl: ${base}, allowPrivate: true }\n`,
  );
  const flags = ["--port", "0", "--config", config, "--data-dir", join(dataDir, "data")];
  const child = await startChild([gateway, ...flags], { SIGNALBOX_ADMIN_TOKEN: token });
  return {
    ...child,
    headers: { authorization: `Bearer ${token}` },
    async [Symbol.asyncDispose]() {
      await child[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
