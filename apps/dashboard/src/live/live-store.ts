import type { LiveMessage } from "@signalbox/api-contract";
import { applyMessage } from "./apply-message.ts";
import { GatewayClock } from "./gateway-clock.ts";
import {
  emptyLiveData,
  type Connection,
  type ConnectionStatus,
  type LiveData,
  type LiveState,
} from "./live-state.ts";

/** A pause ends by itself after this long. */
export const longestPauseMs = 15 * 60_000;
/** Data is stale after three frames that did not come, and never sooner than this. */
const staleAfterMs = 3_000;

/** What the store needs of the world, so that a test can stand in for it. */
export interface LiveStoreOptions {
  readonly now: () => number;
  /** Runs the callback before the next paint. */
  readonly onNextFrame: (callback: () => void) => void;
  /** How far apart those frames are at the least. */
  readonly paintMs: () => number;
}

/** The link's own state, before staleness and pause are taken into account; it is never in the past. */
export type LinkStatus = Exclude<ConnectionStatus, "stale" | "paused" | "past">;

export interface LiveStore {
  readonly getState: () => LiveState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly receive: (message: LiveMessage) => void;
  readonly setLink: (status: LinkStatus) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Looks at the clock: is the data stale, is a pause over? Once a second is enough. */
  readonly tick: () => void;
  /** What is known now, a pause apart: for a tab that asks where things stand. */
  readonly latest: () => LiveData | null;
}

/**
 * The page's one copy of what the gateway tells. Messages are applied as they come to a state nobody sees;
 * readers are shown it at most once per animation frame, and not at all during a pause, so that what waits
 * is bounded by the size of the state and not by the length of the wait.
 */
export function createLiveStore(options: LiveStoreOptions): LiveStore {
  const { now, onNextFrame } = options;
  const clock = new GatewayClock(now);
  const listeners = new Set<() => void>();
  let latest: LiveData = emptyLiveData;
  let shown: LiveData = emptyLiveData;
  let version = 0;
  let loaded = false;
  let waiting = 0;
  let lastMessageAt: number | null = null;
  let pausedUntil: number | null = null;
  let link: LinkStatus = "connecting";
  let connection: Connection = { status: link, since: now(), lastMessageAt };
  let isScheduled = false;
  const serverNow = () => clock.now();
  let state = build();

  function build(): LiveState {
    const paintMs = options.paintMs();
    const standing = { connection, past: null, loaded, waiting, pausedUntil, paintMs, version };
    return { ...shown, ...standing, serverNow };
  }

  function status(): ConnectionStatus {
    if (link === "denied" || link === "failed") return link;
    if (pausedUntil !== null) return "paused";
    if (link !== "live" || lastMessageAt === null) return link === "live" ? "connecting" : link;
    const limit = Math.max(3 * latest.frameMs, staleAfterMs);
    return now() - lastMessageAt > limit ? "stale" : "live";
  }

  function publish(): void {
    isScheduled = false;
    if (pausedUntil === null) {
      shown = latest;
      waiting = 0;
    }
    const next = status();
    if (next !== connection.status || lastMessageAt !== connection.lastMessageAt) {
      const since = next === connection.status ? connection.since : now();
      connection = { status: next, since, lastMessageAt };
    }
    state = build();
    for (const listener of listeners) listener();
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    onNextFrame(publish);
  }

  function resume(): void {
    if (pausedUntil === null) return;
    pausedUntil = null;
    clock.unfreeze();
    schedule();
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    receive(message) {
      lastMessageAt = now();
      const next = applyMessage(latest, message);
      if (next === latest) return;
      if (next.bootId !== latest.bootId) clock.reset();
      latest = next;
      const isFirst = !loaded && message.type === "snapshot";
      loaded ||= isFirst;
      clock.observe(message.at);
      version += 1;
      if (pausedUntil !== null) waiting += 1;
      link = "live";
      // A page that has shown nothing yet has no frame to wait for.
      if (isFirst) publish();
      else schedule();
    },
    setLink(next) {
      if (next === link) return;
      link = next;
      schedule();
    },
    pause() {
      if (pausedUntil !== null || !loaded) return;
      pausedUntil = now() + longestPauseMs;
      clock.freeze();
      schedule();
    },
    resume,
    tick() {
      if (pausedUntil !== null && now() >= pausedUntil) resume();
      if (status() !== connection.status) schedule();
    },
    latest: () => (loaded ? latest : null),
  };
}
