import { useEffect, useState, useSyncExternalStore } from "react";
import { liveStore, useLive, type LiveState } from "../live/index.ts";
import { visibleText } from "../ui/visible-text.ts";
import { NoticeWatch } from "./notice-watch.ts";
import { areNoticesOn, lastNoticeAt, markNotice, onNoticesChange, showNotice } from "./notices.ts";

const lookEveryMs = 5_000;

/** Tells of what turns red while no tab is in view, where the operator asked for it. */
export function useNotices(): void {
  const areOn = useSyncExternalStore(onNoticesChange, areNoticesOn);
  // The sentence changes with each of its figures; whether there is one does not.
  const isRed = useLive((state) => redOf(state) !== null);
  const [watch] = useState(() => new NoticeWatch());
  useEffect(() => {
    if (!areOn) return undefined;
    const look = () => {
      const now = Date.now();
      const isHidden = document.visibilityState === "hidden";
      const red = isRed ? redOf(liveStore.getState()) : null;
      const moment = { now, red, isHidden, lastAt: lastNoticeAt() };
      const step = watch.step(moment);
      if (step.kind !== "nothing") markNotice(now);
      if (step.kind === "tell") showNotice(step.text);
    };
    look();
    const timer = setInterval(look, lookEveryMs);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [areOn, isRed, watch]);
}

/** The beginning of the verdict's sentence alone: nothing that a client or a model said. */
function redOf({ loaded, connection, verdict }: LiveState): string | null {
  if (!loaded) return null;
  if (connection.status === "failed") return "The gateway does not answer.";
  const isKnown = connection.status === "live" || connection.status === "paused";
  return isKnown && verdict.level === "bad"
    ? visibleText(verdict.headline.replace(/[:;]$/, ""))
    : null;
}
