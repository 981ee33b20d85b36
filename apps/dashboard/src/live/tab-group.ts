import type { LiveMessage } from "@signalbox/api-contract";
import type { LiveLink } from "./live-link.ts";
import type { LinkStatus, LiveStore } from "./live-store.ts";
import { isTabWord, type TabWord } from "./tab-word.ts";
import { toSnapshot } from "./to-snapshot.ts";

/** A visible tab takes the lead from a leader that has said nothing for this long. */
const leaderSilentForMs = 10_000;
const heartbeatMs = 2_000;
/** After so many looks that found no other tab there is none: one that has just opened may not stand in line yet. */
const looksUntilAlone = 2;

export interface TabGroupOptions {
  readonly name: string;
  readonly store: LiveStore;
  readonly createLink: (on: {
    readonly message: (message: LiveMessage, id: string) => void;
    readonly status: (status: LinkStatus) => void;
  }) => LiveLink;
  /** Missing where the page is no secure context: then every tab reads for itself. */
  readonly locks: LockManager | undefined;
  readonly isVisible: () => boolean;
  readonly now: () => number;
}

/**
 * One stream per browser. The tab that holds the lock reads it and tells the others; when it closes, the
 * next in line takes the lock and resumes after the last message it was told of.
 */
export class TabGroup {
  readonly #options: TabGroupOptions;
  readonly #channel: BroadcastChannel;
  readonly #link: LiveLink;
  readonly #stopped = new AbortController();
  readonly #tabId = crypto.randomUUID();
  #isLeader = false;
  #lastId: string | null = null;
  #status: LinkStatus = "connecting";
  #leaderHeardAt: number;
  /** How often in a row a look found no other tab in line for the lead. */
  #looksAlone = 0;
  /** Other tabs that said hello. */
  #hellos = 0;
  #heartbeat: ReturnType<typeof setInterval> | undefined;

  constructor(options: TabGroupOptions) {
    this.#options = options;
    this.#leaderHeardAt = options.now();
    this.#channel = new BroadcastChannel(options.name);
    this.#channel.addEventListener("message", ({ data }) => {
      if (isTabWord(data)) this.#hear(data);
    });
    this.#link = options.createLink({
      message: (message, id) => {
        this.#lastId = id;
        options.store.receive(message);
        if (!this.#isAlone) this.#say({ kind: "message", id, message });
      },
      status: (status) => {
        this.#setStatus(status);
        this.#say({ kind: "status", status });
      },
    });
  }

  start(): void {
    this.#hello();
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatMs);
    void this.#standForLead();
  }

  stop(): void {
    this.#stopped.abort();
    clearInterval(this.#heartbeat);
    this.#link.stop();
    this.#channel.close();
  }

  /** Nobody would hear what a leader passes on, and copying each frame costs as much as applying it. */
  get #isAlone(): boolean {
    return this.#options.locks === undefined || this.#looksAlone >= looksUntilAlone;
  }

  /** The other tabs stand in line for the lock. */
  async #look(looks = 1): Promise<void> {
    const { locks, name } = this.#options;
    const hellos = this.#hellos;
    try {
      const line = await locks?.query();
      const isInLine = line?.pending?.some((request) => request.name === name) ?? true;
      this.#looksAlone = isInLine || this.#hellos > hellos ? 0 : this.#looksAlone + looks;
    } catch {
      // Not told: there may be others.
      this.#looksAlone = 0;
    }
  }

  async #standForLead(): Promise<void> {
    const { locks, name } = this.#options;
    if (locks === undefined) return this.#lead();
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      try {
        await locks.request(name, { signal }, () => this.#lead());
      } catch {
        // Another tab took the lead, or this one is closing.
      }
      this.#follow();
    }
  }

  async #lead(): Promise<void> {
    if (this.#stopped.signal.aborted) return;
    this.#isLeader = true;
    this.#looksAlone = 0;
    // One that is overlooked has nothing yet, so it asks when it hears that there is a leader.
    void this.#look(looksUntilAlone);
    await this.#link.run(this.#lastId);
    // Denied: hold the lead until the page signs in again or closes, so that no other tab knocks in turn.
    if (this.#isLeader) await untilAborted(this.#stopped.signal);
  }

  #follow(): void {
    if (!this.#isLeader || this.#stopped.signal.aborted) return;
    this.#isLeader = false;
    this.#link.stop();
    this.#leaderHeardAt = this.#options.now();
    this.#hello();
  }

  #beat(): void {
    const { now, isVisible, locks, name } = this.#options;
    if (this.#isLeader) {
      this.#say({ kind: "status", status: this.#status });
      void this.#look();
    } else if (isVisible() && now() - this.#leaderHeardAt > leaderSilentForMs) {
      this.#leaderHeardAt = now();
      locks?.request(name, { steal: true }, () => this.#lead()).catch(() => this.#follow());
    }
  }

  #hear(word: TabWord): void {
    if (word.kind === "hello") {
      this.#hellos += 1;
      this.#looksAlone = 0;
      if (this.#isLeader) this.#answer(word.from);
      return;
    }
    this.#leaderHeardAt = this.#options.now();
    if (this.#isLeader) return;
    const { store } = this.#options;
    if (word.kind === "status") {
      this.#setStatus(word.status);
      if (word.status === "live" && store.latest() === null) this.#hello();
    } else if (word.kind === "message") {
      // Until the leader's snapshot is here, frames have nothing to stand on.
      if (store.latest() === null && word.message.type !== "snapshot") return;
      this.#lastId = word.id;
      store.receive(word.message);
    } else if (word.to === this.#tabId) {
      this.#lastId = word.id;
      store.receive(word.snapshot);
      this.#setStatus(word.status);
    }
  }

  #answer(to: string): void {
    const data = this.#options.store.latest();
    this.#say({ kind: "status", status: this.#status });
    if (data === null || this.#lastId === null) return;
    const snapshot = toSnapshot(data);
    this.#say({ kind: "standing", to, id: this.#lastId, snapshot, status: this.#status });
  }

  #setStatus(status: LinkStatus): void {
    this.#status = status;
    this.#options.store.setLink(status);
  }

  #hello(): void {
    this.#say({ kind: "hello", from: this.#tabId });
  }

  #say(word: TabWord): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A channel has one origin, its own.
    if (!this.#stopped.signal.aborted) this.#channel.postMessage(word);
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  signal.addEventListener("abort", () => resolve(), { once: true });
  return promise;
}
