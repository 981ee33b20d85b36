import type { Span } from "@signalbox/api-contract";
import { isHeld } from "../requests/held-span.ts";
import type { Bar, BarEnd, BarKind } from "./drawn-lane.ts";
import { stack } from "./stack.ts";
import type { Stretch } from "./stack.ts";

/** Where a queue span is drawn whose lane is busy with another request: a thin strip under the bars. */
const strip = { top: 1.09, height: 0.27 } as const;

/** Queue spans that meet a busy stretch by less than this are drawn as bars all the same. */
const overlapMs = 150;

/** So many shelves fit in a row that is one lane high. */
export const fewShelves = 3;

/** What a span alone does not tell. */
export interface SpanMarks {
  /** It stands for a whole request. */
  readonly isWhole: (span: Span) => boolean;
  /** The gateway stopped before its request had ended. */
  readonly isInterrupted: (span: Span) => boolean;
}

const plain: SpanMarks = { isWhole: () => false, isInterrupted: () => false };

interface Place {
  readonly top: number;
  readonly height: number;
}

const whole: Place = { top: 0, height: 1 };

/** The bars of a lane that serves one request after the other: those behind it wait in a strip below. */
export function serialBars(spans: readonly Span[], marks: SpanMarks = plain): Bar[] {
  const sorted = sortedByStart(spans);
  const busy = sorted.filter((span) => span.kind !== "queue" || isHeld(span));
  const taken = union(busy.map(stretchOf));
  const waits = sorted
    .filter((span) => span.kind === "queue" && !isHeld(span))
    .flatMap((span) => barsOf(span, meets(taken, stretchOf(span)) ? strip : whole, marks));
  return [...waits, ...stacked(busy, whole, marks)];
}

/**
 * The bars of many one-shot lanes in one row: requests that overlap lie one above the other, `depth` of them at
 * most. That is asked of each row; the bars are made when they are asked for, of the few rows in sight.
 */
export function oneShotBars(
  spans: readonly Span[],
  marks: SpanMarks = plain,
): { readonly depth: number; readonly bars: readonly Bar[] } {
  const requests = byRequest(spans);
  const stretches = requests.map((of) => ({
    from: Math.min(...of.map((span) => span.startedAt)),
    to: Math.max(...of.map((span) => stretchOf(span).to)),
    spans: of,
  }));
  stretches.sort((a, b) => a.from - b.from);
  const shelves = stack(stretches);
  const depth = shelves.reduce((most, shelf) => Math.max(most, shelf.count), 1);
  const layOut = () =>
    stretches.flatMap(({ spans: of }, i) => {
      const shelf = shelves[i] ?? { index: 0, count: 1 };
      const { index } = shelf;
      // In a row of many shelves all are equally high; else a request alone would stand as tall as the row.
      const count = depth > fewShelves ? depth : shelf.count;
      return stacked(of, { top: index / count, height: 1 / count }, marks);
    });
  let laid: Bar[] | null = null;
  return {
    depth,
    get bars() {
      laid ??= layOut();
      return laid;
    },
  };
}

/** Spans of one request that overlap (tools that run side by side) share their place. */
function stacked(spans: readonly Span[], place: Place, marks: SpanMarks): Bar[] {
  const sorted = sortedByStart(spans);
  const shelves = stack(sorted.map(stretchOf));
  return sorted.flatMap((span, i) => {
    const { index, count } = shelves[i] ?? { index: 0, count: 1 };
    const height = place.height / count;
    return barsOf(span, { top: place.top + index * height, height }, marks);
  });
}

function barsOf(span: Span, place: Place, marks: SpanMarks): Bar[] {
  const end = endOf(span, marks);
  const bar = (kind: BarKind, from: number, to: number | null, isLast: boolean): Bar => ({
    ...place,
    span,
    kind,
    from,
    to,
    end: isLast ? end : null,
  });
  if (marks.isWhole(span)) return [bar("whole", span.startedAt, span.endedAt, true)];
  if (span.kind === "tool") return [bar("tool", span.startedAt, span.endedAt, true)];
  if (span.kind !== "attempt") return [bar("queued", span.startedAt, span.endedAt, true)];
  if (span.firstTokenAt === null) return [bar("waiting", span.startedAt, span.endedAt, true)];
  return [
    bar("waiting", span.startedAt, span.firstTokenAt, false),
    bar("streaming", span.firstTokenAt, span.endedAt, true),
  ];
}

function endOf(span: Span, marks: SpanMarks): BarEnd | null {
  if (span.status === "failed") return "failed";
  if (span.status !== "cancelled") return null;
  return marks.isInterrupted(span) ? "interrupted" : "cancelled";
}

function byRequest(spans: readonly Span[]): Span[][] {
  const requests = new Map<string, Span[]>();
  for (const span of spans) {
    const of = requests.get(span.requestId);
    if (of === undefined) requests.set(span.requestId, [span]);
    else of.push(span);
  }
  return [...requests.values()];
}

function sortedByStart(spans: readonly Span[]): Span[] {
  return [...spans].sort((a, b) => a.startedAt - b.startedAt);
}

function stretchOf(span: Span): Stretch {
  return { from: span.startedAt, to: span.endedAt ?? Number.POSITIVE_INFINITY };
}

/** Stretches sorted by start, those that touch made one. */
function union(sorted: readonly Stretch[]): Stretch[] {
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

function meets(taken: readonly Stretch[], { from, to }: Stretch): boolean {
  return taken.some((busy) => Math.min(busy.to, to) - Math.max(busy.from, from) > overlapMs);
}
