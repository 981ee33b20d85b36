import type { Heatmap } from "@signalbox/api-contract";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { PointerEvent, RefObject } from "react";
import { crosshair } from "../charts/index.ts";
import { cellText } from "./cell-text.ts";
import type { HeatCell, HeatGrid } from "./heat-grid.ts";
import { moveCell } from "./heat-moves.ts";
import { HeatPicture } from "./heat-picture.ts";

/** A shorter way is a click. */
const dragFromPx = 6;

export interface HeatmapPlotProps {
  readonly map: Heatmap;
  readonly label: string;
  /** Of CSS pixels; it takes what there is. */
  readonly minHeight: number;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly onOpen: (cell: HeatCell) => void;
  readonly onZoom: (from: number, to: number) => void;
}

/** The picture and what is done with it: pointing tells a cell, a click or Enter opens it, dragging zooms. */
export function HeatmapPlot({ map, label, minHeight, canvas, onOpen, onZoom }: HeatmapPlotProps) {
  const element = useRef<HTMLDivElement>(null);
  const picture = useRef<HeatPicture | null>(null);
  // Where things are is known once the picture has a size.
  const [grid, setGrid] = useState<HeatGrid | null>(null);
  const [cell, setCell] = useState<HeatCell | null>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);

  useEffect(() => {
    if (element.current === null || canvas.current === null) return undefined;
    const made = new HeatPicture(element.current, canvas.current, () => setGrid(made.grid));
    picture.current = made;
    return () => {
      made.stop();
      crosshair.point(null, element);
    };
  }, [canvas]);
  useEffect(() => {
    picture.current?.setMap(map);
    setGrid(picture.current?.grid ?? null);
  }, [map]);

  const show = (next: HeatCell | null) => {
    setCell(next);
    crosshair.point(next?.from ?? null, element);
  };
  const xOf = (event: PointerEvent) => event.clientX - leftOf(event.currentTarget);
  const isDrag = drag !== null && Math.abs(drag.to - drag.from) >= dragFromPx;
  // The counts may have changed since it was pointed at.
  const shown = cell === null ? null : (grid?.cell(cell.column, cell.band) ?? null);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- A picture that is walked by keys has no role of its own.
    <div
      ref={element}
      role="application"
      aria-label={`${label}. Arrow keys move from cell to cell, Enter opens its requests.`}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- As above.
      tabIndex={0}
      style={{ minHeight }}
      className="chart-plot relative min-w-0 flex-1 cursor-crosshair touch-pan-y -outline-offset-2 select-none"
      onPointerDown={(event) => {
        if (event.button !== 0 || grid === null) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: xOf(event), to: xOf(event) });
      }}
      onPointerMove={(event) => {
        const { left, top } = event.currentTarget.getBoundingClientRect();
        show(grid?.cellAt(event.clientX - left, event.clientY - top) ?? null);
        if (drag !== null) setDrag({ ...drag, to: xOf(event) });
      }}
      onPointerUp={() => {
        setDrag(null);
        if (drag === null || grid === null) return;
        if (isDrag) {
          const [from, to] = [drag.from, drag.to].toSorted((a, b) => a - b);
          onZoom(grid.timeAt(from ?? 0), grid.timeAt(to ?? 0));
        } else if (shown !== null) onOpen(shown);
      }}
      onPointerCancel={() => setDrag(null)}
      onPointerLeave={() => show(null)}
      onBlur={() => show(null)}
      onKeyDown={(event) => {
        if (event.key === "Escape" && (drag !== null || cell !== null)) {
          event.preventDefault();
          setDrag(null);
          show(null);
        }
        if (grid === null || event.altKey || event.ctrlKey || event.metaKey) return;
        if (event.key === "Enter" && shown !== null) onOpen(shown);
        const next = moveCell(grid, shown, event.key);
        if (next === null) return;
        event.preventDefault();
        show(next);
      }}
    >
      <canvas ref={canvas} aria-hidden className="absolute inset-0 size-full" />
      {grid === null ? null : <HeatOverlay grid={grid} cell={shown} />}
      {grid === null || drag === null || !isDrag ? null : (
        <span
          aria-hidden
          className="pointer-events-none absolute bg-info/15"
          style={{
            left: Math.min(drag.from, drag.to),
            width: Math.abs(drag.to - drag.from),
            top: grid.area.top,
            height: grid.area.height,
          }}
        />
      )}
    </div>
  );
}

interface HeatOverlayProps {
  readonly grid: HeatGrid;
  readonly cell: HeatCell | null;
}

/** The cell that is pointed at and what it tells; the crosshair where another chart has it. */
function HeatOverlay({ grid, cell }: HeatOverlayProps) {
  const t = useSyncExternalStore(crosshair.subscribe, crosshair.get);
  const { area } = grid;
  const x = t === null ? null : grid.xOf(t);
  const box = cell === null ? null : grid.box(cell);
  const isRight = box !== null && box.x > area.left + area.width / 2;
  return (
    <>
      {cell === null && x !== null ? (
        <span
          aria-hidden
          className="pointer-events-none absolute border-l border-dashed border-muted"
          style={{ left: x, top: area.top, height: area.height }}
        />
      ) : null}
      {box === null ? null : (
        <span
          aria-hidden
          className="pointer-events-none absolute border border-text"
          style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
        />
      )}
      <output
        className={
          cell === null
            ? "sr-only"
            : "pointer-events-none absolute z-10 rounded-md border border-line bg-raised px-2 py-1 text-xs text-text"
        }
        style={isRight ? { left: area.left + 6, top: 6 } : { right: 12, top: 6 }}
      >
        {cell === null ? "" : cellText(cell, grid.map.t)}
      </output>
    </>
  );
}

function leftOf(element: Element): number {
  return element.getBoundingClientRect().left;
}
