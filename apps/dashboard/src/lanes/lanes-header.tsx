import { useSyncExternalStore } from "react";
import type { LanesStore } from "./lanes-picture.ts";
import { PhaseSwatch } from "../charts/phase-swatch.tsx";

const legend = [
  ["queued", "queued"],
  ["waiting", "waiting for first token"],
  ["streaming", "streaming"],
  ["tool", "tool"],
  ["failed", "failed"],
] as const;

export interface LanesHeaderProps {
  readonly store: LanesStore;
  readonly title: string;
  /** Those of all lanes are told. */
  readonly hasFigures: boolean;
}

/** The lanes' title, the figures that matter, and what the patterns mean. */
export function LanesHeader({ store, title, hasFigures }: LanesHeaderProps) {
  const figures = useSyncExternalStore(store.subscribe, () => figuresOf(store));
  return (
    <h2 className="flex items-center gap-x-3.5 border-b border-line-soft px-3 py-2 text-xs font-semibold whitespace-nowrap">
      {title}
      <span className="live-value min-w-0 truncate font-[450] text-muted">
        {hasFigures ? figures : null}
      </span>
      <span className="flex-1" />
      <span className="hidden gap-x-3.5 md:flex">
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
  if (!loaded) return "most waiters first";
  const { slots, queueDepth } = metrics;
  return `most waiters first · ${slots.used} of ${slots.total} slots · ${queueDepth} waiting`;
}
