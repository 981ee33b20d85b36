import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { trpc } from "../api/index.ts";
import type { ChartMark, ChartSpan } from "../charts/index.ts";
import { liveStore } from "../live/index.ts";
import type { ViewTime } from "../time/index.ts";
import { marksOf, spansOf } from "./chart-marks.ts";

const refreshMs = 10_000;

interface Marks {
  /** False until the gateway has told: that there are none is not known before. */
  readonly isKnown: boolean;
  readonly marks: readonly ChartMark[];
  readonly spans: readonly ChartSpan[];
}

const nothing: Marks = { isKnown: false, marks: [], spans: [] };

/** What happened to the gateway itself in a window that is `windowMs` long: none as long as it is not known. */
export function useMarks({ at }: Pick<ViewTime, "at">, windowMs: number): Marks {
  const { data } = useQuery({
    queryKey: ["history.marks", windowMs, at],
    queryFn: ({ signal }) => {
      const to = at ?? liveStore.getState().serverNow();
      return trpc.history.marks.query({ from: Math.max(0, to - windowMs), to }, { signal });
    },
    refetchInterval: at === undefined ? refreshMs : false,
    placeholderData: keepPreviousData,
  });
  return useMemo(
    () =>
      data === undefined ? nothing : { isKnown: true, marks: marksOf(data), spans: spansOf(data) },
    [data],
  );
}
