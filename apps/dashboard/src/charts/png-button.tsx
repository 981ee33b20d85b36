import { downloadPng } from "./chart-png.ts";
import type { ChartSeries } from "./chart-series.ts";

export interface PngButtonProps {
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly series: () => readonly ChartSeries[];
  /** Null where nothing is drawn yet. */
  readonly canvas: () => HTMLCanvasElement | null;
}

/** Saves a chart as it is seen as an image. */
export function PngButton({ title, subtitle, series, canvas }: PngButtonProps) {
  return (
    <button
      type="button"
      aria-label={`Save ${title} as a PNG image`}
      title="Save as a PNG image"
      className="ml-auto shrink-0 rounded-md px-1.5 py-1 text-2xs text-faint opacity-0 group-hover:opacity-100 hover:text-text focus-visible:opacity-100 pointer-coarse:opacity-100"
      onClick={() => {
        const drawn = canvas();
        if (drawn !== null) downloadPng({ title, subtitle, series: series(), canvas: drawn });
      }}
    >
      PNG
    </button>
  );
}
