import type { LiveSnapshot, ModelRow, OverviewPoint } from "@signalbox/api-contract";
import { formatAge, formatCount, unpricedText } from "../figures/figures.ts";
import { figures, highStep, isComparable, known, mean, sum, type Period } from "./period.ts";
import { waitingCause, type Waiter } from "./waiting-cause.ts";
import {
  countDelta,
  durationDelta,
  percentDelta,
  rateDelta,
  shortFigure,
  splitDuration,
  type Tile,
} from "./tile.ts";

export interface TileInput {
  readonly now: Period;
  readonly before: Period;
  /** How things stand at the window's end; null where the last step has to tell. */
  readonly metrics: LiveSnapshot["metrics"] | "unknown" | null;
  /** Figures of each model over the last two minutes; null in a past window. */
  readonly models: readonly ModelRow[] | null;
  /** The request that has waited longest; null where none waits. */
  readonly waiter: Waiter | null;
  /** What `now` is over. */
  readonly window: string;
}

const none = "—";
const hourMs = 3_600_000;

export function tilesOf(input: TileInput): Tile[] {
  return figuresOf(
    isComparable(input.before) ? input : { ...input, before: unknown(input.before) },
  );
}

/** Of too little that is known, nothing is worse or better. */
function unknown(period: Period): Period {
  return { ...period, points: period.points.map(() => null) };
}

function figuresOf(input: TileInput): Tile[] {
  return [
    messagesTile(input),
    inFlightTile(input),
    waitingTile(input),
    failedTile(input),
    firstTokenTile(input),
    gapTile(input),
    costTile(input),
  ];
}

function messagesTile({ now, before, window }: TileInput): Tile {
  const perSecond = (messages: number) => (messages * 1_000) / now.stepMs;
  const rate = mean(now, ({ messages }) => perSecond(messages));
  return {
    label: "Messages",
    value: rate === null ? none : shortFigure(rate),
    unit: rate === null ? "" : "/s",
    delta:
      rate === null
        ? null
        : percentDelta(
            rate,
            mean(before, (point) => perSecond(point.messages)),
          ),
    spark: now.points.map((point) => (point === null ? null : perSecond(point.messages))),
    isBad: false,
    cause: { to: "/requests", search: { window } },
  };
}

function inFlightTile({ now, before, metrics }: TileInput): Tile {
  const { count, overdue } = inFlightAtEnd(now, metrics);
  return {
    label: "In flight",
    value: count === undefined ? none : formatCount(count),
    unit: overdue > 0 ? `${formatCount(overdue)} overdue` : "",
    delta:
      count === undefined
        ? null
        : countDelta(
            count,
            mean(before, (p) => p.inFlight),
            5,
          ),
    spark: now.points.map((point) => point?.inFlight ?? null),
    isBad: overdue > 0,
    cause: {
      to: "/requests",
      search: overdue > 0 ? { overdue: true, sort: "age" } : { state: "in flight", sort: "age" },
    },
  };
}

interface AtEnd {
  /** Undefined where it is not known. */
  readonly count: number | undefined;
}

function inFlightAtEnd(
  now: Period,
  metrics: TileInput["metrics"],
): AtEnd & { readonly overdue: number } {
  if (metrics === "unknown") return { count: undefined, overdue: 0 };
  if (metrics !== null) return { count: metrics.activeRequests, overdue: metrics.overdue };
  const last = known(now).at(-1);
  return { count: last?.inFlight, overdue: last?.overdue ?? 0 };
}

function waitingAtEnd(
  now: Period,
  metrics: TileInput["metrics"],
): AtEnd & { readonly oldestMs: number } {
  if (metrics === "unknown") return { count: undefined, oldestMs: 0 };
  if (metrics !== null) return { count: metrics.queueDepth, oldestMs: metrics.oldestWaitMs };
  const last = known(now).at(-1);
  return { count: last?.waiting, oldestMs: last?.oldestWaitMs ?? 0 };
}

function waitingTile({ now, before, metrics, waiter }: TileInput): Tile {
  const { count, oldestMs } = waitingAtEnd(now, metrics);
  return {
    label: "Waiting",
    value: count === undefined ? none : formatCount(count),
    unit: count === undefined || count === 0 ? "" : `${formatAge(oldestMs)} oldest`,
    delta:
      count === undefined
        ? null
        : countDelta(
            count,
            mean(before, (p) => p.waiting),
            5,
          ),
    spark: now.points.map((point) => point?.waiting ?? null),
    isBad: false,
    cause: waitingCause(waiter),
  };
}

function failedTile({ now, before, window }: TileInput): Tile {
  const rateOf = (period: Period) => {
    const messages = sum(period, (point) => point.messages);
    return messages === 0 ? null : sum(period, (point) => point.failed) / messages;
  };
  const rate = rateOf(now);
  const normal = rateOf(before);
  return {
    label: "Failed",
    value: rate === null ? none : shortFigure(rate * 100),
    unit: rate === null ? "" : "%",
    delta: rate === null ? null : rateDelta(rate, normal),
    spark: now.points.map((point) => {
      if (point === null) return null;
      return point.messages === 0 ? 0 : (point.failed / point.messages) * 100;
    }),
    isBad: rate !== null && rate > Math.max(0.02, 2 * (normal ?? 0)),
    cause: { to: "/requests", search: { outcome: "failed", window } },
  };
}

