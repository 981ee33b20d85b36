import type { PastPicture } from "@signalbox/api-contract";
import type { LiveState } from "./live-state.ts";
import { emptyPast, pastStateOf, type PastOf } from "./past-state.ts";

export interface PastStoreOptions {
  readonly ask: (t: number) => Promise<PastPicture>;
  /** What to tell the operator about a question that failed. */
  readonly problemOf: (error: unknown) => string;
  /** What is live, for as long as the first picture is on its way. */
  readonly live: () => LiveState;
  /** This machine's clock. */
  readonly now: () => number;
}

export interface PastStore {
  /** Null while no past moment is wanted. */
  readonly getState: () => LiveState | null;
  readonly subscribe: (listener: () => void) => () => void;
  /** Shows a moment, or none. The one before stays until its picture is there. */
  readonly goTo: (t: number | null) => void;
  /** Whether it has been told which moment is wanted, or that none is. */
  readonly isTold: () => boolean;
  /** As if it had never been told. */
  readonly forget: () => void;
  /** Asks again where the question failed. */
  readonly retry: () => void;
}

/**
 * How everything was at a past moment, in the shape of the live state. One question at a time is under way:
 * who scrubs faster than the gateway answers gets the moment that is wanted when it has answered.
 */
export function createPastStore(options: PastStoreOptions): PastStore {
  const { ask, problemOf, live, now } = options;
  const listeners = new Set<() => void>();
  let wanted: number | null | undefined;
  let isAsking = false;
  let state: LiveState | null = null;
  let version = 0;

  function publish(next: LiveState | null): void {
    state = next;
    for (const listener of listeners) listener();
  }

  function show(picture: PastPicture | null, past: PastOf): void {
    // Below nought, so that it is never one of the live state's.
    version -= 1;
    publish(picture === null ? emptyPast(past, version) : pastStateOf(picture, past, version));
  }

  function begin(t: number): void {
    const former = live();
    const coming = { wanted: t, status: "loading", why: null, gaps: [] } as const;
    if (!former.loaded) {
      show(null, { ...coming, at: t });
      return;
    }
    version -= 1;
    const connection = { status: "past", since: now(), lastMessageAt: null } as const;
    publish({ ...former, connection, past: { ...coming, at: null }, version });
  }

  async function load(): Promise<void> {
    if (isAsking || wanted == null) return;
    const t = wanted;
    if (t > now()) {
      const why = "This moment has not come yet.";
      show(null, { wanted: t, at: t, status: "unknown", why, gaps: [] });
      return;
    }
    isAsking = true;
    try {
      const picture = await ask(t);
      answer(t, picture);
    } catch (error) {
      if (wanted === t) {
        show(null, { wanted: t, at: t, status: "failed", why: problemOf(error), gaps: [] });
      }
    } finally {
      isAsking = false;
    }
    if (wanted !== t) await load();
  }

  function answer(t: number, picture: PastPicture): void {
    if (wanted == null) return;
    const settled = picture.isKnown ? "known" : "unknown";
    const status = wanted === t ? settled : "loading";
    show(picture.isKnown ? picture : null, {
      wanted,
      at: t,
      status,
      why: picture.why,
      gaps: picture.gaps,
    });
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    goTo(t) {
      if (t === wanted) return;
      wanted = t;
      if (t === null) {
        publish(null);
        return;
      }
      if (state?.past == null) begin(t);
      else publish({ ...state, past: { ...state.past, wanted: t, status: "loading" } });
      void load();
    },
    isTold: () => wanted !== undefined,
    forget() {
      wanted = undefined;
      publish(null);
    },
    retry() {
      if (wanted == null || state?.past?.status !== "failed") return;
      show(null, { wanted, at: wanted, status: "loading", why: null, gaps: [] });
      void load();
    },
  };
}
