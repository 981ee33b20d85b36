import type { Verdict } from "@signalbox/api-contract";
import { totalKey, type ChartContent, type ChartMark } from "../charts/index.ts";
import { figures, isComparable, known, type Period } from "./period.ts";

/** A stretch of time, and the one before it. */
export interface Periods {
  readonly now: Period;
  readonly before: Period;
}

/** More than this many lines can't be told apart. */
const linesShown = 5;
const lineLooks = [
  { color: "q2" },
  { color: "tool", dash: [5, 3] },
  { color: "muted", dash: [2, 3] },
  { color: "q1", dash: [7, 3, 2, 3] },
  { color: "q3" },
] as const;
const barColors = ["bad", "fail-2", "fail-3", "fail-4", "fail-5"] as const;
const percentiles = [
  { key: "p50", color: "q1" },
  { key: "p95", color: "q2" },
  { key: "p99", color: "q3" },
] as const;

/** The thin line is the p95 of the period before: all three would hide what is now. */
export function firstTokenChart({ now, before }: Periods, model: string | null): ChartContent {
  const valuesOf = (period: Period, index: number) =>
    figures(period, ({ ttft }) => ttft[model ?? ""]?.[index]);
  return {
    series: percentiles.map(({ key, color }) => ({ key, label: key, color, kind: "line" })),
    data: { t: now.t, values: percentiles.map((_, index) => valuesOf(now, index)) },
    ...(isComparable(before) && { before: { p95: valuesOf(before, 1) } }),
  };
}

export function gapChart({ now: period, before }: Periods): ChartContent {
  const valuesOf = (of: Period, name: string) => figures(of, ({ gap }) => gap[name]);
  const names = mostFrequent(known(period).flatMap(({ gap }) => Object.keys(gap)));
  return {
    series: names.map((name, index) => {
      const { color, ...look } = lineLooks[index] ?? lineLooks[0];
      const label = name.replace("/", " · ");
      const dash = "dash" in look ? { dash: [...look.dash] } : {};
      return { key: name, label, color, kind: "line", ...dash };
    }),
    data: { t: period.t, values: names.map((name) => valuesOf(period, name)) },
    ...(isComparable(before) && {
      before: Object.fromEntries(names.map((name) => [name, valuesOf(before, name)])),
    }),
  };
}

/** Failures a second, by kind. The thin line is all of the period before. */
export function failuresChart({ now: period, before }: Periods): ChartContent {
  const kinds = mostFrequent(
    known(period).flatMap(({ failures }) =>
      Object.entries(failures).flatMap(([kind, count]) => Array<string>(count).fill(kind)),
    ),
  );
  // A chart with no kinds yet still has its axes.
  const shown = kinds.length === 0 ? ["failed"] : kinds;
  const perSecond = 1_000 / period.stepMs;
  const colors = colorsOf(shown);
  return {
    series: shown.map((key) => ({
      key,
      label: key,
      color: colors.get(key) ?? "bad",
      kind: "bar",
    })),
    data: {
      t: period.t,
      values: shown.map((kind) =>
        period.points.map((point) =>
          point === null ? null : (point.failures[kind] ?? 0) * perSecond,
        ),
      ),
    },
    ...(isComparable(before) && {
      before: {
        [totalKey]: before.points.map((point) =>
          point === null ? null : sumOf(Object.values(point.failures)) * perSecond,
        ),
      },
    }),
  };
}

/** Of the kinds that come most; the others take what these leave. */
const ownColors: ReadonlyMap<string, string> = new Map([
  ["upstream_5xx", "bad"],
  ["rate_limit", "fail-2"],
  ["timeout", "fail-3"],
  ["network", "fail-4"],
  ["context_length", "fail-5"],
]);

/** A kind keeps its colour whatever others there are, unless one of them has it already. */
function colorsOf(kinds: readonly string[]): ReadonlyMap<string, string> {
  const colors = new Map<string, string>();
  const own = kinds.filter((kind) => ownColors.has(kind));
  const free = new Set<string>(barColors);
  for (const kind of [...own, ...kinds.filter((other) => !ownColors.has(other))]) {
    const color = ownColors.get(kind) ?? free.values().next().value;
    if (color === undefined) break;
    colors.set(kind, color);
    free.delete(color);
  }
  return colors;
}

/** Where the verdict says that it began. */
export function onsetMarks({ level, since }: Verdict, { t, stepMs }: Period): ChartMark[] {
  const [first = 0] = t;
  const end = (t.at(-1) ?? 0) + stepMs;
  if (since === null || since < first || since > end) return [];
  const color = level === "bad" ? "bad" : "warn";
  return [{ t: since, label: "since", detail: "the verdict's onset", color, isOnset: true }];
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function mostFrequent(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .toSorted(([a, m], [b, n]) => n - m || a.localeCompare(b))
    .slice(0, linesShown)
    .map(([name]) => name)
    .toSorted();
}
