import { phasePattern } from "../charts/phase-pattern.ts";
import { cx } from "../ui/index.ts";
import { visibleText } from "../ui/visible-text.ts";
import { tickLabel } from "./waterfall.ts";
import type { Segment, Waterfall, WaterfallRow } from "./waterfall.ts";

const line =
  "grid grid-cols-[minmax(120px,30%)_1fr_84px] items-center gap-2.5 border-b border-line-soft whitespace-nowrap max-sm:grid-cols-[112px_1fr_60px] max-sm:gap-1.5";

/** Where a request's time went, span by span. */
export function WaterfallView({ waterfall }: { readonly waterfall: Waterfall }) {
  const { ticks, totalMs, rows } = waterfall;
  return (
    <section aria-label="Waterfall">
      <div aria-hidden className={cx(line, "h-5")}>
        <span />
        <div className="relative h-5">
          {ticks.map((tick, i) => (
            <span
              key={tick}
              className={cx("absolute text-2xs text-faint", i % 2 === 1 && "max-sm:hidden")}
              style={{ left: percent(tick / totalMs) }}
            >
              {tickLabel(tick, totalMs)}
            </span>
          ))}
        </div>
        <span />
      </div>
      <ul>
        {rows.map((row) => (
          <WaterfallLine key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}

function WaterfallLine({ row }: { readonly row: WaterfallRow }) {
  return (
    <li className={cx(line, "h-6.75")}>
      <span className="truncate text-muted">
        <b className={cx("font-medium", row.status === "failed" ? "text-bad" : "text-text")}>
          <span className="max-sm:hidden">{row.kind}</span>
          <span className="sm:hidden">{shortened(row.kind)}</span>
        </b>{" "}
        {visibleText(row.name)}
        {row.status === "failed" && <span className="sr-only"> failed</span>}
      </span>
      <div aria-hidden className="relative h-full">
        {row.segments.map((segment) => (
          <i
            key={segment.phase}
            className={cx("absolute top-1.75 h-3.25 rounded-[3px]", phasePattern[segment.phase])}
            style={placeOf(segment)}
          />
        ))}
      </div>
      <em className="text-right font-mono text-xs text-muted not-italic">{row.took}</em>
    </li>
  );
}

/** `m2 · a1` where there is no room for `model 2 · attempt 1`. */
function shortened(kind: string): string {
  return kind.replace("model ", "m").replace("attempt ", "a");
}

function placeOf({ phase, left, width }: Segment) {
  // A failure is a tick at the end, wide enough to be seen however short the span was.
  if (phase === "failed") {
    return { left: `max(${percent(left)}, calc(${percent(left + width)} - 6px))`, width: 6 };
  }
  return { left: percent(left), width: `max(3px, calc(${percent(width)} - 1px))` };
}

function percent(part: number): string {
  return `${(part * 100).toFixed(3)}%`;
}
