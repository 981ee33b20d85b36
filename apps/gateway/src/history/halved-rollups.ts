import { MAX_SERIES, type Dimension } from "@signalbox/metrics";
import { mostFirst } from "./figure-columns.ts";
import { maxGaps, type StoredGap } from "./read-gaps.ts";
import type { FoundValue, RollupsFound, RollupsQuery, RollupWish } from "./read-rollups.ts";

/** With fewer it takes longer to put two answers together. */
const leastSteps = 120;
/** Which of a half's values have most in the whole it can't know: it tells all of them, up to so many. */
const mostValues = MAX_SERIES;
/** Of other dimensions there may be too many for that. */
const ofFewValues: ReadonlySet<Dimension | ""> = new Set([
  "",
  "channel",
  "provider",
  "model",
  "errorKind",
  "node",
]);

/** The two halves of a question that is worth two threads, each of whole steps; null for any other. */
export function halvesOf(query: RollupsQuery): readonly [RollupsQuery, RollupsQuery] | null {
  const { from, to, stepMinutes, wishes } = query;
  const steps = Math.ceil((to - from) / stepMinutes);
  const isWorthIt =
    wishes.some(isLong) && wishes.every(({ dimension }) => ofFewValues.has(dimension));
  if (steps < leastSteps || !isWorthIt) return null;
  const middle = from + Math.floor(steps / 2) * stepMinutes;
  const unlimited: RollupWish[] = [];
  for (const wish of wishes) unlimited.push({ ...wish, limit: mostValues });
  return [
    { ...query, wishes: unlimited, to: middle },
    { ...query, wishes: unlimited, from: middle },
  ];
}

/** What the whole comes to, by its halves; null where either had more values than it told. */
export function joinHalves(
  wishes: readonly RollupWish[],
  a: RollupsFound,
  b: RollupsFound,
): RollupsFound | null {
  if ([...a.wishes, ...b.wishes].some(({ more }) => more > 0)) return null;
  const steps = [a.steps, b.steps] as const;
  const known = new Uint8Array(a.steps + b.steps);
  known.set(a.known);
  known.set(b.known, a.steps);
  return {
    steps: a.steps + b.steps,
    known,
    wishes: wishes.map(({ limit }, at) => {
      const values = joinValues(a.wishes[at]?.values ?? [], b.wishes[at]?.values ?? [], steps);
      return { values: values.slice(0, limit), more: Math.max(0, values.length - limit) };
    }),
    gaps: joinGaps(a.gaps, b.gaps),
  };
}

/** Sketches are opened and merged; counters and gauges are read as they are. */
function isLong({ part }: RollupWish): boolean {
  return part !== "counters" && part !== "gauges";
}

function joinValues(
  first: readonly FoundValue[],
  second: readonly FoundValue[],
  steps: readonly [number, number],
): FoundValue[] {
  const seconds = new Map(second.map((value) => [value.name, value]));
  const firsts = new Set(first.map(({ name }) => name));
  return [
    ...first.map((value) => joinValue(value, seconds.get(value.name), steps)),
    ...second
      .filter(({ name }) => !firsts.has(name))
      .map((value) => joinValue(undefined, value, steps)),
  ].sort(mostFirst);
}

function joinValue(
  first: FoundValue | undefined,
  second: FoundValue | undefined,
  [stepsBefore, stepsAfter]: readonly [number, number],
): FoundValue {
  const width = Math.max(first?.columns.length ?? 0, second?.columns.length ?? 0);
  const columns = Array.from({ length: width }, (_, at) => {
    const column = new Float64Array(stepsBefore + stepsAfter);
    const [before, after] = [first?.columns[at], second?.columns[at]];
    if (before === undefined) column.fill(Number.NaN, 0, stepsBefore);
    else column.set(before);
    if (after === undefined) column.fill(Number.NaN, stepsBefore);
    else column.set(after, stepsBefore);
    return column;
  });
  return {
    name: first?.name ?? second?.name ?? "",
    weight: (first?.weight ?? 0) + (second?.weight ?? 0),
    columns,
  };
}

/** One that lies over the middle is told by both. */
function joinGaps(first: readonly StoredGap[], second: readonly StoredGap[]): StoredGap[] {
  const keyOf = ({ from, to, reason }: StoredGap): string => `${from} ${to} ${reason}`;
  const told = new Set(first.map(keyOf));
  return [...first, ...second.filter((gap) => !told.has(keyOf(gap)))].slice(-maxGaps);
}
