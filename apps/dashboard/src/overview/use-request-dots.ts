import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { RequestRow } from "@signalbox/api-contract";
import { trpc } from "../api/index.ts";
import type { ChartDot } from "../charts/index.ts";
import { liveStore, useShown } from "../live/index.ts";
import { useViewTime } from "../time/index.ts";
import type { Periods } from "./chart-data.ts";
import { failedDots, slowDots, slowFromMs } from "./request-dots.ts";

const refreshMs = 10_000;
/** More can't be told apart, and a click could not tell which. */
const shown = 60;
const longestMs = 86_400_000;

/** Requests worth a look: those that failed, and those of a model whose first token was slow. */
export function useRequestDots(periods: Periods, model: string | null) {
  const { at } = useViewTime();
  const { now } = periods;
  const lengthMs = now.t.length * now.stepMs;
  const slowFrom = useSteadyFrom(periods, model);
  const [provider = "", ...rest] = (model ?? "").split("/");
  const { data } = useQuery({
    queryKey: ["chart dots", lengthMs, at, model, slowFrom],
    queryFn: async ({ signal }) => {
      const to = at ?? liveStore.getState().serverNow();
      const window = { from: Math.max(0, to - lengthMs), to, limit: shown };
      const ask = (input: Parameters<typeof trpc.requests.list.query>[0]) =>
        trpc.requests.list.query({ ...input, ...window, state: "ended" }, { signal });
      const timed = { metric: "ttft", minMs: slowFrom, maxMs: longestMs } as const;
      const [failed, slow] = await Promise.all([
        ask({ outcome: "failed" }),
        model === null ? null : ask({ call: { provider, model: rest.join("/"), ...timed } }),
      ]);
      return { failed: failed.requests, slow: slow?.requests ?? [] };
    },
    refetchInterval: at === undefined ? refreshMs : false,
    placeholderData: keepPreviousData,
  });
  const recent = useShown((state) => state.recent);
  return useMemo(() => {
    const [first = 0] = now.t;
    const end = (now.t.at(-1) ?? 0) + now.stepMs;
    const within = (rows: readonly RequestRow[]) =>
      rows.filter(({ endedAt }) => endedAt !== null && endedAt >= first && endedAt <= end);
    const failed = within(unique([...recent, ...(data?.failed ?? [])]));
    const isOfModel = (row: RequestRow) => `${row.provider}/${row.model}` === model;
    const justSlow = recent.filter((row) => isOfModel(row) && (row.ttft ?? 0) >= slowFrom);
    const slow = within(unique([...justSlow, ...(data?.slow ?? [])]));
    return {
      firstToken: newest([
        ...slowDots(slow, slowFrom),
        ...failedDots(failed.filter(isOfModel), true),
      ]),
      failures: newest(failedDots(failed, false)),
    };
  }, [data, recent, now, model, slowFrom]);
}

/** To two figures: it moves with each step, and what was asked for should not. */
function useSteadyFrom(periods: Periods, model: string | null): number {
  return useMemo(
    () => Math.floor(Number(slowFromMs(periods, model).toPrecision(2))),
    [periods, model],
  );
}

function unique(rows: readonly RequestRow[]): RequestRow[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

function newest(dots: readonly ChartDot[]): ChartDot[] {
  return dots.toSorted((a, b) => b.t - a.t).slice(0, shown);
}
