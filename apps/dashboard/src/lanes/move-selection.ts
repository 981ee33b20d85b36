import type { Bar, DrawnLane } from "./drawn-lane.ts";

export type Direction = "up" | "down" | "left" | "right" | "last";

/** What the keyboard is at: a lane by its key, and a span in it. */
export interface Selection {
  readonly laneKey: string;
  readonly spanId: string | null;
}

/** The window in which spans are in sight. */
export interface Sight {
  readonly begin: number;
  readonly end: number;
}

/** The next selection among lanes in their order. With none yet, the first lane's newest span. */
export function moveSelection(
  lanes: readonly DrawnLane[],
  selection: Selection | null,
  direction: Direction,
  sight: Sight,
): Selection | null {
  const at = lanes.findIndex((lane) => lane.key === selection?.laneKey);
  const lane = lanes[at];
  if (selection === null || lane === undefined) return newestOf(lanes[0], sight);
  if (direction === "up") return alongside(lanes[at - 1] ?? lane, selection, lane, sight);
  if (direction === "down") return alongside(lanes[at + 1] ?? lane, selection, lane, sight);

  const spans = spansOf(lane, sight);
  const index = spans.findIndex((bar) => bar.span.id === selection.spanId);
  if (direction === "last" || index === -1) return select(lane, spans.at(-1));
  const next = direction === "left" ? Math.max(0, index - 1) : index + 1;
  return select(lane, spans[Math.min(next, spans.length - 1)]);
}

/** The bar that a selection means, in its lane; null where there is none. */
export function selectedBar(lane: DrawnLane, selection: Selection): Bar | null {
  return lane.bars.findLast((one) => one.span.id === selection.spanId) ?? null;
}

function newestOf(lane: DrawnLane | undefined, sight: Sight): Selection | null {
  return lane === undefined ? null : select(lane, spansOf(lane, sight).at(-1));
}

/** In the next lane, the span that runs nearest to the time of the one selected now. */
function alongside(to: DrawnLane, selection: Selection, from: DrawnLane, sight: Sight): Selection {
  const here = from.bars.find((bar) => bar.span.id === selection.spanId);
  if (here === undefined || to === from) {
    return to === from ? selection : select(to, spansOf(to, sight).at(-1));
  }
  const time = here.span.startedAt;
  const nearest = spansOf(to, sight).reduce<Bar | undefined>(
    (best, bar) =>
      best === undefined ||
      Math.abs(bar.span.startedAt - time) < Math.abs(best.span.startedAt - time)
        ? bar
        : best,
    undefined,
  );
  return select(to, nearest);
}

/** One bar a span, oldest first, those in sight. */
function spansOf(lane: DrawnLane, { begin, end }: Sight): Bar[] {
  const bySpan = new Map<string, Bar>();
  for (const bar of lane.bars) {
    if ((bar.to !== null && bar.to < begin) || bar.from > end) continue;
    bySpan.set(bar.span.id, bar);
  }
  return [...bySpan.values()].sort((a, b) => a.span.startedAt - b.span.startedAt);
}

function select(lane: DrawnLane, bar: Bar | undefined): Selection {
  return { laneKey: lane.key, spanId: bar?.span.id ?? null };
}
