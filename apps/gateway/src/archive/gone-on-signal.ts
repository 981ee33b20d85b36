import { rmSync } from "node:fs";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Where signals come from: a process. */
interface Signalled {
  readonly pid: number;
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
  kill(pid: number, signal: NodeJS.Signals): unknown;
}

/** Until it is disposed, a signal removes a path before it ends the process as it would have anyway. */
export function goneOnSignal(path: string, process: Signalled): Disposable {
  const listeners = signals.map((signal) => {
    const listener = (): void => {
      rmSync(path, { recursive: true, force: true });
      release();
      process.kill(process.pid, signal);
    };
    process.on(signal, listener);
    return { signal, listener };
  });
  const release = (): void => {
    for (const { signal, listener } of listeners) process.off(signal, listener);
  };
  return { [Symbol.dispose]: release };
}
