import { useSyncExternalStore } from "react";
import type { LanesStore } from "./lanes-picture.ts";
import { PhaseSwatch } from "../charts/phase-swatch.tsx";

const phases = [
  ["queued", "queued"],
  ["waiting", "waiting for first token"],
  ["streaming", "streaming"],
  ["tool", "tool"],
  ["failed", "failed"],
] as const;
const ends = [
  ["cancelled", "cancelled"],
  ["interrupted", "interrupted"],
] as const;

export interface LanesHeaderProps {
  readonly store: LanesStore;
  readonly title: string;
  /** What the lanes are put in order by; left out, with the figures of all of them, where one is shown. */
  readonly order?: string;
  /** Where there is room: every end has a shape of its own. */
  readonly isFull?: boolean;
}

/** The lanes' title, the figures that matter, and what the patterns mean. */
export function LanesHeader({ store, title, order, isFull = false }: LanesHeaderProps) {
  const figures = useSyncExternalStore(store.subscribe, () => figuresOf(store));
  const legend = isFull ? [...phases, ...ends] : phases;
  return (
    <h2 className="flex items-center gap-x-3.5 border-b border-line-soft px-3 py-2 text-xs font-semibold whitespace-nowrap">
      {title}
      <span className="live-value min-w-0 truncate font-[450] text-muted">
        {order === undefined ? null : `${order}${figures}`}
      </span>
      <span className="flex-1" />
      <span className={`hidden gap-x-3.5 ${isFull ? "lg:flex" : "md:flex"}`}>
        {legend.map(([phase, label]) => (
          <span key={phase} className="inline-flex items-center gap-1.5 font-[450] text-muted">
            <PhaseSwatch phase={phase} />
            {label}
          </span>
        ))}
      </span>
    </h2>
  );
}

function figuresOf(store: LanesStore): string {
  const { loaded, metrics } = store.getState();
  if (!loaded) return "";
  const { slots, queueDepth } = metrics;
  return ` · ${slots.used} of ${slots.total} agent slots · ${queueDepth} waiting`;
}
