import type { Bar } from "./drawn-lane.ts";
import { windowMs } from "./geometry.ts";
import type { Layout, PlacedLane } from "./layout.ts";

export type Direction = "up" | "down" | "left" | "right" | "first" | "last";

/** What the keyboard is at: a lane by its key, and a span in it. */
export interface Selection {
  readonly laneKey: string;
  readonly spanId: string | null;
}

/** The next selection. With none yet, the first lane's newest span. `end` is the time at the right edge. */
export function moveSelection(
  layout: Layout,
  selection: Selection | null,
  direction: Direction,
  end: number,
): Selection | null {
  const at = layout.rows.findIndex((row) => row.lane.key === selection?.laneKey);
  const row = layout.rows[at];
  if (selection === null || row === undefined) return newestOf(layout.rows[0], end);
  if (direction === "up") return alongside(layout.rows[at - 1] ?? row, selection, row, end);
  if (direction === "down") return alongside(layout.rows[at + 1] ?? row, selection, row, end);

  const spans = spansOf(row, end);
  const index = spans.findIndex((bar) => bar.span.id === selection.spanId);
  if (direction === "first") return select(row, spans[0]);
  if (direction === "last" || index === -1) return select(row, spans.at(-1));
  const next = direction === "left" ? Math.max(0, index - 1) : index + 1;
  return select(row, spans[Math.min(next, spans.length - 1)]);
}

/** The bar that a selection means, and its row. */
export function findSelected(
  layout: Layout,
  selection: Selection,
): { row: PlacedLane; bar: Bar | null } | null {
  const row = layout.rows.find((placed) => placed.lane.key === selection.laneKey);
  if (row === undefined) return null;
  const bar = row.lane.bars.findLast((one) => one.span.id === selection.spanId) ?? null;
  return { row, bar };
}

function newestOf(row: PlacedLane | undefined, end: number): Selection | null {
  return row === undefined ? null : select(row, spansOf(row, end).at(-1));
}

/** In the next lane, the span that runs nearest to the time of the one selected now. */
function alongside(to: PlacedLane, selection: Selection, from: PlacedLane, end: number): Selection {
  const here = from.lane.bars.find((bar) => bar.span.id === selection.spanId);
  if (here === undefined || to === from) return to === from ? selection : newestIn(to, end);
  const time = here.span.startedAt;
  const nearest = spansOf(to, end).reduce<Bar | undefined>(
    (best, bar) =>
      best === undefined ||
      Math.abs(bar.span.startedAt - time) < Math.abs(best.span.startedAt - time)
        ? bar
        : best,
    undefined,
  );
  return select(to, nearest);
}

function newestIn(row: PlacedLane, end: number): Selection {
  return select(row, spansOf(row, end).at(-1));
}

/** One bar a span, oldest first, those in sight. */
function spansOf(row: PlacedLane, end: number): Bar[] {
  const bySpan = new Map<string, Bar>();
  for (const bar of row.lane.bars) {
    if (bar.to !== null && bar.to < end - windowMs) continue;
    bySpan.set(bar.span.id, bar);
  }
  return [...bySpan.values()].sort((a, b) => a.span.startedAt - b.span.startedAt);
}

function select(row: PlacedLane, bar: Bar | undefined): Selection {
  return { laneKey: row.lane.key, spanId: bar?.span.id ?? null };
}
