import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { formatWindow, parseWindow } from "../time/time-window.ts";
import { defaultSpanMs, type LaneWindow } from "./lane-window.ts";

/** A gesture is over when nothing came of it for so long: then the address is written. */
const settleMs = 180;

export interface LaneWindowState {
  /** As it is drawn, in the middle of a gesture too. */
  readonly window: LaneWindow;
  /** As the address tells it: what is asked for. */
  readonly settled: LaneWindow;
  readonly setWindow: (window: LaneWindow) => void;
}

/** The window of the lanes, which the address holds: `span`, and `to` where it does not follow. */
export function useLaneWindow(): LaneWindowState {
  const { span, to, window: appWindow } = useSearch({ from: "/lanes" });
  const navigate = useNavigate({ from: "/lanes" });
  const settled = useMemo(
    () => ({ spanMs: parseWindow(span ?? appWindow ?? "") ?? defaultSpanMs, end: to ?? null }),
    [span, to, appWindow],
  );
  const [draft, setDraft] = useState<{ of: LaneWindow; window: LaneWindow } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const setWindow = useCallback(
    (window: LaneWindow) => {
      setDraft({ of: settled, window });
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        void navigate({
          search: (now) => ({
            ...now,
            span: spanText(window.spanMs, now.window),
            to: window.end ?? undefined,
          }),
          replace: true,
        });
      }, settleMs);
    },
    [navigate, settled],
  );
  // What the address tells is newer than a gesture that began before it.
  return { window: draft?.of === settled ? draft.window : settled, settled, setWindow };
}

/** Left out where it is what the page shows by itself. */
function spanText(spanMs: number, appWindow: string | undefined): string | undefined {
  const text = formatWindow(spanMs);
  return text === (appWindow ?? formatWindow(defaultSpanMs)) ? undefined : text;
}
