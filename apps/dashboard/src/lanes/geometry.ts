/** The picture's measures in CSS pixels. */
export const measures = {
  rowHeight: 21.6,
  barHeight: 14,
  /** From a row's top to its bars. */
  barTop: 2,
  radius: 2.5,
  /** Above the first row. */
  top: 6,
  /** Below the last row: the time axis. */
  axis: 13,
  /** Left of the time axis's first mark: the lanes' names. */
  labels: 150,
  labelsNarrow: 124,
  /** Under this width the names take less. */
  narrow: 720,
  right: 12,
  /** Right of the time axis where there is room: what each lane waits for. */
  gutter: 236,
  /** From this width there is. */
  gutterFrom: 900,
  /** A bar is never narrower, so that a short one is still seen. */
  minBarWidth: 2,
  /** Between two bars that touch in time. */
  barGap: 0.8,
  tickWidth: 5,
} as const;

/** Which time is where. `left` and `width` are those of the time axis, in CSS pixels. */
export interface Viewport {
  readonly left: number;
  readonly width: number;
  /** What is right of the time axis. */
  readonly right: number;
  readonly height: number;
  /** The time at the right edge. */
  readonly end: number;
  /** How much time it holds. */
  readonly spanMs: number;
}

export interface ViewportWish {
  readonly width: number;
  readonly height: number;
  readonly end: number;
  readonly spanMs: number;
  /** What lanes wait for is written beside them, where there is room. */
  readonly hasGutter?: boolean;
}

export function viewportFor({ width, height, end, spanMs, hasGutter }: ViewportWish): Viewport {
  const left = width < measures.narrow ? measures.labelsNarrow : measures.labels;
  const isWide = hasGutter === true && width >= measures.gutterFrom;
  const right = isWide ? measures.gutter : measures.right;
  return { left, width: Math.max(1, width - left - right), right, height, end, spanMs };
}

export function timeToX(view: Viewport, time: number): number {
  return view.left + view.width * (1 - (view.end - time) / view.spanMs);
}

export function xToTime(view: Viewport, x: number): number {
  return view.end - view.spanMs * (1 - (x - view.left) / view.width);
}

/** Left edge and width of a bar, cut to the window; null where it is out of sight. */
export function barExtent(
  view: Viewport,
  from: number,
  to: number | null,
): { x: number; width: number } | null {
  const end = Math.min(to ?? view.end, view.end);
  const begin = view.end - view.spanMs;
  if (end < begin || from > view.end) return null;
  const x = timeToX(view, Math.max(from, begin));
  const width = Math.max(measures.minBarWidth, timeToX(view, end) - x - measures.barGap);
  return { x, width };
}
