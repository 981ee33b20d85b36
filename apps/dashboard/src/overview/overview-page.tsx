import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useDeferredValue, useMemo, useState } from "react";
import { problemOf } from "../api/index.ts";
import { useOpenRequest } from "../app/open-request.tsx";
import { LanesCard } from "../lanes/index.ts";
import { shallowEqual, useShown } from "../live/index.ts";
import { EmptyState } from "../ui/index.ts";
import { EventsCard } from "./events-card.tsx";
import { ModelsCard } from "./models-card.tsx";
import { TileRow } from "./tile-row.tsx";
import { tilesOf, worstModel } from "./tiles.ts";
import { longestWaiter } from "./waiting-cause.ts";
import { liveWindow, useOverview } from "./use-overview.ts";

const FirstSteps = lazy(async () => {
  const { FirstSteps } = await import("../first-steps/first-steps.tsx");
  return { default: FirstSteps };
});

/** What draws charts takes longer to begin than everything else here: the figures are there before it. */
const ChartRow = lazy(async () => {
  const { ChartRow } = await import("./chart-row.tsx");
  return { default: ChartRow };
});

/** How everything stands, for someone with ten seconds. */
export function OverviewPage() {
  // Where nothing is known of a moment, or nothing yet, the window before it may still be.
  const isShowable = useShown(({ loaded, past }) => loaded || past !== null);
  const isPast = useShown(({ past }) => past !== null);
  const isUntouched = useShown(
    ({ loaded, past, metrics }) =>
      loaded && past === null && metrics.messagesProcessed + metrics.activeRequests === 0,
  );
  // Whoever began with the first steps sees them through, though requests have come in since.
  const [isGuided, setIsGuided] = useState(false);
  if (isUntouched && !isGuided) setIsGuided(true);
  const { steps } = useSearch({ from: "__root__" });
  const navigate = useNavigate();
  const openRequest = useOpenRequest();
  if (!isShowable) return <Loading />;
  const lanes = (
    <div className="h-[252px] shrink-0">
      <LanesCard onOpenRequest={openRequest} />
    </div>
  );
  if (!isPast && (isGuided || steps === true)) {
    const finish = (): void => {
      setIsGuided(false);
      void navigate({ to: "/" });
    };
    return (
      <Suspense>
        <FirstSteps onDone={finish} />
        {lanes}
      </Suspense>
    );
  }
  return <Figures lanes={lanes} />;
}

function Figures({ lanes }: { readonly lanes: React.ReactNode }) {
  // The figures are there with the first paint; what takes longer to draw comes right after it.
  const hasPainted = useDeferredValue(true, false);
  const { window, periods, error } = useOverview();
  const metrics = useShown((state) => {
    if (state.past !== null) return state.loaded ? state.metrics : "unknown";
    return window === undefined ? state.metrics : null;
  });
  const models = useShown((state) => (window === undefined ? state.models : null));
  const waiter = useShown(
    ({ requests }) => longestWaiter(requests.values()),
    (a, b) => a === b || (a !== null && b !== null && shallowEqual(a, b)),
  );
  const tiles = useMemo(
    () =>
      periods === null
        ? []
        : tilesOf({ ...periods, metrics, models, waiter, window: window ?? liveWindow }),
    [periods, metrics, models, waiter, window],
  );
  const worst = useMemo(
    () => (periods === null ? null : worstModel({ now: periods.now, models })),
    [periods, models],
  );
  return (
    <>
      <h1 className="sr-only">Overview</h1>
      {periods === null ? (
        <EmptyState title={error === null ? "Loading the window…" : "This window can't be shown"}>
          {error === null ? undefined : problemOf(error)}
        </EmptyState>
      ) : (
        <TileRow tiles={tiles} />
      )}
      {hasPainted ? lanes : null}
      {hasPainted && periods !== null ? (
        <Suspense fallback={<div className="h-[173px] shrink-0 max-md:h-[543px]" />}>
          <ChartRow periods={periods} worst={worst} />
        </Suspense>
      ) : null}
      <div className="grid shrink-0 auto-rows-[260px] grid-cols-1 gap-3 md:min-h-[190px] md:flex-1 md:auto-rows-auto md:grid-cols-[1.18fr_1fr]">
        {hasPainted ? <EventsCard /> : null}
        {hasPainted ? <ModelsCard /> : null}
      </div>
    </>
  );
}

function Loading() {
  const status = useShown(({ connection }) => connection.status);
  return (
    <EmptyState title={status === "connecting" ? "Loading…" : "No data yet"}>
      {status === "connecting" ? undefined : "The page fills as soon as the gateway answers."}
    </EmptyState>
  );
}
