import { EventEmitter, once } from "node:events";
import type { Stream, StreamOptions } from "../src/server.ts";
import { Tally } from "./tally.ts";

/** A port's stream as the contract wants it: every item once, from after `lastEventId`, until the signal aborts. */
export class TrackedLog<T> {
  /** Each time someone began to watch. */
  readonly joins = new Tally<StreamOptions>();
  /** Each time a watcher's signal aborted. */
  readonly leaves = new Tally<StreamOptions>();
  /** How many wait for the next item. */
  get watching(): number {
    return this.#changed.listenerCount("change");
  }
  readonly #items: T[] = [];
  readonly #changed = new EventEmitter().setMaxListeners(0);
  #ended = false;
  #failure: Error | undefined;

  push(...items: T[]): void {
    this.#items.push(...items);
    this.#changed.emit("change");
  }

  /** What is told of has ended: watchers are told the rest, and then that there is no more. */
  end(): void {
    this.#ended = true;
    this.#changed.emit("change");
  }

  /** Fails everyone who watches now. */
  fail(error: Error): void {
    this.#failure = error;
    this.#changed.emit("change");
    this.#failure = undefined;
  }

  /** Keeps nothing of those who watched, and hands out their signals for a test to see them collected. */
  forget(): WeakRef<AbortSignal>[] {
    this.leaves.items.length = 0;
    return this.joins.items.splice(0).map(({ signal }) => new WeakRef(signal));
  }

  async *stream(options: StreamOptions): Stream<T> {
    this.joins.add(options);
    options.signal.addEventListener("abort", () => this.leaves.add(options), { once: true });
    let next = options.lastEventId === undefined ? 0 : Number(options.lastEventId.split(":")[1]);
    while (!options.signal.aborted) {
      const item = this.#items[next];
      if (item !== undefined) {
        next += 1;
        yield { id: `boot:${next}`, data: item };
      } else if (this.#ended) {
        return;
      } else {
        await this.#change(options.signal);
      }
    }
  }

  async #change(signal: AbortSignal): Promise<void> {
    const failed = Promise.withResolvers<never>();
    const onChange = () => {
      if (this.#failure !== undefined) failed.reject(this.#failure);
    };
    this.#changed.prependListener("change", onChange);
    try {
      await Promise.race([once(this.#changed, "change", { signal }), failed.promise]);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#changed.off("change", onChange);
    }
  }
}
