import { useEffect, useLayoutEffect, useRef } from "react";
import type { LanesPicture } from "./lanes-picture.ts";
import { panned, zoomed, type LaneWindow } from "./lane-window.ts";

export interface Gestures {
  readonly window: LaneWindow;
  /** Undefined where the window can't be moved. */
  readonly onWindow: ((window: LaneWindow) => void) | undefined;
}

/** A wheel's step zooms by so much. */
const zoomPerPx = 0.002;
/** A finger or a pointer that moved less has not dragged. */
const dragFromPx = 4;

/**
 * Wheel with Ctrl or ⌘ (which a pinch on a trackpad is too) and two fingers zoom; Shift with the wheel,
 * a sideways wheel and a drag move. Tells by `hasDragged` that a click was the end of a drag.
 */
export function useWindowGestures(
  surface: HTMLElement | null,
  picture: LanesPicture | null,
  gestures: Gestures,
): { readonly hasDragged: () => boolean } {
  const latest = useRef(gestures);
  const dragged = useRef(false);
  useLayoutEffect(() => {
    latest.current = gestures;
  });
  useEffect(() => {
    if (surface === null || picture === null) return undefined;
    const pointers = new Map<number, { x: number; y: number }>();
    const xOf = (clientX: number) => clientX - surface.getBoundingClientRect().left;
    const zoom = (factor: number, clientX: number) => {
      const { window, onWindow } = latest.current;
      onWindow?.(zoomed(window, factor, picture.timeAt(xOf(clientX)), picture.now()));
    };
    const pan = (px: number) => {
      const { window, onWindow } = latest.current;
      onWindow?.(panned(window, px * picture.msPerPixel, picture.now()));
    };
    const wheel = (event: WheelEvent) => {
      if (latest.current.onWindow === undefined) return;
      const { deltaX, deltaY, shiftKey } = event;
      if (event.ctrlKey || event.metaKey) zoom(Math.exp(deltaY * zoomPerPx), event.clientX);
      else if (shiftKey) pan(deltaY === 0 ? deltaX : deltaY);
      else if (Math.abs(deltaX) > Math.abs(deltaY)) pan(deltaX);
      else return;
      event.preventDefault();
    };
    const down = (event: PointerEvent) => {
      if (event.button !== 0 || latest.current.onWindow === undefined) return;
      dragged.current = false;
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    };
    const move = (event: PointerEvent) => {
      const before = pointers.get(event.pointerId);
      if (before === undefined) return;
      const [other] = [...pointers].flatMap(([id, at]) => (id === event.pointerId ? [] : [at]));
      const byPx = event.clientX - before.x;
      if (other !== undefined) {
        const apart = (x: number) => Math.max(20, Math.abs(x - other.x));
        zoom(apart(before.x) / apart(event.clientX), (event.clientX + other.x) / 2);
      } else if (dragged.current || Math.abs(byPx) >= dragFromPx) {
        // From here on it is the drag's, wherever it goes.
        if (!dragged.current) surface.setPointerCapture(event.pointerId);
        pan(-byPx);
      } else return;
      dragged.current = true;
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    };
    const up = (event: PointerEvent) => pointers.delete(event.pointerId);
    const stop = new AbortController();
    const { signal } = stop;
    surface.addEventListener("wheel", wheel, { passive: false, signal });
    surface.addEventListener("pointerdown", down, { signal });
    surface.addEventListener("pointermove", move, { signal });
    surface.addEventListener("pointerup", up, { signal });
    surface.addEventListener("pointercancel", up, { signal });
    return () => stop.abort();
  }, [surface, picture]);
  return {
    hasDragged: () => {
      const was = dragged.current;
      dragged.current = false;
      return was;
    },
  };
}
