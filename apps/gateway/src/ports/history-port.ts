import { ContractError, type HistoryMark } from "@signalbox/api-contract";
import type { HistoryPort } from "@signalbox/api-contract/server";
import { rememberedHeatmap, storedHeatmap } from "./heatmap.ts";
import { rememberedSeries, storedSeries } from "./history-series.ts";
import { version } from "../version.ts";
import { isInMemory } from "./memory-window.ts";
import { overviewSeries } from "./overview-series.ts";
import { pastPicture, unreadablePicture, type PastPictureOptions } from "./past-picture.ts";
import { storedOverview } from "./stored-overview.ts";

export interface HistoryPortOptions extends PastPictureOptions {
  readonly startedAt: number;
}

/** Past windows and moments: what is finer than a minute from memory, all else from the disk. */
export function createHistoryPort(options: HistoryPortOptions): HistoryPort {
  const { collector, history, clock, startedAt } = options;
  const isRemembered = (window: { from: number; to: number; maxPoints: number }): boolean =>
    history.boot === 0 || isInMemory(window, { now: clock.now(), startedAt });
  /** Without a file nothing is known but this start. */
  const startedIn = (from: number, to: number): HistoryMark[] =>
    startedAt < from || startedAt > to
      ? []
      : [{ at: startedAt, kind: "start", label: version, durationMs: null }];
  return {
    overview(input) {
      const { from, to, maxPoints } = input;
      if (!isRemembered(input)) return storedOverview(history, input);
      return overviewSeries(collector, {
        from,
        to,
        stepMs: Math.max(1_000, (to - from) / maxPoints),
      });
    },
    series: (input) =>
      isRemembered(input) ? rememberedSeries(collector, input) : storedSeries(history, input),
    heatmap(input) {
      const isFine = isRemembered({ ...input, maxPoints: input.columns });
      return isFine ? rememberedHeatmap(collector, input) : storedHeatmap(history, input);
    },
    async marks({ from, to }) {
      if (history.boot === 0) return { marks: startedIn(from, to), gaps: [] };
      const { marks, gaps } = await history.ask("marks", { from, to });
      return { marks: [...marks], gaps: [...gaps] };
    },
    at(t) {
      if (t > clock.now()) {
        const now = new Date(clock.now()).toISOString();
        throw new ContractError("invalid", `That moment is to come: it is ${now} now.`);
      }
      return history.boot === 0 ? unreadablePicture(t) : pastPicture(options, t);
    },
  };
}
