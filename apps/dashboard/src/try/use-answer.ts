import type { RequestDetail } from "@signalbox/api-contract";
import { useMemo, useSyncExternalStore } from "react";
import { answerOf, emptyRun } from "./run-view.ts";
import type { RunWatch, WatchState } from "./run-watch.ts";

const nothing: WatchState = { ...emptyRun, problem: null };
const never = () => () => {};

/** What came of a run: as it was watched, else as it is kept. */
export function useAnswer(watch: RunWatch | null, detail: RequestDetail | null): WatchState {
  const seen = useSyncExternalStore(watch?.subscribe ?? never, () => watch?.getState() ?? nothing);
  const kept = useMemo(() => (detail === null ? emptyRun : answerOf(detail)), [detail]);
  return seen.parts.length > 0 || seen.ending !== null ? seen : { ...kept, problem: seen.problem };
}
