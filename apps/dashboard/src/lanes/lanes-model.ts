import type { RequestRow, Span } from "@signalbox/api-contract";
import { collectLanes } from "./collect-lanes.ts";
import { DataGaps } from "./data-gaps.ts";
import type { Gap } from "./data-gaps.ts";
import type { DrawnLane } from "./drawn-lane.ts";
import { windowMs } from "./geometry.ts";
import { LaneNames } from "./lane-names.ts";
import { keepOrder, orderLanes } from "./order-lanes.ts";

/** What of the live state the lanes need. */
export interface LanesState {
  readonly bootId: string;
  readonly at: number;
  readonly metrics: { readonly uptime: number };
  /** Not null where it is of a past moment: then it tells by itself when something may be missing. */
  readonly past: { readonly gaps: readonly Gap[] } | null;
  readonly requests: ReadonlyMap<string, RequestRow>;
  readonly recent: readonly RequestRow[];
  readonly spans: ReadonlyMap<string, Span>;
}

/** Rows change places no more often than this. */
const reorderMs = 2_000;

/** The lanes in the order they are drawn, kept up with the live state. */
export class LanesModel {
  readonly #names = new LaneNames();
  readonly #gaps = new DataGaps();
  #lanes: readonly DrawnLane[] = [];
  #order: readonly string[] = [];
  #orderedAt = Number.NEGATIVE_INFINITY;
  #pastGaps: readonly Gap[] | null = null;

  /** `isFrozen`: a person points at a lane, so that none may move. */
  update(state: LanesState, isFrozen: boolean): void {
    this.#pastGaps = state.past?.gaps ?? null;
    if (this.#pastGaps === null) {
      this.#gaps.observe({
        bootId: state.bootId,
        at: state.at,
        uptimeMs: state.metrics.uptime * 1_000,
      });
    }
    const lanes = collectLanes(state, this.#names, state.at - windowMs);
    const mayReorder = !isFrozen && Math.abs(state.at - this.#orderedAt) >= reorderMs;
    this.#lanes = mayReorder ? orderLanes(lanes, this.#order) : keepOrder(lanes, this.#order);
    if (mayReorder) this.#orderedAt = state.at;
    this.#order = this.#lanes.map((lane) => lane.key);
  }

  get lanes(): readonly DrawnLane[] {
    return this.#lanes;
  }

  /** Seen while live: from moment to moment of the past, time does not run on. */
  get gaps(): readonly Gap[] {
    return this.#pastGaps ?? this.#gaps.gaps;
  }
}
