import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { HistorySeries, LaneSpans } from "@signalbox/api-contract";
import { useMemo } from "react";
import { trpc } from "../api/index.ts";
import { shownStore, useShown } from "../live/index.ts";
import { shownNow } from "../requests/shown-now.ts";
import type { Density } from "./density.ts";
import type { LaneWindow } from "./lane-window.ts";
import type { StoredWindow } from "./picture-input.ts";
import { storedSpans } from "./stored-spans.ts";

/** The live state holds the last minute: what is stored only has to reach it. */
const againEveryMs = 15_000;
const liveMs = 60_000;
const steps = 120;

export interface StoredWindowState {
  readonly stored: StoredWindow | null;
  /** How many requests there were, and how many are drawn; null where all of them are. */
  readonly sample: {
    readonly drawn: number;
    readonly total: number;
    readonly isMore: boolean;
  } | null;
  readonly isLoading: boolean;
  readonly error: unknown;
}

/** What is stored of a window that the live state does not hold; nothing is asked for one that it does. */
export function useStoredWindow({ spanMs, end }: LaneWindow): StoredWindowState {
  const at = useShown(({ past }) => past?.at ?? null);
  const isStored = spanMs > liveMs || end !== null;
  const isFixed = end !== null || at !== null;
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ["lanes.spans", spanMs, end, at],
    queryFn: async ({ signal }) => {
      const to = Math.round(end ?? shownNow(shownStore.getState()));
      const window = { from: to - spanMs, to };
      const found = await trpc.lanes.spans.query(window, { signal });
      const isAll = found.requests.length >= found.total && !found.isMore;
      const density = isAll ? null : await askDensity(window, signal);
      return { window, found, density };
    },
    enabled: isStored,
    refetchInterval: isFixed ? false : againEveryMs,
    placeholderData: keepPreviousData,
  });
  const stored = useMemo(() => (data === undefined ? null : storedOf(data)), [data]);
  if (!isStored) return { stored: null, sample: null, isLoading: false, error: null };
  return {
    stored,
    sample: data === undefined || data.density === null ? null : sampleOf(data.found),
    isLoading: data === undefined || isPlaceholderData,
    error,
  };
}

interface Answer {
  readonly window: { readonly from: number; readonly to: number };
  readonly found: LaneSpans;
  readonly density: Density | null;
}

function storedOf({ window, found, density }: Answer): StoredWindow {
  return { ...window, spans: storedSpans(found.requests), gaps: found.gaps, density };
}

function sampleOf({ requests, total, isMore }: LaneSpans): StoredWindowState["sample"] {
  return { drawn: requests.length, total, isMore };
}

/** How many requests waited and were worked on in all, where not each one is drawn. */
async function askDensity(window: Answer["window"], signal: AbortSignal): Promise<Density> {
  const ask = (metric: "inFlight" | "queueDepth") =>
    trpc.history.series.query({ metric, ...window, maxPoints: steps }, { signal });
  const [inFlight, waiting] = await Promise.all([ask("inFlight"), ask("queueDepth")]);
  return densityOfSeries(inFlight, waiting);
}

function densityOfSeries(inFlight: HistorySeries, queueDepth: HistorySeries): Density {
  const figures = ({ groups }: HistorySeries) => groups[0]?.values ?? [];
  const waits = new Map(queueDepth.t.map((t, i) => [t, figures(queueDepth)[i] ?? 0]));
  const summed = inFlight.t.map((from, i) => {
    const waiting = waits.get(from) ?? 0;
    return { from, waiting, working: Math.max(0, (figures(inFlight)[i] ?? 0) - waiting) };
  });
  const most = summed.reduce((high, step) => Math.max(high, step.waiting + step.working), 0);
  return { stepMs: inFlight.stepMs, steps: summed, most };
}
