import type { LaneRow } from "@signalbox/api-contract";
import type { Gap } from "./data-gaps.ts";
import type { Density } from "./density.ts";
import type { LaneFilter } from "./filter-lanes.ts";
import { defaultSpanMs, type LaneWindow } from "./lane-window.ts";
import type { LaneSort } from "./order-lanes.ts";
import type { StoredSpans } from "./stored-spans.ts";

/** What is stored of a window that is longer or older than the live state. */
export interface StoredWindow {
  readonly spans: StoredSpans;
  readonly from: number;
  readonly to: number;
  readonly gaps: readonly Gap[];
  /** Of all requests, where not all of them are drawn. */
  readonly density: Density | null;
}

/** What the lanes are drawn by, the live state apart. */
export interface PictureInput {
  readonly window: LaneWindow;
  readonly stored: StoredWindow | null;
  /** What is written where nothing is known yet. */
  readonly unknownLabel: string;
  /** Slots and holds. */
  readonly rows: readonly LaneRow[];
  readonly filter: LaneFilter;
  readonly sort: LaneSort;
  /** All lanes can be scrolled to; else as many as fit, and the rest in the strip. */
  readonly isScrolled: boolean;
}

/** The last minute of the busiest lanes. */
export const plainInput: PictureInput = {
  window: { spanMs: defaultSpanMs, end: null },
  stored: null,
  unknownLabel: "",
  rows: [],
  filter: { text: "", state: undefined },
  sort: "waiters",
  isScrolled: false,
};
