import type { Verdict } from "@signalbox/api-contract";
import { formatWindow } from "../time/time-window.ts";
import type { FrameSearch, RequestsSearch } from "./search.ts";

/** The requests that a verdict is about, over the time that it counted them. */
export function verdictSearch({
  overdue,
  windowMs,
}: NonNullable<Verdict["requests"]>): RequestsSearch & FrameSearch {
  // Those in flight have no window: they are there now.
  if (overdue) return { overdue: true, sort: "age" };
  return { outcome: "failed", window: formatWindow(windowMs) };
}
