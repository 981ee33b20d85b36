import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { HistoryFlags } from "./flags.ts";
import { line } from "./report.ts";

const script = fileURLToPath(new URL("./load-process.ts", import.meta.url));

/** A history in real time under as much as it has to bear, and more. */
export async function benchHistoryLoad({ seconds }: HistoryFlags): Promise<void> {
  line("\nstored history under load");
  const child = spawn(process.execPath, [script, String(seconds)], { stdio: "inherit" });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${script} ended with ${String(code)}`);
}
