import { stepBack } from "../../../apps/gateway/src/history/step-back.ts";
import type { OtherWorkload } from "./other-work.ts";

const usPerMs = 1_000;

// As the readers of history do.
stepBack(process.pid);
let working: NodeJS.Timeout | null = null;

process.on("message", ({ load }: { readonly load: OtherWorkload }) => {
  if (working !== null) clearInterval(working);
  working = null;
  if (load === null) return;
  working = setInterval(() => {
    work(load.cpuMs);
  }, 1_000 / load.perSecond);
});

function work(cpuMs: number): void {
  const since = process.threadCpuUsage();
  for (let used = 0; used < cpuMs * usPerMs;) {
    const { user, system } = process.threadCpuUsage(since);
    used = user + system;
  }
}
