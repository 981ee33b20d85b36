import type { RunEvent } from "@signalbox/api-contract";
import type { Tracked } from "@signalbox/api-contract/server";

/** Events kept for those who watch or come back; beyond it they get the text so far instead. */
const maxKept = 4_000;

/** What a run told so far, in order, for any number of watchers who may leave and come back. */
export class RunJournal {
  readonly #bootId: string;
  #kept: RunEvent[] = [];
  /** How many are no longer kept. */
  #forgotten = 0;
  #text = "";
  #isOver = false;
  readonly #waiting = new Set<() => void>();

  constructor(bootId: string) {
    this.#bootId = bootId;
  }

  get text(): string {
    return this.#text;
  }

  add(event: RunEvent): void {
    if (this.#isOver) return;
    if (event.type === "text") this.#text += event.text;
    this.#isOver = event.type === "done" || event.type === "failed";
    this.#kept.push(event);
    if (this.#kept.length > maxKept) this.#forget(this.#kept.length - maxKept / 2);
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Forgets all but the newest event: of a run that is over, its end. */
  shrink(): void {
    if (this.#kept.length > 1) this.#forget(this.#kept.length - 1);
  }

  /** From after `lastEventId`, or from the start, to the run's end or the signal's. */
  async *watch(
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<Tracked<RunEvent>> {
    let next = this.#positionAfter(lastEventId);
    while (!signal.aborted) {
      if (next < this.#forgotten) {
        next = this.#forgotten;
        yield { id: this.#id(next - 1), data: { type: "gap", text: this.#textBefore(next) } };
        continue;
      }
      const event = this.#kept[next - this.#forgotten];
      if (event !== undefined) {
        yield { id: this.#id(next), data: event };
        next += 1;
        continue;
      }
      if (this.#isOver) return;
      await this.#more(signal);
    }
  }

  /** Waits for the next event, or the signal. */
  async #more(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const onAbort = (): void => {
      resolve();
    };
    this.#waiting.add(resolve);
    signal.addEventListener("abort", onAbort, { once: true });
    await promise;
    signal.removeEventListener("abort", onAbort);
    this.#waiting.delete(resolve);
  }

  #forget(count: number): void {
    this.#kept = this.#kept.slice(count);
    this.#forgotten += count;
  }

  #textBefore(position: number): string {
    let after = 0;
    for (const event of this.#kept.slice(position - this.#forgotten)) {
      if (event.type === "text") after += event.text.length;
    }
    return this.#text.slice(0, this.#text.length - after);
  }

  #id(position: number): string {
    return `${this.#bootId}:${position}`;
  }

  #positionAfter(lastEventId: string | undefined): number {
    const [bootId, position] = (lastEventId ?? "").split(":");
    if (bootId !== this.#bootId || position === undefined) return 0;
    const at = Number(position);
    return Number.isSafeInteger(at) && at >= -1 ? at + 1 : 0;
  }
}
