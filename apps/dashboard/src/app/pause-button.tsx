import { formatCount } from "../figures/figures.ts";
import { longestPauseMs, useLive } from "../live/index.ts";
import { Kbd, PillButton } from "../ui/index.ts";
import { useNow } from "./use-now.ts";
import { useTogglePause } from "./use-pause.ts";

/** Holds the view still; says how long it has been, and how many updates wait. */
export function PauseButton() {
  const pausedUntil = useLive((state) => state.pausedUntil);
  const toggle = useTogglePause();
  return pausedUntil === null ? (
    <PillButton onClick={toggle} aria-keyshortcuts="Space">
      <span aria-hidden>❚❚</span>
      <span className="max-md:sr-only">Pause</span>
      <span className="hidden lg:inline">
        <Kbd>space</Kbd>
      </span>
    </PillButton>
  ) : (
    <PillButton onClick={toggle} aria-keyshortcuts="Space" className="border-warn/60 text-text">
      <span aria-hidden className="text-warn">
        ▶
      </span>
      <span className="sr-only">Go on: </span>
      <Standstill since={pausedUntil - longestPauseMs} />
    </PillButton>
  );
}

function Standstill({ since }: { readonly since: number }) {
  const now = useNow(1_000);
  const waiting = useLive((state) => state.waiting);
  const seconds = Math.max(0, Math.floor((now - since) / 1_000));
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return (
    <span>
      {/* A phone's bar has no room for the word; the mark before it says as much. */}
      <span className="max-sm:sr-only">paused </span>
      {clock}
      <span className="hidden text-muted md:inline">, {formatCount(waiting)} waiting</span>
    </span>
  );
}
