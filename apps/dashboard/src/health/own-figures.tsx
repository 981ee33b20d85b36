import { pressingMs, type SystemHealth, type Trend } from "@signalbox/api-contract";
import { formatAge, formatBytes, formatCount, formatDuration } from "../figures/figures.ts";
import { cx } from "../ui/index.ts";
import { isPressing, trendText } from "./health-words.ts";

export interface Trends {
  readonly heap: Trend;
  readonly disk: Trend;
}

export interface OwnFiguresProps {
  readonly health: SystemHealth;
  readonly trends: Trends;
}

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly note: string;
  readonly tone?: "warn" | "bad";
}

/** How the gateway's own process is now, in figures. */
export function OwnFigures({ health, trends }: OwnFiguresProps) {
  return (
    <dl className="live-value grid grid-cols-[auto_1fr] text-xs">
      {figuresOf(health, trends).map(({ name, value, note, tone }) => (
        <div
          key={name}
          className="col-span-2 grid grid-cols-subgrid gap-x-4 border-b border-line-soft px-3 py-2"
        >
          <dt className="text-muted">{name}</dt>
          <dd>
            <b className={cx("font-medium", toneOf(tone))}>{value}</b>
            <span className={cx("ml-2", tone === undefined ? "text-muted" : toneOf(tone))}>
              {note}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function toneOf(tone: Figure["tone"]): string {
  return tone === "bad" ? "text-bad" : tone === "warn" ? "text-warn" : "text-text";
}

function figuresOf(health: SystemHealth, trends: Trends): Figure[] {
  const { eventLoop, memory, history, live, uptime } = health;
  const loop = `${formatDuration(eventLoop.p50)} usually, ${formatDuration(eventLoop.p99)} p99`;
  return [
    {
      name: "Event loop",
      value: `${formatDuration(eventLoop.max)} late`,
      note: `at most in the last second; ${loop}`,
      ...(eventLoop.max > 200 && { tone: "warn" as const }),
    },
    {
      name: "Memory",
      value: formatBytes(memory.rssBytes),
      note: "of the process",
    },
    {
      name: "Heap",
      value: `${formatBytes(memory.heapUsedBytes)} of ${formatBytes(memory.heapLimitBytes)}`,
      note: trendText(trends.heap),
      ...(isPressing(trends.heap, pressingMs.heap) && { tone: "warn" as const }),
    },
    diskFigure(health, trends.disk),
    {
      name: "Stored history",
      value: `${formatDuration(history.lagMs)} behind`,
      note: `rows that wait: ${formatCount(history.waitingRows)}`,
    },
    {
      name: "Rows lost",
      value: formatCount(history.droppedRows),
      note: "since the start",
      ...(history.droppedRows > 0 && { tone: "bad" as const }),
    },
    {
      name: "Live view",
      value: `${formatCount(live.subscribers)} watching`,
      note: `changes dropped: ${formatCount(live.droppedFrames)} · begun anew: ${formatCount(live.gaps)}`,
    },
    { name: "Up", value: formatAge(uptime * 1_000), note: `version ${health.version}` },
  ];
}

function diskFigure({ disk }: SystemHealth, trend: Trend): Figure {
  if (disk === null) return { name: "Disk", value: "not known", note: "it could not be read" };
  const { freeBytes, totalBytes, stateBytes, historyBytes } = disk;
  return {
    name: "Disk",
    value: `${formatBytes(freeBytes)} free of ${formatBytes(totalBytes)}`,
    note: `${trendText(trend)} · history.db ${formatBytes(historyBytes)}, state.db ${formatBytes(stateBytes)}`,
    ...(isPressing(trend, pressingMs.disk) && { tone: "warn" as const }),
  };
}
