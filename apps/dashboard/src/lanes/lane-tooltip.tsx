import { useSyncExternalStore } from "react";
import { describeBar } from "./describe-bar.ts";
import type { Bar, DrawnLane } from "./drawn-lane.ts";
import type { LaneStanding } from "./lane-standing.ts";
import type { LanesStore } from "./lanes-picture.ts";

export interface LaneTooltipProps {
  readonly store: LanesStore;
  readonly lane: DrawnLane;
  readonly bar: Bar;
  readonly standing: LaneStanding | null;
  readonly x: number;
  readonly y: number;
  readonly end: () => number;
}

const width = 240;

/** What the span under the pointer is; its figures go on while it does. */
export function LaneTooltip({ store, lane, bar, standing, x, y, end }: LaneTooltipProps) {
  useSyncExternalStore(store.subscribe, () => store.getState().version);
  const { requests, recent, spans } = store.getState();
  const id = bar.span.requestId;
  const request = requests.get(id) ?? recent.find((row) => row.id === id);
  const span = spans.get(bar.span.id) ?? bar.span;
  const current = bar.to === null ? { ...bar, span, to: span.endedAt } : bar;
  const { title, phase, facts } = describeBar(lane, current, request, end(), standing);
  const left = Math.max(4, Math.min(x + 14, window.innerWidth - width - 40));
  const isLow = y > 110;
  return (
    <div
      className="pointer-events-none absolute z-30 rounded-md border border-line bg-raised px-2.5 py-2 text-xs shadow-lg"
      style={{ left, width, top: y + (isLow ? -14 : 18), translate: isLow ? "0 -100%" : "none" }}
    >
      <p className="flex justify-between gap-2 font-medium text-text">
        <span className="font-mono">{title}</span>
        <span className="truncate">{phase}</span>
      </p>
      <dl className="mt-1 grid grid-cols-[64px_1fr] gap-x-2 text-muted">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-faint">{name}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
