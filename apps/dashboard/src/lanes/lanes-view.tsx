import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { cx } from "../ui/index.ts";
import { describeBar } from "./describe-bar.ts";
import { laneAddress } from "./lane-address.ts";
import type { Hit } from "./hit-test.ts";
import { keyAction } from "./key-action.ts";
import { LaneTooltip } from "./lane-tooltip.tsx";
import { panned, zoomed, type LaneWindow } from "./lane-window.ts";
import type { Blocker, LaneStanding } from "./lane-standing.ts";
import { LanesPicture } from "./lanes-picture.ts";
import type { LanesStore } from "./lanes-picture.ts";
import { LanesTable } from "./lanes-table.tsx";
import type { Direction } from "./move-selection.ts";
import type { Mark } from "./picture.ts";
import { plainInput, type PictureInput } from "./picture-input.ts";
import { useWindowGestures } from "./use-window-gestures.ts";

/** What is under the picture is told which lane a person has chosen, and where it is drawn. */
export type LanesFooter = (picture: LanesPicture, laneKey: string | null) => React.ReactNode;

export interface LanesViewProps {
  readonly store: LanesStore;
  readonly input?: PictureInput;
  readonly title: string;
  readonly header: React.ReactNode;
  /** With it, what a person has chosen stays so until it is let go; else until the focus leaves. */
  readonly footer?: LanesFooter;
  readonly onOpenRequest: (id: string) => void;
  readonly onOpenBlocker?: (blocker: Blocker) => void;
  /** The lane that the address names, as `laneAddress` has it. */
  readonly chosen?: string | undefined;
  readonly onChoose?: (address: string | undefined) => void;
  /** Left out where the window can't be moved. */
  readonly onWindow?: (window: LaneWindow) => void;
  /** Part of another card, and lower than a picture of many lanes. */
  readonly isStrip?: boolean;
}

interface Pointed {
  readonly hit: Hit;
  readonly x: number;
  readonly y: number;
}

