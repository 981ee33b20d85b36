import type { PastPicture } from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { emptyLiveData, type LiveState } from "./live-state.ts";
import { createPastStore } from "./past-store.ts";
import { createShownStore } from "./shown-store.ts";
import { createLiveStore } from "./live-store.ts";

const now = 1_000_000;

function picture(t: number, change: Partial<PastPicture> = {}): PastPicture {
  const { metrics, verdict } = emptyLiveData;
  return {
    t,
    isKnown: true,
    why: null,
    bootId: "boot",
    node: "node",
    version: "1",
    metrics: { ...metrics, activeRequests: t },
    verdict,
    requests: [],
    requestsNotShown: 0,
    recent: [],
    spans: [],
    gaps: [],
    lanes: [],
    events: [],
    models: [],
    components: null,
    ...change,
  };
}

const nothingLive = createLiveStore({
  paintMs: () => 250,
  now: () => now,
  onNextFrame: () => {},
}).getState();

/** A store whose questions are answered by hand. */
function stage(live: LiveState = nothingLive) {
  const asked: { t: number; answer: PromiseWithResolvers<PastPicture> }[] = [];
  const store = createPastStore({
    ask: (t) => {
      const answer = Promise.withResolvers<PastPicture>();
      asked.push({ t, answer });
      return answer.promise;
    },
    problemOf: (error) => `Problem: ${error instanceof Error ? error.message : "?"}`,
    live: () => live,
    now: () => now,
  });
  const settle = async (index: number, result: PastPicture | Error) => {
    const answer = asked[index]?.answer;
    if (result instanceof Error) answer?.reject(result);
    else answer?.resolve(result);
    await new Promise<void>((resolve) => setImmediate(resolve));
  };
  return { store, asked, settle };
}

test("a moment is loading, then known; its clock stands still at it", async () => {
  const { store, settle } = stage();
  expect(store.getState()).toBeNull();
  store.goTo(500);
  expect(store.getState()).toMatchObject({ loaded: false, past: { status: "loading", at: 500 } });
  await settle(0, picture(500));
  const state = store.getState();
  expect(state).toMatchObject({
    loaded: true,
    connection: { status: "past" },
    past: { status: "known", wanted: 500, at: 500 },
    metrics: { activeRequests: 500 },
  });
  expect(state?.serverNow()).toBe(500);
});

test("what was live stays until the first picture is there", async () => {
  const live = { ...nothingLive, loaded: true, node: "live" };
  const { store, settle } = stage(live);
  store.goTo(500);
  expect(store.getState()).toMatchObject({
    node: "live",
    loaded: true,
    connection: { status: "past" },
    past: { status: "loading", wanted: 500, at: null },
  });
  await settle(0, picture(500));
  expect(store.getState()).toMatchObject({ node: "node", past: { status: "known", at: 500 } });
});

test("one question is under way, and the former picture stays meanwhile", async () => {
  const { store, asked, settle } = stage();
  store.goTo(500);
  await settle(0, picture(500));
  for (const t of [490, 480, 470]) store.goTo(t);
  expect(asked.map(({ t }) => t)).toEqual([500, 490]);
  expect(store.getState()).toMatchObject({
    loaded: true,
    past: { status: "loading", wanted: 470, at: 500 },
  });
  await settle(1, picture(490));
  expect(asked.map(({ t }) => t)).toEqual([500, 490, 470]);
  expect(store.getState()?.past).toMatchObject({ status: "loading", wanted: 470, at: 490 });
  await settle(2, picture(470));
  expect(store.getState()?.past).toMatchObject({ status: "known", wanted: 470, at: 470 });
});

test("a moment of which nothing is known is empty, not zero, and says why", async () => {
  const { store, settle } = stage();
  store.goTo(500);
  await settle(0, picture(500, { isKnown: false, why: "The gateway did not run then." }));
  expect(store.getState()).toMatchObject({
    loaded: false,
    past: { status: "unknown", why: "The gateway did not run then." },
  });
});

test("a moment to come is not asked for", () => {
  const { store, asked } = stage();
  store.goTo(now + 1);
  expect(asked).toEqual([]);
  expect(store.getState()?.past?.status).toBe("unknown");
});

test("a question that failed is told, and asked again", async () => {
  const { store, asked, settle } = stage();
  store.goTo(500);
  await settle(0, new Error("disk"));
  expect(store.getState()?.past).toMatchObject({ status: "failed", why: "Problem: disk" });
  store.retry();
  expect(store.getState()?.past?.status).toBe("loading");
  await settle(1, picture(500));
  expect(asked).toHaveLength(2);
  expect(store.getState()?.past?.status).toBe("known");
});

test("an answer that comes after the way back to live changes nothing", async () => {
  const { store, settle } = stage();
  store.goTo(500);
  store.goTo(null);
  await settle(0, picture(500));
  expect(store.getState()).toBeNull();
});

test("pages are shown the past while there is one, and then what is live, each with a version of its own", async () => {
  const { store, settle } = stage();
  const frames: (() => void)[] = [];
  const live = createLiveStore({
    paintMs: () => 250,
    now: () => now,
    onNextFrame: (callback) => frames.push(callback),
  });
  const shown = createShownStore(live, store);
  let told = 0;
  const stop = shown.subscribe(() => {
    told += 1;
  });
  expect(shown.getState()).toBe(live.getState());
  store.goTo(500);
  await settle(0, picture(500));
  expect(shown.getState().version).toBeLessThan(0);
  const before = told;
  live.setLink("failed");
  for (const frame of frames.splice(0)) frame();
  expect(told).toBe(before);
  store.goTo(null);
  expect(told).toBe(before + 1);
  expect(shown.getState().connection.status).toBe("failed");
  stop();
});
