import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { LaneRow } from "@signalbox/api-contract";
import { shownStore } from "../live/index.ts";
import { shownNow } from "../requests/shown-now.ts";
import { spanLabel } from "../time/index.ts";
import { LaneDetail } from "./lane-detail.tsx";
import type { Blocker } from "./lane-standing.ts";
import { panned, zoomed, type LaneWindow } from "./lane-window.ts";
import { LanesHeader } from "./lanes-header.tsx";
import { LanesToolbar, type LanesChange } from "./lanes-toolbar.tsx";
import { LanesView, type LanesFooter } from "./lanes-view.tsx";
import type { LaneSort } from "./order-lanes.ts";
import type { PictureInput } from "./picture-input.ts";
import { useLaneWindow } from "./use-lane-window.ts";
import { useStoredWindow } from "./use-stored-window.ts";

export interface LanesPanelProps {
  readonly rows: readonly LaneRow[];
  readonly onOpenRequest: (id: string) => void;
  readonly onOpenModels: () => void;
  /** The lane that a person has chosen, as `laneAddress` has it. */
  readonly chosen: string | undefined;
  readonly onChoose: (address: string | undefined) => void;
}

const orders = {
  waiters: "most waiters first",
  wait: "longest wait first",
  label: "by name",
} as const satisfies Record<LaneSort, string>;

/** The picture of all lanes over any window, with what it is shown by. */
export function LanesPanel(props: LanesPanelProps) {
  const { rows, onOpenRequest, onOpenModels, chosen, onChoose } = props;
  const { text = "", state, sort = "waiters" } = useSearch({ from: "/lanes" });
  const navigate = useNavigate({ from: "/lanes" });
  const { window, settled, setWindow } = useLaneWindow();
  const stored = useStoredWindow(settled);
  const isWhole = stored.stored === null && !stored.isLoading && stored.error === null;
  const unknownLabel = isWhole ? "" : unknownText(stored.error);
  const input = useMemo(
    (): PictureInput => ({
      window,
      stored: stored.stored,
      unknownLabel,
      rows,
      filter: { text, state },
      sort,
      isScrolled: true,
    }),
    [window, stored.stored, unknownLabel, rows, text, state, sort],
  );
  const change = (told: LanesChange) =>
    void navigate({ search: (before) => ({ ...before, ...told }), replace: true });
  const now = useCallback(() => shownNow(shownStore.getState()), []);
  const zoom = (factor: number) => {
    const middle = (window.end ?? now()) - window.spanMs / 2;
    setWindow(zoomed(window, factor, middle, now()));
  };
  const pan = (share: number) => setWindow(panned(window, share * window.spanMs, now()));
  const openBlocker = (blocker: Blocker) => {
    if (blocker.kind === "request") onOpenRequest(blocker.requestId);
    else if (blocker.kind === "model") onOpenModels();
  };
  const title = titleOf(window);
  return (
    <>
      <LanesToolbar
        window={window}
        onWindow={setWindow}
        onZoom={zoom}
        onPan={pan}
        text={text}
        state={state}
        sort={sort}
        onChange={change}
      />
      <div className="flex h-[360px] shrink-0 flex-col md:h-auto md:min-h-[300px] md:flex-[3]">
        <LanesView
          store={shownStore}
          input={input}
          title={title}
          header={<LanesHeader store={shownStore} title={title} order={orders[sort]} isFull />}
          footer={footerOf(stored)}
          onOpenRequest={onOpenRequest}
          onOpenBlocker={openBlocker}
          chosen={chosen}
          onChoose={onChoose}
          onWindow={setWindow}
        />
      </div>
    </>
  );
}

function footerOf(stored: Parameters<typeof LaneDetail>[0]["stored"]): LanesFooter {
  return (picture, laneKey) => <LaneDetail picture={picture} laneKey={laneKey} stored={stored} />;
}

function titleOf({ spanMs, end }: LaneWindow): string {
  return end === null ? `Lanes, last ${spanLabel(spanMs)}` : `Lanes, ${spanLabel(spanMs)}`;
}

function unknownText(error: unknown): string {
  return error === null ? "loading…" : "can't be shown";
}
