import type { Gap } from "./data-gaps.ts";
import type { Density } from "./density.ts";
import type { Bar } from "./drawn-lane.ts";
import type { Viewport } from "./geometry.ts";
import type { LaneStanding } from "./lane-standing.ts";
import type { Layout, PlacedLane } from "./layout.ts";

/** A lane that a person is at, and the bar in it. */
export interface Mark {
  readonly row: PlacedLane;
  readonly bar: Bar | null;
}

/** Everything that is drawn at one moment. */
export interface Picture {
  readonly layout: Layout;
  readonly view: Viewport;
  /** Of the lanes that have no row, or of everything. */
  readonly density: Density;
  /** The strip is of all requests, for not all are drawn. */
  readonly isOfAll: boolean;
  /** Times for which nothing is known. */
  readonly gaps: readonly Gap[];
  /** By the keys of the lanes in sight. */
  readonly standings: ReadonlyMap<string, LaneStanding>;
  /** What waits is written beside the lanes. */
  readonly hasGutter: boolean;
  /** The data is old: dimmed, and the right edge is a time, not now. */
  readonly isStale: boolean;
  /** Time stands still, by a pause or in the past: the right edge is a time too, and nothing is dimmed. */
  readonly isStill: boolean;
  readonly pointed: Mark | null;
  readonly selected: Mark | null;
}
