import { allLanes, type RequestRow, type Span } from "@signalbox/api-contract";
import { collectLanes } from "./collect-lanes.ts";
import { uncovered } from "./coverage.ts";
import { DataGaps } from "./data-gaps.ts";
import type { Gap } from "./data-gaps.ts";
import type { DrawnLane } from "./drawn-lane.ts";
import { filterLanes } from "./filter-lanes.ts";
import { LaneNames } from "./lane-names.ts";
import type { ToldLane } from "./lane-standing.ts";
import { keepOrder, orderLanes } from "./order-lanes.ts";
import { plainInput, type PictureInput } from "./picture-input.ts";

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
/** What the live state tells of. */
const liveMs = 60_000;

/** The lanes in the order they are drawn, kept up with the live state. */
export class LanesModel {
  readonly #names = new LaneNames();
  readonly #gaps = new DataGaps();
  #lanes: readonly DrawnLane[] = [];
  #order: readonly string[] = [];
  #orderedAt = Number.NEGATIVE_INFINITY;
  #sort: PictureInput["sort"] = "waiters";
  #told: ReadonlyMap<string, ToldLane> = new Map();
  #shownGaps: readonly Gap[] = [];

  /** `isFrozen`: a person points at a lane, so that none may move. */
  update(state: LanesState, isFrozen: boolean, input: PictureInput = plainInput): void {
    if (state.past === null) {
      this.#gaps.observe({
        bootId: state.bootId,
        at: state.at,
        uptimeMs: state.metrics.uptime * 1_000,
      });
    }
    const { window, stored, rows, filter, sort } = input;
    const to = window.end ?? state.at;
    const wish = {
      from: to - window.spanMs,
      to: window.end ?? Infinity,
      isNow: window.end === null,
    };
    this.#told = new Map(rows.map((row) => [row.lane, row]));
    const held = rows.filter(({ lane }) => lane !== allLanes && this.isHeld(lane));
    const source = {
      ...state,
      ...(stored !== null && { stored: stored.spans }),
      ...(wish.isNow && { held }),
    };
    const all = collectLanes(source, this.#names, wish);
    const lanes = filterLanes(all, filter, (lane) => this.isHeld(lane));
    const isDue = Math.abs(state.at - this.#orderedAt) >= reorderMs || sort !== this.#sort;
    const mayReorder = isDue && (!isFrozen || sort !== this.#sort);
    this.#lanes = mayReorder
      ? orderLanes(lanes, this.#order, sort)
      : keepOrder(lanes, this.#order, sort);
    if (mayReorder) this.#orderedAt = state.at;
    this.#sort = sort;
    this.#order = this.#lanes.map((lane) => lane.key);
    this.#shownGaps = this.#gapsOf(state, input, { from: wish.from, to });
  }

  get lanes(): readonly DrawnLane[] {
    return this.#lanes;
  }

  /** Seen while live: from moment to moment of the past, time does not run on. */
  get gaps(): readonly Gap[] {
    return this.#shownGaps;
  }

  /** What is told of a lane's slots and holds; a hold on all lanes is one on each. */
  told(lane: string | null): ToldLane | undefined {
    const all = this.#told.get(allLanes);
    return (lane === null ? undefined : this.#told.get(lane)) ?? all;
  }

  isHeld(lane: string): boolean {
    const told = this.told(lane);
    return told !== undefined && (told.paused !== null || told.draining !== null);
  }

  #gapsOf(state: LanesState, input: PictureInput, window: { from: number; to: number }): Gap[] {
    const seen = state.past?.gaps ?? this.#gaps.gaps;
    const { stored, unknownLabel } = input;
    if (unknownLabel === "") return [...seen];
    const known = [{ from: state.at - liveMs, to: state.at }, ...(stored === null ? [] : [stored])];
    return [...seen, ...(stored?.gaps ?? []), ...uncovered(window, known, unknownLabel)];
  }
}
