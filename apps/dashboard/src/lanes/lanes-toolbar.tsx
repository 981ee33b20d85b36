import { useNow } from "../app/use-now.ts";
import { FilterChoice } from "../filters/filter-choice.tsx";
import { TextFilter } from "../filters/text-filter.tsx";
import { momentText, parseWindow, spanLabel } from "../time/index.ts";
import { Button, cx } from "../ui/index.ts";
import { laneStates, type LaneState } from "./filter-lanes.ts";
import { laneSpans, type LaneWindow } from "./lane-window.ts";
import type { LaneSort } from "./order-lanes.ts";

export interface LanesToolbarProps {
  readonly window: LaneWindow;
  readonly onWindow: (window: LaneWindow) => void;
  readonly onZoom: (factor: number) => void;
  readonly onPan: (share: number) => void;
  readonly text: string;
  readonly state: LaneState | undefined;
  readonly sort: LaneSort;
  readonly onChange: (change: LanesChange) => void;
}

export interface LanesChange {
  readonly text?: string | undefined;
  readonly state?: LaneState | undefined;
  readonly sort?: LaneSort | undefined;
}

const zoomFactor = 2;
const panShare = 0.5;
const sorts = [
  ["waiters", "most waiters first"],
  ["wait", "longest wait first"],
  ["label", "by name"],
] as const satisfies readonly (readonly [LaneSort, string])[];

/** Which lanes, in what order, over which stretch of time. */
export function LanesToolbar(props: LanesToolbarProps) {
  const { text, state, sort, onChange } = props;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2">
      <TextFilter
        label="Filter lanes by name"
        placeholder="Filter lanes"
        className="w-44"
        text={text}
        onChange={(typed) => onChange({ text: typed || undefined })}
      />
      <FilterChoice
        label="state"
        value={state}
        options={laneStates}
        onChange={(value) => onChange({ state: laneStates.find((one) => one === value) })}
      />
      <select
        aria-label="Order"
        value={sort}
        className="h-7 rounded-md border border-line bg-raised px-1.5"
        onChange={({ target }) =>
          onChange({ sort: sorts.find(([value]) => value === target.value)?.[0] })
        }
      >
        {sorts.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      <span className="flex-1" />
      <WindowControls {...props} />
    </div>
  );
}

type WindowControlsProps = Pick<LanesToolbarProps, "window" | "onWindow" | "onZoom" | "onPan">;

function WindowControls({ window, onWindow, onZoom, onPan }: WindowControlsProps) {
  const { spanMs, end } = window;
  const now = useNow(60_000);
  const isPreset = laneSpans.some((span) => parseWindow(span) === spanMs);
  return (
    <>
      {end === null ? null : (
        <span className="inline-flex h-7 items-center rounded-md border border-info/60 bg-info/10 whitespace-nowrap">
          <output className="px-2.5">
            <span className="text-muted">until</span>{" "}
            <time dateTime={new Date(end).toISOString()}>{momentText(end, now)}</time>
          </output>
          <button
            type="button"
            aria-keyshortcuts="0"
            onClick={() => onWindow({ ...window, end: null })}
            className="h-full rounded-r-md border-l border-info/60 px-2.5 text-info hover:text-text"
          >
            Follow now
          </button>
        </span>
      )}
      <fieldset
        aria-label="Span"
        className="inline-flex h-7 items-stretch overflow-hidden rounded-md border border-line"
      >
        {laneSpans.map((span) => {
          const ms = parseWindow(span) ?? spanMs;
          return (
            <button
              key={span}
              type="button"
              aria-pressed={ms === spanMs}
              onClick={() => onWindow({ spanMs: ms, end })}
              className={cx(
                "px-2 -outline-offset-2",
                ms === spanMs ? "bg-ok/15 text-text" : "text-muted hover:text-text",
              )}
            >
              {span === "1m" ? "60s" : span}
            </button>
          );
        })}
        {isPreset ? null : (
          <output className="flex items-center bg-ok/15 px-2">{spanLabel(spanMs)}</output>
        )}
      </fieldset>
      <span className="inline-flex gap-1">
        <Button look="ghost" aria-label="Back in time" onClick={() => onPan(-panShare)}>
          <span aria-hidden>◂</span>
        </Button>
        <Button
          look="ghost"
          aria-label="Forward in time"
          disabled={end === null}
          onClick={() => onPan(panShare)}
        >
          <span aria-hidden>▸</span>
        </Button>
        <Button look="ghost" aria-label="Zoom out" onClick={() => onZoom(zoomFactor)}>
          <span aria-hidden>−</span>
        </Button>
        <Button look="ghost" aria-label="Zoom in" onClick={() => onZoom(1 / zoomFactor)}>
          <span aria-hidden>+</span>
        </Button>
      </span>
    </>
  );
}