function firstTokenTile(input: TileInput): Tile {
  const { now, window } = input;
  const name = worstModel(input);
  const pick = (period: Period) =>
    highStep(known(period).flatMap((point) => point.ttft[name ?? ""]?.[1] ?? []));
  const row = input.models?.find((model) => keyOf(model) === name);
  const value = row?.ttftP95 ?? pick(now);
  const delta = value === null ? null : durationDelta(value, pick(input.before), 500);
  const { value: figure, unit } = value === null ? { value: none, unit: "" } : splitDuration(value);
  const place = placeOf(name);
  return {
    label: "First token p95",
    value: figure,
    unit: value === null ? "" : `${unit} ${place.model ?? ""}`,
    delta,
    spark: figures(now, ({ ttft }) => ttft[name ?? ""]?.[1]),
    isBad: delta?.tone === "worse",
    cause: { to: "/requests", search: { ...place, sort: "ttft", window } },
  };
}

function gapTile({ now, before, models, window }: TileInput): Tile {
  const worstStep = (period: Period) =>
    highStep(known(period).flatMap(({ gap }) => highest(Object.values(gap)) ?? []));
  const live = highest((models ?? []).flatMap(({ gapP95 }) => gapP95 ?? []));
  const value = live ?? worstStep(now);
  const slowest = models?.find(({ gapP95 }) => gapP95 !== null && gapP95 === live);
  const place = placeOf(slowest === undefined ? null : keyOf(slowest));
  const delta = value === null ? null : durationDelta(value, worstStep(before), 50);
  const { value: figure, unit } = value === null ? { value: none, unit: "" } : splitDuration(value);
  return {
    label: "Token gap p95",
    value: figure,
    unit,
    delta,
    spark: figures(now, (point) => highest(Object.values(point.gap)) ?? undefined),
    isBad: delta?.tone === "worse",
    // A long gap between tokens is a low rate of them.
    cause: { to: "/requests", search: { ...place, sort: "rate", dir: "asc", window } },
  };
}

function costTile({ now, before, window }: TileInput): Tile {
  const perHour = hourMs / now.stepMs;
  const rate = mean(now, ({ costUsd }) => costUsd * perHour);
  const normal = mean(before, ({ costUsd }) => costUsd * perHour);
  const unpriced = sum(now, (point) => point.unpriced);
  const isPriced = sum(now, (point) => point.modelCalls) > unpriced;
  const isKnown = rate !== null && isPriced;
  const change = isKnown ? percentDelta(rate, normal) : null;
  const isWorse = isKnown && normal !== null && rate > 1 && rate > normal * 3;
  return {
    label: "Cost",
    value: isKnown ? `${unpriced > 0 ? "≥ " : ""}$${rate.toFixed(2)}` : none,
    valueNote: unpricedText(unpriced, "call"),
    unit: isKnown ? "/h" : unpriced > 0 ? "no known price" : "",
    delta: change === null ? null : { ...change, tone: isWorse ? "worse" : "same" },
    spark: figures(now, knownCost).map((usd) => (usd === null ? null : usd * perHour)),
    isBad: isWorse,
    cause: { to: "/requests", search: { sort: "cost", window } },
  };
}

/** Where nothing of a step has a known price its cost is not known, and not zero. */
function knownCost({ costUsd, unpriced, modelCalls }: OverviewPoint): number | undefined {
  return modelCalls > 0 && unpriced >= modelCalls ? undefined : costUsd;
}

/** `provider/model` of the one whose first token comes latest; practice only where there is no other. */
export function worstModel({ now, models }: Pick<TileInput, "now" | "models">): string | null {
  const timed = (models ?? []).filter(({ ttftP95 }) => ttftP95 !== null);
  const real = timed.filter(({ practice }) => !practice);
  const [worst] = (real.length > 0 ? real : timed).toSorted(
    (a, b) => (b.ttftP95 ?? 0) - (a.ttftP95 ?? 0),
  );
  if (worst !== undefined) return keyOf(worst);
  const byModel = new Map<string, number[]>();
  for (const { ttft } of known(now)) {
    for (const [name, [, p95]] of Object.entries(ttft)) {
      byModel.set(name, [...(byModel.get(name) ?? []), p95]);
    }
  }
  const ranked = [...byModel].map(([name, values]) => ({ name, p95: highStep(values) ?? 0 }));
  return ranked.toSorted((a, b) => b.p95 - a.p95)[0]?.name ?? null;
}

/** The two halves of `provider/model`. */
function placeOf(name: string | null): { provider?: string; model?: string } {
  if (name === null) return {};
  const slash = name.indexOf("/");
  return { provider: name.slice(0, slash), model: name.slice(slash + 1) };
}

function keyOf({ provider, model }: Pick<ModelRow, "provider" | "model">): string {
  return `${provider}/${model}`;
}

function highest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}
