import type { Trend } from "@signalbox/api-contract";
import { formatBytes, formatCount, formatDuration } from "../figures/figures.ts";
import { trendText } from "./health-words.ts";
import { lastOf, type OwnMetric, type OwnSeries } from "./own-series.ts";

const rows: readonly (readonly [string, OwnMetric, (value: number) => string])[] = [
  ["Event loop", "loopDelayMs", (ms) => `${formatDuration(ms)} late at most`],
  ["Memory", "rssBytes", formatBytes],
  ["Heap", "heapUsedBytes", formatBytes],
  ["Disk", "diskFreeBytes", (bytes) => `${formatBytes(bytes)} free`],
  ["Stored history", "historyLagMs", (ms) => `${formatDuration(ms)} behind`],
  ["Live view", "subscribers", (count) => `${formatCount(count)} watching`],
];

export interface PastFiguresProps {
  /** Up to the moment; null until it is there. */
  readonly series: OwnSeries | null;
  readonly disk: Trend;
}

/** The same of a past moment, as far as it was written down: the last step before it. */
export function PastFigures({ series, disk }: PastFiguresProps) {
  return (
    <dl className="grid grid-cols-[auto_1fr] text-xs">
      {rows.map(([name, metric, unit]) => {
        const value = series === null ? null : lastOf(series.max[metric]);
        return (
          <div
            key={name}
            className="col-span-2 grid grid-cols-subgrid gap-x-4 border-b border-line-soft px-3 py-2"
          >
            <dt className="text-muted">{name}</dt>
            <dd className={value === null ? "text-faint" : ""}>
              {value === null ? "not known" : unit(value)}
              {metric === "diskFreeBytes" && value !== null ? (
                <span className="ml-2 text-muted">{trendText(disk)}</span>
              ) : null}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
