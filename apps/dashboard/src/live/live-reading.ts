import { LiveLink } from "./live-link.ts";
import type { LiveStore } from "./live-store.ts";
import { isDenied, openStream } from "./open-stream.ts";
import { TabGroup } from "./tab-group.ts";

const tickMs = 500;

/** Reads `system.live` into a store, with the browser's other tabs. */
export class LiveReading {
  readonly #store: LiveStore;
  #stop: (() => void) | null = null;

  constructor(store: LiveStore) {
    this.#store = store;
  }

  /** Once it is begun this does nothing: the stream may be asked for before there is a page to show it. */
  readonly start = (): void => {
    this.#stop ??= startReading(this.#store);
  };

  readonly stop = (): void => {
    this.#stop?.();
    this.#stop = null;
  };
}

function startReading(store: LiveStore): () => void {
  const group = new TabGroup({
    name: `signalbox-live ${import.meta.url}`,
    store,
    locks: navigator.locks,
    isVisible: () => document.visibilityState === "visible",
    now: () => Date.now(),
    createLink: (on) =>
      new LiveLink({
        open: openStream,
        isDenied,
        onMessage: on.message,
        onStatus: on.status,
        sleep,
        now: () => Date.now(),
        random: () => Math.random(),
      }),
  });
  const ticker = setInterval(store.tick, tickMs);
  group.start();
  return () => {
    clearInterval(ticker);
    group.stop();
  };
}

/** Waits, or less where the machine comes back online, the tab into view, or the wait is given up. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = new AbortController();
  const timer = setTimeout(resolve, ms);
  globalThis.addEventListener("online", () => resolve(), { signal: done.signal });
  document.addEventListener("visibilitychange", () => resolve(), { signal: done.signal });
  signal.addEventListener("abort", () => resolve(), { signal: done.signal });
  return promise.finally(() => {
    clearTimeout(timer);
    done.abort();
  });
}
