import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { rangeOf } from "./custom-range.ts";

/** A window shorter than this would hold less than a step of the series. */
const shortestMs = 60_000;

/** Shows the whole app over a stretch of time, as of its end. */
export function useZoom(): (from: number, to: number) => void {
  const navigate = useNavigate();
  return useCallback(
    (from, to) => {
      const range = rangeOf(Math.min(from, to - shortestMs), to);
      void navigate({ to: ".", search: (now) => ({ ...now, ...range, paused: undefined }) });
    },
    [navigate],
  );
}
