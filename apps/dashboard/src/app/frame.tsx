import { Outlet, useSearch } from "@tanstack/react-router";
import { shallowEqual, useShown } from "../live/index.ts";
import { usePastFromUrl } from "../time/index.ts";
import { cx } from "../ui/index.ts";
import { FrameKeys } from "./frame-keys.tsx";
import { Nav } from "./nav.tsx";
import { OpenEvidence } from "./open-evidence.tsx";
import { OpenRequest } from "./open-request.tsx";
import { TopBar } from "./top-bar.tsx";
import { useIsLate } from "./use-is-late.ts";
import { useLiveLink } from "./use-live-link.ts";
import { useNotices } from "./use-notices.ts";
import { usePauseFromUrl } from "./use-pause.ts";
import { useTitle } from "./use-title.ts";
import { VerdictBar } from "./verdict-bar.tsx";

/** What is on every page. */
export function Frame() {
  useLiveLink();
  usePauseFromUrl();
  useTitle();
  useNotices();
  const isTold = usePastFromUrl();
  const { kiosk = false } = useSearch({ from: "__root__" });
  const { isStale, isLoaded, isComing } = useShown(
    ({ connection: { status }, loaded, past }) => ({
      isStale: status !== "live" && status !== "paused" && status !== "past",
      isLoaded: loaded,
      isComing: past?.status === "loading",
    }),
    shallowEqual,
  );
  const isLate = useIsLate(isComing && isLoaded);
  return (
    <div className="flex h-dvh flex-col" data-stale={isLoaded && isStale}>
      <a
        href="#page"
        className="sr-only z-50 rounded-md bg-raised p-2 focus:not-sr-only focus:absolute"
      >
        Skip to the page
      </a>
      {kiosk ? null : <TopBar />}
      <div className="flex min-h-0 flex-1 flex-col md:flex-row">
        {kiosk ? null : <Nav />}
        <main
          id="page"
          tabIndex={-1}
          aria-busy={isComing}
          className={cx(
            "flex min-h-0 min-w-0 flex-1 flex-col gap-3 overflow-auto p-3 outline-none md:px-4 md:py-3.5",
            "transition-opacity duration-150",
            // What is seen is of another moment than the one that was asked for.
            isLate && "opacity-60",
          )}
        >
          <VerdictBar />
          {isTold ? <Outlet /> : null}
        </main>
      </div>
      <OpenEvidence />
      <OpenRequest />
      <FrameKeys />
    </div>
  );
}
