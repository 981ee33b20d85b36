import {
  pressingMs,
  timeToEmpty,
  timeToFull,
  type Finding,
  type Trend,
} from "@signalbox/api-contract";
import { inGigabytes } from "../../health/index.ts";
import type { Evidence } from "./evidence.ts";
import { roughly } from "./words.ts";

/** A disk that is full within a day, or a heap within two hours, by a straight line over the hours before. */
export function fillingUp({
  lookBack,
  heapLimitBytes,
}: Pick<Evidence, "lookBack" | "heapLimitBytes">): Finding[] {
  if (lookBack === null) return [];
  const { diskFree, heap } = lookBack;
  const free = inGigabytes(diskFree.at(-1)?.value ?? 0);
  const disk = told("disk", timeToEmpty(diskFree), `${free} are free`);
  if (heapLimitBytes === null) return disk;
  const used = inGigabytes(heap.at(-1)?.value ?? 0);
  const left = `${used} of ${inGigabytes(heapLimitBytes)} are used`;
  return [...disk, ...told("heap", timeToFull(heap, heapLimitBytes), left)];
}

function told(what: keyof typeof pressingMs, trend: Trend, left: string): Finding[] {
  if (trend.kind !== "full" || trend.inMs >= pressingMs[what]) return [];
  const when = trend.inMs < 60_000 ? roughly(trend.inMs) : `about ${roughly(trend.inMs)}`;
  return [
    {
      level: "warn",
      headline: `At this pace the ${what} is full in ${when}:`,
      detail: `by a straight line over the last ${roughly(trend.overMs)}; ${left}.`,
      since: null,
      place: { kind: "process" },
    },
  ];
}
