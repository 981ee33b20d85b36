import { useCallback, useState, useSyncExternalStore } from "react";
import { describeBar } from "./describe-bar.ts";
import type { Hit } from "./hit-test.ts";
import { keyAction } from "./key-action.ts";
import { LanesHeader } from "./lanes-header.tsx";
import { LanesPicture } from "./lanes-picture.ts";
import type { LanesStore } from "./lanes-picture.ts";
import { LanesTable } from "./lanes-table.tsx";
import { LaneTooltip } from "./lane-tooltip.tsx";
import { cx } from "../ui/index.ts";

export interface LanesViewProps {
  readonly store: LanesStore;
  readonly onOpenRequest: (id: string) => void;
  /** What the picture is of. */
  readonly title?: string;
  /** Part of another card, and lower than a picture of many lanes. */
  readonly isStrip?: boolean;
}

interface Pointed {
  readonly hit: Hit;
  readonly x: number;
  readonly y: number;
}

const keys = "Arrow keys move between lanes and spans, Enter opens the request.";

/** The lanes over the last 60 s: who waits, who is worked on, and on what. */
export function LanesView(props: LanesViewProps) {
  const { store, onOpenRequest, title = "Lanes, last 60 s", isStrip = false } = props;
  const [picture, setPicture] = useState<LanesPicture | null>(null);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [selected, setSelected] = useState<Hit | null>(null);
  const note = useSyncExternalStore(store.subscribe, () => noteFor(store));

  const attach = useCallback(
    (canvas: HTMLCanvasElement) => {
      const drawn = new LanesPicture(canvas, store);
      drawn.start();
      setPicture(drawn);
      return () => drawn.stop();
    },
    [store],
  );

  const point = (event: React.PointerEvent) => {
    const at = placeOf(event);
    const hit = picture?.point(at) ?? null;
    setPointed(hit?.bar ? { hit, ...at } : null);
  };
  const leave = () => {
    picture?.point(null);
    setPointed(null);
  };
  const openPointed = (event: React.MouseEvent) => {
    const hit = picture?.point(placeOf(event)) ?? null;
    const id = hit?.bar?.span.requestId ?? hit?.row.lane.block?.blockedBy ?? null;
    if (id !== null) onOpenRequest(id);
  };
  const letGo = () => {
    picture?.clearSelection();
    setSelected(null);
  };
  const press = (event: React.KeyboardEvent) => {
    const action = keyAction(event.key);
    if (action === null || picture === null) return;
    if (action === "open") {
      const id = selected?.bar?.span.requestId;
      if (id !== undefined) onOpenRequest(id);
    } else if (action === "clear") {
      if (selected === null) return;
      letGo();
    } else {
      setSelected(picture.move(action));
    }
    event.preventDefault();
  };

  return (
    <section
      aria-label={title}
      className={cx(
        "flex h-full flex-col overflow-hidden bg-surface",
        !isStrip && "min-h-45 rounded-lg border border-line",
      )}
    >
      <LanesHeader store={store} title={title} hasFigures={!isStrip} />
      <div className="relative min-h-0 flex-1">
        {/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- an application is moved in by keys of its own */}
        <div
          role="application"
          aria-roledescription="lanes picture"
          aria-label={`${title}. ${keys}`}
          tabIndex={0}
          className="absolute inset-0 -outline-offset-2"
          onPointerMove={point}
          onPointerLeave={leave}
          onClick={openPointed}
          onKeyDown={press}
          onBlur={letGo}
        >
          <canvas ref={attach} className={`block size-full ${pointed ? "cursor-pointer" : ""}`} />
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
            x={pointed.x}
            y={pointed.y}
            end={() => picture.end()}
          />
        )}
        <output className="sr-only">
          {picture !== null && selected !== null && sentenceFor(store, selected, picture.end())}
        </output>
        {picture !== null && (
          <LanesTable store={store} lanes={() => picture.lanes} end={() => picture.end()} />
        )}
      </div>
    </section>
  );
}

const pastNotes = {
  loading: "Loading this moment…",
  known: "",
  unknown: "Nothing is known of this moment.",
  failed: "This moment can't be shown.",
} as const;

function placeOf(event: React.MouseEvent): { x: number; y: number } {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function noteFor(store: LanesStore): string {
  const { loaded, spans, requests, connection, past } = store.getState();
  if (!loaded && past !== null) return pastNotes[past.status];
  if (!loaded) return connection.status === "connecting" ? "Waiting for the first data…" : "";
  return spans.size + requests.size === 0 ? "Nothing has run in the last 60 s." : "";
}

function sentenceFor(store: LanesStore, { row, bar }: Hit, end: number): string {
  if (bar === null) return `${row.lane.label}: nothing in the last 60 s`;
  const request = store.getState().requests.get(bar.span.requestId);
  const { title, phase, facts } = describeBar(row.lane, bar, request, end);
  const rest = facts.map(([name, value]) => `${name} ${value}`).join(", ");
  return `Request ${title}, ${phase}, ${rest}`;
}
