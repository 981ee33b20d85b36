import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { Sparkline } from "../charts/sparkline.tsx";
import { cx } from "../ui/index.ts";
import type { Tile } from "./tile.ts";

const deltaTones = { worse: "text-bad", same: "text-faint", better: "text-ok" } as const;

/** Seven figures, each with its course and what it was before; each leads to its requests. */
export function TileRow({ tiles }: { readonly tiles: readonly Tile[] }) {
  return (
    <ul
      aria-label="Figures"
      className="grid shrink-0 grid-cols-2 gap-2.5 sm:grid-cols-4 lg:grid-cols-7"
    >
      {tiles.map((tile) => (
        <TileCard key={tile.label} tile={tile} />
      ))}
    </ul>
  );
}

const TileCard = memo(
  function TileCard({ tile }: { readonly tile: Tile }) {
    const { label, value, valueNote, unit, delta, spark, isBad, cause } = tile;
    const isWorse = isBad || delta?.tone === "worse";
    return (
      <li className="min-w-0 last:col-span-2 lg:last:col-span-1">
        <Link
          {...cause}
          className="block h-full rounded-lg border border-line bg-surface px-3 pt-[9px] pb-2 hover:border-faint"
        >
          <span className="flex justify-between gap-2 text-[11.5px] font-medium text-muted">
            <span className="truncate">{label}</span>
            {delta === null ? null : (
              <span
                title="Against the period before"
                className={cx("live-value shrink-0", deltaTones[delta.tone])}
              >
                {delta.text}
              </span>
            )}
          </span>
          <span className="live-value mt-0.5 mb-[3px] flex items-baseline gap-1.5 overflow-hidden whitespace-nowrap">
            <span
              title={valueNote}
              className="text-xl leading-[1.45] font-[620] tracking-[-0.02em]"
            >
              {value}
            </span>
            <span
              title={unit}
              className={cx(
                "min-w-0 truncate text-xs",
                // Red once: on the change where there is one, else here.
                isBad && delta?.tone !== "worse" ? "text-bad" : "text-muted",
              )}
            >
              {unit}
            </span>
          </span>
          <Sparkline values={spark} color={isWorse ? "warn" : "info"} />
        </Link>
      </li>
    );
  },
  (a, b) => JSON.stringify(a) === JSON.stringify(b),
);
