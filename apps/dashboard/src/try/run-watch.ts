import type { RunEvent } from "@signalbox/api-contract";
import { applyRunEvents, emptyRun, type RunView } from "./run-view.ts";

/** What is told of a run, and a way to stop listening. */
export type OpenRun = (
  requestId: string,
  on: { readonly event: (event: RunEvent) => void; readonly problem: (text: string) => void },
) => { readonly unsubscribe: () => void };

export interface WatchState extends RunView {
  /** Why it is not watched any more; null where it is, or needs not be. */
  readonly problem: string | null;
}

/** Between two looks at what came: a run that is told again from its start comes all at once. */
const everyMs = 50;

/** Follows one run from its start, or from where it is: shown at once, then at most 20 times a second. */
export class RunWatch {
  readonly requestId: string;
  readonly #open: OpenRun;
  readonly #listeners = new Set<() => void>();
  #state: WatchState = { ...emptyRun, problem: null };
  #waiting: RunEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #link: { readonly unsubscribe: () => void } | null = null;

  constructor(requestId: string, open: OpenRun) {
    this.requestId = requestId;
    this.#open = open;
  }

  readonly getState = (): WatchState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(): void {
    if (this.#link !== null || this.#state.ending !== null) return;
    // Told from its start again, so what was heard before stands for nothing.
    this.#state = { ...emptyRun, problem: null };
    this.#link = this.#open(this.requestId, {
      event: (event) => this.#hear(event),
      problem: (problem) => this.#show({ ...this.#state, problem }),
    });
  }

  /** What was seen stays. */
  stop(): void {
    this.#link?.unsubscribe();
    this.#link = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = [];
  }

  #hear(event: RunEvent): void {
    this.#waiting.push(event);
    const isOver = event.type === "done" || event.type === "failed";
    if (this.#timer === null || isOver) this.#look();
    if (isOver) this.stop();
  }

  #look(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#waiting.length > 0) this.#look();
    }, everyMs);
    const events = this.#waiting;
    this.#waiting = [];
    this.#show({ ...this.#state, ...applyRunEvents(this.#state, events) });
  }

  #show(state: WatchState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
