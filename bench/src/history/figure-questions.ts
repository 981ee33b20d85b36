import type { Dimension } from "@signalbox/metrics";
import type { QueryInput } from "../../../apps/gateway/src/history/queries.ts";
import type { RollupWish } from "../../../apps/gateway/src/history/read-rollups.ts";
import { heatmapBands } from "../../../apps/gateway/src/ports/heatmap.ts";
import { models } from "./cast.ts";
import { stepsOf } from "../../../apps/gateway/src/ports/series-steps.ts";
import {
  daysMs,
  hoursMs,
  minutesMs,
  percentiles,
  usual,
  windowOf,
  type Answer,
  type Asked,
  type Question,
  type QuestionLimits,
  type TimeWindow,
} from "./question.ts";

const quantiles = [0.5, 0.95, 0.99] as const;
const shown = 40;
const groups = 50;
const heatmapColumns = 120;

/** What the Overview asks for: see apps/gateway/src/ports/stored-overview.ts. */
const overviewWishes: readonly RollupWish[] = [
  {
    dimension: "",
    part: "counters",
    counters: ["messages", "failures", "costUsd", "unpriced", "modelCalls", "outputTokens"],
    limit: 1,
  },
  { dimension: "", part: "gauges", limit: shown },
  { dimension: "errorKind", part: "counters", counters: ["failures"], limit: shown },
  { dimension: "model", part: "ttft", quantiles, limit: shown },
  { dimension: "model", part: "gap", quantiles: [0.95], limit: shown },
];

async function rollups(
  asked: Asked,
  window: TimeWindow,
  points: number,
  wishes: readonly RollupWish[],
): Promise<Answer> {
  const { readers, stored } = asked;
  const steps = stepsOf(window.from, window.to, points);
  const found = await readers.rollups({ ...steps, wishes, boot: stored.boot, tails: [] });
  return {
    found: found.wishes.reduce((sum, { values }) => sum + values.length, 0),
    isPartial: false,
  };
}

export function breakdown(
  { readers, stored }: Asked,
  { from, to }: TimeWindow,
  dimension: Dimension,
  sketches: QueryInput<"breakdown">["sketches"] = [],
) {
  return readers.ask("breakdown", {
    from: Math.floor(from / minutesMs),
    to: Math.floor(to / minutesMs) + 1,
    dimension,
    sketches,
    boot: stored.boot,
    tails: [],
  });
}

const windows = [
  ["1 h", hoursMs],
  ["24 h", daysMs],
  ["7 d", 7 * daysMs],
  ["30 d", 30 * daysMs],
] as const;

const metrics: readonly (readonly [string, RollupWish])[] = [
  ["requests", { dimension: "", part: "counters", counters: ["requests"], limit: groups }],
  ["latency", { dimension: "", part: "latency", quantiles, limit: groups }],
  ["in flight", { dimension: "", part: "gauges", values: ["inFlight"], limit: groups }],
  ["ttft by model", { dimension: "model", part: "ttft", quantiles, limit: groups }],
  [
    "cost by client",
    { dimension: "client", part: "counters", counters: ["costUsd"], limit: groups },
  ],
  [
    "duration by client",
    { dimension: "client", part: "requestDuration", quantiles, limit: groups },
  ],
];

function question(
  name: string,
  ask: (asked: Asked) => Promise<Answer>,
  limits: QuestionLimits = usual,
): Question {
  return { name, limits, ask };
}

/** A day ends where a minute does, so that it has 1,440 steps and no more. */
function wholeDay(asked: Asked): TimeWindow {
  const { from } = windowOf(daysMs, asked);
  const start = Math.ceil(from / minutesMs) * minutesMs;
  return { from: start, to: start + daysMs - 1 };
}

const percentilesName = "series: 24 h of p50, p95, p99 per model per minute";
const breakdowns = [["2 m", 2 * minutesMs], ...windows] as const;

export const figureQuestions: readonly Question[] = [
  ...windows.map(([name, lengthMs]) =>
    question(`overview: ${name}`, (asked) =>
      rollups(asked, windowOf(lengthMs, asked), 480, overviewWishes),
    ),
  ),
  ...metrics.flatMap(([metric, wish]) =>
    windows.map(([name, lengthMs]) =>
      question(`series: ${metric}, ${name}`, (asked) =>
        rollups(asked, windowOf(lengthMs, asked), 240, [wish]),
      ),
    ),
  ),
  ...(["ttft", "latency"] as const).map((part) =>
    question(
      `${percentilesName}, ${part}`,
      (asked) =>
        rollups(asked, wholeDay(asked), 1_500, [
          { dimension: "model", part, quantiles, limit: groups },
        ]),
      percentiles,
    ),
  ),
  ...windows.map(([name, lengthMs]) =>
    question(`heat map: of a model, ${name}`, (asked) => {
      const { provider, model } = asked.random.pick(models);
      const values = [`${provider}/${model}`];
      return rollups(asked, windowOf(lengthMs, asked), heatmapColumns, [
        {
          dimension: "model",
          part: "latency",
          values,
          quantiles: [],
          bands: heatmapBands,
          limit: 1,
        },
      ]);
    }),
  ),
  ...breakdowns.map(([name, lengthMs]) =>
    question(`breakdown: by model, ${name}`, async (asked) => {
      const window = windowOf(lengthMs, asked);
      const { values } = await breakdown(asked, window, "model", [
        "ttft",
        "latency",
        "gap",
        "tokensPerSec",
      ]);
      return { found: values.length, isPartial: false };
    }),
  ),
];