/** The lanes over a window: who waits, who is worked on, and on what. */
export function LanesView(props: LanesViewProps) {
  const { store, input = plainInput, title, header, footer, onOpenRequest } = props;
  const { onOpenBlocker, onWindow, chosen, onChoose, isStrip = false } = props;
  const [picture, setPicture] = useState<LanesPicture | null>(null);
  const [surface, setSurface] = useState<HTMLElement | null>(null);
  const [scrollHeight, setScrollHeight] = useState(0);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [mark, setMark] = useState<Mark | null>(null);
  // What the address holds is let go with it.
  const selected = onChoose !== undefined && chosen === undefined ? null : mark;
  const isToScroll = useRef(false);
  const note = useSyncExternalStore(store.subscribe, () => noteFor(store, input));
  const { hasDragged } = useWindowGestures(surface, picture, { window: input.window, onWindow });

  const attach = useCallback(
    (canvas: HTMLCanvasElement) => {
      const drawn = new LanesPicture(canvas, store, setScrollHeight);
      drawn.start();
      setPicture(drawn);
      return () => drawn.stop();
    },
    [store],
  );
  useLayoutEffect(() => picture?.show(input), [picture, input]);
  useEffect(() => {
    if (surface !== null) picture?.scroll(surface.scrollTop);
  }, [picture, surface]);

  useEffect(() => {
    if (picture === null || onChoose === undefined) return undefined;
    const at = picture.selectedLane();
    if (chosen === undefined) {
      if (at !== null) picture.select(null);
      return undefined;
    }
    if (at !== null && laneAddress(at) === chosen) return undefined;
    const find = (): boolean => {
      const lane = picture.lanes.find((one) => laneAddress(one) === chosen);
      if (lane === undefined) return false;
      isToScroll.current = true;
      setMark(picture.select({ laneKey: lane.key, spanId: null }));
      return true;
    };
    if (find()) return undefined;
    // It may come with what is still on its way.
    const stop = picture.subscribe(() => {
      if (find()) stop();
    });
    return stop;
  }, [picture, chosen, onChoose]);
  useLayoutEffect(() => {
    // Not before there is room to scroll through.
    if (!isToScroll.current || mark === null || scrollHeight === 0) return;
    if (picture === null || surface === null) return;
    isToScroll.current = false;
    surface.scrollTo({ top: picture.scrollToSelection() });
  }, [picture, surface, scrollHeight, mark]);

  const choose = (next: Mark | null) => {
    setMark(next);
    onChoose?.(next === null ? undefined : laneAddress(next.row.lane));
    if (surface !== null && next !== null && picture !== null && input.isScrolled) {
      surface.scrollTo({ top: picture.scrollToSelection() });
    }
  };
  const point = (event: React.PointerEvent) => {
    const at = placeOf(event);
    const hit = picture?.point(at) ?? null;
    setPointed(hit === null || event.buttons !== 0 ? null : { hit, ...at });
  };
  const leave = () => {
    picture?.point(null);
    setPointed(null);
  };
  const openBlocker = (mark: Mark) => {
    const blocker = picture?.standing(mark.row.lane)?.blocker ?? null;
    const leads = blocker?.kind === "request" || blocker?.kind === "model";
    if (leads && onOpenBlocker !== undefined) onOpenBlocker(blocker);
    else if (blocker?.kind === "request") onOpenRequest(blocker.requestId);
    else choose(picture?.select({ laneKey: mark.row.lane.key, spanId: null }) ?? null);
  };
  const openPointed = (event: React.MouseEvent) => {
    if (hasDragged()) return;
    const hit = picture?.point(placeOf(event)) ?? null;
    if (hit === null) return;
    if (hit.bar !== null) onOpenRequest(hit.bar.span.requestId);
    else if (hit.part === "standing") openBlocker(hit);
    else if (footer !== undefined) {
      choose(picture?.select({ laneKey: hit.row.lane.key, spanId: null }) ?? null);
    } else if (hit.row.lane.block?.blockedBy != null) onOpenRequest(hit.row.lane.block.blockedBy);
  };
  const letGo = () => {
    picture?.select(null);
    choose(null);
  };
  const move = (direction: Direction) => {
    if (picture !== null) choose(picture.move(direction));
  };
  const press = (event: React.KeyboardEvent) => {
    if (picture === null || event.metaKey || event.ctrlKey || event.altKey) return;
    const { window } = input;
    const action = keyAction(event, {
      hasWindow: onWindow !== undefined,
      hasSelection: selected !== null,
    });
    if (action === null || (action.type === "clear" && selected === null)) return;
    event.preventDefault();
    const now = picture.now();
    if (action.type === "move") move(action.direction);
    else if (action.type === "pan") onWindow?.(panned(window, action.share * window.spanMs, now));
    else if (action.type === "zoom") {
      onWindow?.(zoomed(window, action.factor, picture.end() - window.spanMs / 2, now));
    } else if (action.type === "now") onWindow?.({ ...window, end: null });
    else if (action.type === "clear") letGo();
    else if (selected === null) return;
    else if (action.type === "blocker") openBlocker(selected);
    else if (selected.bar !== null) onOpenRequest(selected.bar.span.requestId);
  };

  const isClickable = pointed !== null && (pointed.hit.bar !== null || pointed.hit.part !== "time");
  return (
    <section
      aria-label={title}
      className={cx(
        "flex h-full flex-col overflow-hidden bg-surface",
        !isStrip && "min-h-45 rounded-lg border border-line",
      )}
    >
      {header}
      <div className="relative min-h-0 flex-1">
        <canvas ref={attach} className="absolute inset-0 block size-full" />
        {/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- an application is moved in by keys of its own */}
        <div
          ref={setSurface}
          role="application"
          aria-roledescription="lanes picture"
          aria-label={`${title}. ${keysText(onWindow !== undefined)}`}
          tabIndex={0}
          className={cx(
            "absolute inset-0 -outline-offset-2",
            input.isScrolled && "touch-pan-y overflow-x-hidden overflow-y-auto overscroll-contain",
            isClickable && "cursor-pointer",
          )}
          onPointerMove={point}
          onPointerLeave={leave}
          onClick={openPointed}
          onKeyDown={press}
          onScroll={({ currentTarget }) => picture?.scroll(currentTarget.scrollTop)}
          onBlur={footer === undefined ? letGo : undefined}
        >
          {input.isScrolled ? <div aria-hidden style={{ height: scrollHeight }} /> : null}
        </div>
        {/* oxlint-enable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions */}
        {note !== "" && (
          <p className="pointer-events-none absolute inset-0 grid place-items-center text-muted">
            {note}
          </p>
        )}
        {picture !== null && pointed?.hit.bar && (
          <LaneTooltip
            store={store}
            lane={pointed.hit.row.lane}
            bar={pointed.hit.bar}
            standing={picture.standing(pointed.hit.row.lane)}
            x={pointed.x}
            y={pointed.y}
            end={() => picture.end()}
          />
        )}
        <output className="sr-only">
          {picture !== null &&
            selected !== null &&
            sentenceFor(store, selected, picture.standing(selected.row.lane), picture.end())}
        </output>
        {picture !== null && <LanesTable store={store} picture={picture} />}
      </div>
      {picture === null ? null : footer?.(picture, selected?.row.lane.key ?? chosen ?? null)}
    </section>
  );
}

function keysText(hasWindow: boolean): string {
  const lanes = "Up and down move between lanes, Enter opens the request, b what it waits for.";
  if (!hasWindow) return `Arrow keys move between lanes and spans. ${lanes}`;
  return `Left and right move in time, plus and minus zoom, 0 goes back to now. ${lanes}`;
}

const pastNotes = {
  loading: "Loading this moment…",
  known: "",
  unknown: "Nothing is known of this moment.",
  failed: "This moment can't be shown.",
} as const;

/** From the corner of what is in sight, however far it is scrolled. */
function placeOf(event: React.MouseEvent): { x: number; y: number } {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function noteFor(store: LanesStore, { stored, filter }: PictureInput): string {
  const { loaded, spans, requests, connection, past } = store.getState();
  if (!loaded && past !== null) return pastNotes[past.status];
  if (!loaded) return connection.status === "connecting" ? "Waiting for the first data…" : "";
  const count = spans.size + requests.size + (stored?.spans.spans.size ?? 0);
  if (count > 0 || filter.text !== "" || filter.state !== undefined) return "";
  return stored === null ? "Nothing has run in the last 60 s." : "Nothing ran then.";
}

function sentenceFor(
  store: LanesStore,
  { row, bar }: Mark,
  standing: LaneStanding | null,
  end: number,
): string {
  const why = standing === null ? "" : `, ${standing.text}`;
  if (bar === null) return `${row.lane.label}${why}`;
  const request = store.getState().requests.get(bar.span.requestId);
  const { title, phase, facts } = describeBar(row.lane, bar, request, end, standing);
  const rest = facts.map(([name, value]) => `${name} ${value}`).join(", ");
  return `Request ${title}, ${phase}, ${rest}`;
}
