import type { Gap } from "./data-gaps.ts";
import type { Density } from "./density.ts";
import type { Bar } from "./drawn-lane.ts";
import type { Viewport } from "./geometry.ts";
import type { Layout, PlacedLane } from "./layout.ts";

/** Everything that is drawn at one moment. */
export interface Picture {
  readonly layout: Layout;
  readonly view: Viewport;
  /** Of the lanes that have no row. */
  readonly density: Density;
  /** Times for which nothing is known. */
  readonly gaps: readonly Gap[];
  /** The data is old: dimmed, and the right edge is a time, not now. */
  readonly isStale: boolean;
  /** Time stands still, by a pause or in the past: the right edge is a time too, and nothing is dimmed. */
  readonly isStill: boolean;
  readonly pointed: { readonly row: PlacedLane; readonly bar: Bar | null } | null;
  readonly selected: { readonly row: PlacedLane; readonly bar: Bar | null } | null;
}
