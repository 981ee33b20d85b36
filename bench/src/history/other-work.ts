import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** How often a second, and processor time of each, milliseconds; null for none. */
export type OtherWorkload = { readonly perSecond: number; readonly cpuMs: number } | null;

const script = fileURLToPath(new URL("other-work-process.ts", import.meta.url));

/** A process that has nothing to do with what is measured and takes processor time, which it shares. */
export class OtherWork implements AsyncDisposable {
  readonly #child: ChildProcess = fork(script);

  set load(load: OtherWorkload) {
    this.#child.send({ load });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await ended;
  }
}
